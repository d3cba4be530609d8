use std::collections::BTreeMap;

use kernel::Text;
use serde::Deserialize;

use crate::codes::{DataItem, DataPart, DataUse};
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// When what is known is old, what makes it whole, and what it is fit for (U23).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityRules {
    /// Words for each part of an item that may be missing.
    pub parts: Vec<PartWords>,
    pub items: Vec<QualityRule>,
}

/// A part by name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartWords {
    pub part: DataPart,
    pub label: Text,
}

/// What is asked of one kind of item.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityRule {
    pub item: DataItem,
    /// Days after which it is old, 1–36,500; an item without it does not grow old.
    pub stale_after_days: Option<u32>,
    /// The same for what a certain origin told: `staff`, `client`, `register`.
    #[serde(default)]
    pub stale_by_origin: BTreeMap<String, u32>,
    /// Parts without which it is not whole.
    #[serde(default)]
    pub whole_with: Vec<DataPart>,
    /// What each use needs; a use that is not named is one the item is never fit for.
    pub uses: Vec<UseRule>,
    pub label: Text,
    /// What to do when it is old or lacks something.
    pub advice: Text,
    /// Which use would make this program a medical device, and that it is not made for it.
    pub medical_device: Option<Text>,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
}

/// What one use needs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseRule {
    pub r#use: DataUse,
    /// It must not be old.
    pub fresh: bool,
    #[serde(default)]
    pub parts: Vec<DataPart>,
}

/// Who may have told an item.
pub const ORIGINS: [&str; 3] = ["client", "staff", "register"];

/// Parts that the rows of an item can have.
pub const fn possible_parts(item: DataItem) -> &'static [DataPart] {
    use DataPart::{Dose, End, Goals, PostalCode, Range, ReviewDay, Services, Severity, Start, Telephone, Unit};
    match item {
        DataItem::Phone | DataItem::Email => &[],
        DataItem::Address => &[PostalCode],
        DataItem::CloseOne => &[Telephone],
        DataItem::Medication => &[Dose, Start, End],
        DataItem::Risk => &[Severity, Start],
        DataItem::Measure => &[Unit, Range],
        DataItem::Plan => &[Goals, Services, ReviewDay],
    }
}

const MOST_DAYS: u32 = 36_500;

impl QualityRules {
    /// The rule of an item, when the organiser asks anything of it.
    pub fn rule(&self, item: DataItem) -> Option<&QualityRule> {
        self.items.iter().find(|rule| rule.item == item)
    }

    /// The words of a part; its code when there are none, which a checked set does not have.
    pub fn part(&self, part: DataPart) -> Text {
        self.parts.iter().find(|words| words.part == part).map_or_else(|| Text::fi(part.code()), |words| words.label.clone())
    }
}

impl RuleKind for QualityRules {
    const KIND: &'static str = "quality";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("parts", "part", self.parts.iter().map(|words| words.part.code()));
        for (index, words) in self.parts.iter().enumerate() {
            faults.enter("parts", index);
            faults.text(words.part.code(), "label", &words.label);
        }
        faults.unique("items", "item", self.items.iter().map(|rule| rule.item.code()));
        for (index, rule) in self.items.iter().enumerate() {
            faults.enter("items", index);
            let code = rule.item.code();
            for (field, text) in
                [("label", Some(&rule.label)), ("advice", Some(&rule.advice)), ("medical_device", rule.medical_device.as_ref())]
            {
                if let Some(text) = text {
                    faults.text(code, field, text);
                }
            }
            if rule.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            let days = rule.stale_after_days.iter().map(|days| ("stale_after_days".to_owned(), days));
            for (field, days) in days.chain(rule.stale_by_origin.iter().map(|(origin, days)| (format!("stale_by_origin.{origin}"), days))) {
                if !(1..=MOST_DAYS).contains(days) {
                    let told = faults.add(Some(code), &field, "number_range", format!("is not 1–{MOST_DAYS}"));
                    told.param("least", "1").param("most", MOST_DAYS.to_string());
                }
            }
            for origin in rule.stale_by_origin.keys().filter(|origin| !ORIGINS.contains(&origin.as_str())) {
                let told = faults.add(Some(code), "stale_by_origin", "unknown_word", format!("`{origin}` is not an origin"));
                told.param("found", origin).param("expected", ORIGINS.join(", "));
            }
            let asked = rule.whole_with.iter().map(|part| ("whole_with", part));
            for (field, part) in asked.chain(rule.uses.iter().flat_map(|one| one.parts.iter().map(|part| ("uses", part)))) {
                if !possible_parts(rule.item).contains(part) {
                    let known: Vec<&str> = possible_parts(rule.item).iter().map(|part| part.code()).collect();
                    let told = faults.add(Some(code), field, "unknown_word", format!("`{code}` has no `{part}`"));
                    told.param("found", part.code()).param("expected", known.join(", "));
                } else if !self.parts.iter().any(|words| words.part == *part) {
                    let told = faults.add(Some(code), field, "label_missing", format!("`{part}` has no words among `parts`"));
                    told.param("found", part.code()).param("code", part.code()).param("list", "parts");
                }
            }
            for (place, one) in rule.uses.iter().enumerate() {
                if rule.uses.iter().take(place).any(|other| other.r#use == one.r#use) {
                    faults.add(Some(code), "uses", "twice", format!("`{}` is there twice", one.r#use));
                }
            }
        }
        faults.leave();
    }
}
