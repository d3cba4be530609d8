use std::collections::BTreeMap;

use kernel::{Lang, Text};
use serde::{Deserialize, Serialize};

use crate::error::Faults;
use crate::set::{Checks, RuleKind};

/// Letters and messages written beforehand, with places that are filled in from the matter and its client.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    pub templates: Vec<LetterTemplate>,
}

/// What a template is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterUse {
    /// On paper, by post.
    Letter,
    /// In the client's own pages, told of by a notice.
    Message,
}

/// One template.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterTemplate {
    /// Small letters, digits and underscores; what letters made of it name.
    pub key: String,
    pub uses: Vec<LetterUse>,
    /// What staff pick it by.
    pub name: Text,
    /// The heading of a letter, in Finnish and Swedish; English where given, else Finnish.
    pub subject: Text,
    /// Paragraphs, with an empty line between; places as `{{place}}`.
    pub body: Text,
}

/// The places a template may name.
pub const PLACES: [&str; 9] =
    ["client_name", "first_name", "matter_number", "matter_name", "initiated_on", "team", "handler", "handler_title", "today"];

/// Longest body, in characters.
const LONGEST: usize = 6_000;

/// A piece of a template's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Place(&'t str),
    /// `{{` without `}}`.
    Open,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        found.push(Piece::Words(before));
        let Some((place, behind)) = after.split_once("}}") else {
            found.push(Piece::Open);
            return found;
        };
        found.push(Piece::Place(place.trim()));
        rest = behind;
    }
    found.push(Piece::Words(rest));
    found
}

/// A place of which nothing is known for this matter or client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing is known for `{0}`")]
pub struct Unfilled(pub String);

/// Fills the places of a text.
///
/// # Errors
/// The first place that has no value.
pub fn fill(text: &str, values: &BTreeMap<&str, String>) -> Result<String, Unfilled> {
    let mut filled = String::with_capacity(text.len() + 64);
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Place(place) => match values.get(place).filter(|value| !value.trim().is_empty()) {
                Some(value) => filled.push_str(value),
                None => return Err(Unfilled(place.to_owned())),
            },
            Piece::Open => return Err(Unfilled("{{".to_owned())),
        }
    }
    Ok(filled)
}

impl LetterTemplate {
    pub fn serves(&self, wanted: LetterUse) -> bool {
        self.uses.contains(&wanted)
    }

    /// Subject and body in a language, filled.
    ///
    /// # Errors
    /// The first place that has no value.
    pub fn filled(&self, lang: Lang, values: &BTreeMap<&str, String>) -> Result<(String, String), Unfilled> {
        Ok((fill(self.subject.get(lang), values)?, fill(self.body.get(lang), values)?))
    }
}

impl Letters {
    pub fn template(&self, key: &str) -> Option<&LetterTemplate> {
        self.templates.iter().find(|template| template.key == key)
    }
}

/// A text in Finnish and Swedish, with places that exist.
fn check_text(faults: &mut Faults<'_>, key: &str, field: &str, text: &Text) {
    for (language, value) in [("fi", Some(text.fi.as_str())), ("sv", text.sv.as_deref()), ("en", text.en.as_deref())] {
        let field = format!("{field}.{language}");
        match value.map(str::trim) {
            None if language == "en" => continue,
            None | Some("") => {
                faults.add(Some(key), &field, "text_missing", "a text is missing").param("language", language);
            }
            Some(value) => {
                if value.chars().count() > LONGEST {
                    faults
                        .add(Some(key), &field, "text_long", format!("is longer than {LONGEST} characters"))
                        .param("most", LONGEST.to_string());
                }
                for piece in pieces(value) {
                    match piece {
                        Piece::Place(place) if !PLACES.contains(&place) => {
                            let told = faults.add(Some(key), &field, "place_unknown", format!("`{place}` is not a place"));
                            told.param("found", place).param("expected", PLACES.join(", "));
                        }
                        Piece::Open => {
                            faults.add(Some(key), &field, "place_open", "`{{` has no `}}`");
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

impl RuleKind for Letters {
    const KIND: &'static str = "letters";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("templates", "key", self.templates.iter().map(|template| template.key.as_str()));
        for (index, template) in self.templates.iter().enumerate() {
            faults.enter("templates", index);
            let key = template.key.as_str();
            if !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
                faults
                    .add(Some(key), "key", "unknown_word", "has other than small letters, digits and underscores")
                    .param("found", key)
                    .param("expected", "a–z, 0–9, _");
            }
            if template.uses.is_empty() {
                faults.add(Some(key), "uses", "empty", "is empty");
            }
            faults.text(key, "name", &template.name);
            check_text(faults, key, "subject", &template.subject);
            check_text(faults, key, "body", &template.body);
        }
        faults.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RuleFile, RuleSet, Rules};

    #[test]
    fn places_are_filled_or_named() {
        let values = BTreeMap::from([("first_name", "Aino".to_owned()), ("handler", String::new())]);
        assert_eq!(fill("Hei {{first_name}}!", &values).unwrap(), "Hei Aino!");
        assert_eq!(fill("Hei {{ first_name }}, {{team}}", &values), Err(Unfilled("team".into())));
        assert_eq!(fill("{{handler}}", &values), Err(Unfilled("handler".into())), "an empty value is none");
        assert_eq!(fill("ei {{ loppua", &values), Err(Unfilled("{{".into())));
        assert_eq!(
            fill("{{first_name}}", &BTreeMap::from([("first_name", "{{team}}".to_owned())])).unwrap(),
            "{{team}}",
            "values are not templates"
        );
    }

    #[test]
    fn an_unknown_place_is_a_fault_with_its_line() {
        let text = Rules::shipped_files().iter().find(|file| file.name == "letters.toml").unwrap().text;
        assert!(RuleSet::<Letters>::parse(RuleFile { name: "letters.toml", text }).is_ok());
        // In the words of a template: the file's comment names the places too.
        let whole = "Asianne {{matter_number}} on";
        for (to, code) in [("Asianne {{matter_nmber}} on", "place_unknown"), ("Asianne {{matter_number on", "place_open")] {
            let broken = text.replacen(whole, to, 1);
            assert_ne!(broken, text);
            let faults = RuleSet::<Letters>::parse(RuleFile { name: "letters.toml", text: &broken }).unwrap_err().0;
            assert!(faults.iter().any(|fault| fault.code == code), "{faults:?}");
            assert!(faults[0].line.is_some());
        }
    }

    #[test]
    fn every_shipped_template_fills_in_each_language() {
        let rules = Rules::shipped().unwrap();
        let values: BTreeMap<&str, String> = PLACES.iter().map(|place| (*place, format!("<{place}>"))).collect();
        for template in &rules.letters.on("2026-11-22".parse().unwrap()).body.templates {
            for lang in [Lang::Fi, Lang::Sv, Lang::En] {
                let (subject, body) = template.filled(lang, &values).unwrap();
                assert!(!subject.contains("{{") && !body.contains("{{"), "{}", template.key);
            }
        }
    }
}
