//! What the product knows of the parts and the prose that the nation's structures share: `rules/structures.toml`. No structure
//! is named there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use rules::{Checks, RuleFile, RuleKind, RuleSet};
use serde::Deserialize;

/// Whom a part of a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The client, or each client of a shared document.
    Client,
    /// The professional who writes.
    Author,
}

/// A part that is filled in when a document is begun.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The property's name.
    pub name: String,
    /// Whom it is about.
    pub about: About,
    /// Property of the part, and the fact that fills it.
    pub fields: BTreeMap<String, String>,
}

/// What a condition means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// One of the named fields must be answered.
    OneOf,
    /// This field must be answered when the named one has the named answer.
    When,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProse {
    means: Means,
    text: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    hetu_system: String,
    hetu_shortened_when: String,
    finished_by_power: Vec<String>,
    part: Vec<Part>,
    prose: Vec<RawProse>,
}

/// One way a condition is put into words.
#[derive(Debug)]
pub struct Prose {
    /// What it means.
    pub means: Means,
    /// Matches the note, with `fields`, or `field` with `answer` or `code`.
    pub text: Regex,
}

/// The shared rules of structures.
#[derive(Debug)]
pub struct Components {
    /// System of the identifier that is never kept in a document.
    pub hetu_system: String,
    /// Words of an instruction that let a print show no more than the beginning of a hetu.
    pub hetu_shortened_when: String,
    /// Document types finished by the power of decision.
    pub finished_by_power: Vec<String>,
    /// Parts filled in when a document is begun.
    pub parts: Vec<Part>,
    /// Ways conditions are put into words.
    pub prose: Vec<Prose>,
}

impl Components {
    /// Whom a part of this name is about.
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|p| p.name == name)
    }
}

impl RuleKind for Raw {
    const KIND: &'static str = "structures";
    fn check(&self, _: &mut Checks<'_>) {}
}

fn read(text: &str) -> Result<Components, String> {
    let raw = RuleSet::<Raw>::parse(RuleFile { name: "structures.toml", text }).map_err(|e| e.to_string())?.body;
    let prose = raw.prose.into_iter().map(|p| {
        let text = RegexBuilder::new(&p.text).case_insensitive(true).build().map_err(|e| e.to_string())?;
        Ok(Prose { means: p.means, text })
    });
    Ok(Components {
        hetu_system: raw.hetu_system,
        hetu_shortened_when: raw.hetu_shortened_when,
        finished_by_power: raw.finished_by_power,
        parts: raw.part,
        prose: prose.collect::<Result<_, String>>()?,
    })
}

static SHIPPED: LazyLock<Result<Components, String>> = LazyLock::new(|| read(include_str!("../../../../rules/structures.toml")));
static NONE: Components = Components {
    hetu_system: String::new(),
    hetu_shortened_when: String::new(),
    finished_by_power: Vec::new(),
    parts: Vec::new(),
    prose: Vec::new(),
};

/// The shipped rules. A test reads the file, so a released product always has them.
pub fn components() -> &'static Components {
    SHIPPED.as_ref().unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_whole() {
        assert_eq!(SHIPPED.as_ref().err(), None);
        let c = components();
        assert_eq!(c.part("asiakas").map(|p| p.about), Some(About::Client));
        assert!(c.prose.len() > 5 && !c.hetu_system.is_empty());
    }
}
