use kernel::{ServiceTask, Text};
use serde::{Deserialize, Serialize};

use crate::error::Faults;
use crate::kinds::deadlines::Notice;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// How one seeks a change to a decision: to whom one turns, by which law, and how each way of giving notice is explained.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedies {
    /// Years after which the authority no longer corrects a decision of its own; 1–20.
    pub correction_years: u32,
    /// The first that fits is used.
    pub remedies: Vec<Remedy>,
    /// One for each way of giving notice.
    pub ways: Vec<Way>,
}

/// What one does about a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemedyKind {
    /// A request that the authority itself reviews it (oikaisuvaatimus).
    Review,
    /// An appeal to a court (valitus).
    Appeal,
}

impl RemedyKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Appeal => "appeal",
        }
    }

    /// THL's code of a means of seeking change (1.2.246.537.6.1211): what a decision's document says.
    pub const fn thl(self) -> &'static str {
        match self {
            Self::Review => "1",
            Self::Appeal => "2",
        }
    }
}

/// A means of seeking change for one kind of decisions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Stable id; stored with every decision.
    pub id: String,
    pub kind: RemedyKind,
    /// Whether it is for what was decided upon a request for review.
    #[serde(default)]
    pub after_review: bool,
    /// The service tasks whose decisions it is for; every task, when empty.
    #[serde(default)]
    pub service_tasks: Vec<ServiceTask>,
    pub label: Text,
    pub authority: Text,
    pub address: Text,
    /// Law and section, as far as known; see `mark`.
    pub section: String,
    pub mark: Mark,
    #[serde(default)]
    pub reading: Option<String>,
}

/// How a way of giving notice is explained.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub way: Notice,
    pub section: String,
    pub mark: Mark,
    /// `{days}` stands for the days of the deadlines' rule.
    pub about: Text,
}

impl Remedies {
    /// The remedy for a decision in a task.
    pub fn of(&self, task: ServiceTask, after_review: bool) -> Option<&Remedy> {
        self.remedies.iter().find(|r| r.after_review == after_review && (r.service_tasks.is_empty() || r.service_tasks.contains(&task)))
    }

    pub fn remedy(&self, id: &str) -> Option<&Remedy> {
        self.remedies.iter().find(|r| r.id == id)
    }

    pub fn way(&self, notice: Notice) -> Option<&Way> {
        self.ways.iter().find(|w| w.way == notice)
    }
}

impl Remedy {
    /// The organ and its address, with the organiser's name in its place.
    pub fn place(&self, county: &str) -> (Text, Text) {
        (named(&self.authority, "{county}", county), named(&self.address, "{county}", county))
    }
}

impl Way {
    /// In words, with the days of the rule in force.
    pub fn words(&self, days: Option<u32>) -> Text {
        named(&self.about, "{days}", &days.map(|d| d.to_string()).unwrap_or_default())
    }
}

fn named(text: &Text, field: &str, value: &str) -> Text {
    let put = |t: &str| t.replace(field, value);
    Text { fi: put(&text.fi), sv: text.sv.as_deref().map(put), en: text.en.as_deref().map(put) }
}

/// Longest name of an organ and longest address, in characters: what the decision's document takes.
const AUTHORITY: usize = 200;
const ADDRESS: usize = 500;

fn fields(faults: &mut Faults<'_>, id: &str, name: &str, text: &Text, field: &str, most: usize) {
    faults.text(id, name, text);
    for (language, value) in [("fi", Some(&text.fi)), ("sv", text.sv.as_ref()), ("en", text.en.as_ref())] {
        let Some(value) = value else { continue };
        if value.replace(field, "").contains(['{', '}']) {
            faults.add(Some(id), &format!("{name}.{language}"), "text_form", format!("takes no other field than {field}"));
        }
        if value.chars().count() > most {
            let problem = format!("is longer than {most} characters");
            faults.add(Some(id), &format!("{name}.{language}"), "text_long", problem).param("most", most.to_string());
        }
    }
}

impl RuleKind for Remedies {
    const KIND: &'static str = "remedies";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        if !(1..=20).contains(&self.correction_years) {
            faults.add(None, "correction_years", "number_range", "must be from 1 to 20").param("least", "1").param("most", "20");
        }
        faults.unique("remedies", "id", self.remedies.iter().map(|r| r.id.as_str()));
        for (index, remedy) in self.remedies.iter().enumerate() {
            faults.enter("remedies", index);
            let id = remedy.id.as_str();
            faults.text(id, "label", &remedy.label);
            fields(faults, id, "authority", &remedy.authority, "{county}", AUTHORITY);
            fields(faults, id, "address", &remedy.address, "{county}", ADDRESS);
            if remedy.section.trim().is_empty() {
                faults.add(Some(id), "section", "law_missing", "is empty: a remedy names its law");
            }
            if remedy.after_review && remedy.kind == RemedyKind::Review {
                faults
                    .add(Some(id), "kind", "unknown_word", "is a review after a review")
                    .param("found", "review")
                    .param("expected", "appeal");
            }
        }
        faults.leave();
        for after_review in [false, true] {
            if !self.remedies.iter().any(|r| r.after_review == after_review && r.service_tasks.is_empty()) {
                let problem =
                    format!("has none for every task with after_review = {after_review}: some decision would tell nobody where to turn");
                faults.add(None, "remedies", "missing_key", problem).param("found", if after_review { "after_review" } else { "review" });
            }
        }
        faults.unique("ways", "way", self.ways.iter().map(|w| w.way.code()));
        for (index, way) in self.ways.iter().enumerate() {
            faults.enter("ways", index);
            fields(faults, way.way.code(), "about", &way.about, "{days}", ADDRESS);
            if way.section.trim().is_empty() {
                faults.add(Some(way.way.code()), "section", "law_missing", "is empty: a way of giving notice names its law");
            }
        }
        faults.leave();
        for notice in Notice::ALL.iter().filter(|n| self.way(**n).is_none()) {
            let problem = format!("`{}` is missing: notice is given by it", notice.code());
            faults.add(None, "ways", "missing_key", problem).param("found", notice.code());
        }
    }
}
