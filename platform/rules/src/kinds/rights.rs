use kernel::Text;
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// The data subject's rights: how soon a request is answered, how long a copy is kept, on what grounds processing is restricted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    /// Months from the day of asking to the last day of answering.
    pub answer: RightsClock,
    /// Months by which it can be put off, when the request is hard or there are many.
    pub extension: RightsClock,
    /// Days for which the file of a copy can be fetched; then it is removed.
    pub kept: RightsClock,
    /// How to go on when a request is refused; in every refusal.
    pub appeal: Appeal,
    /// Grounds of restricting (GDPR 18(1)).
    pub grounds: Vec<RightsGround>,
}

/// A number of months or days, and where it comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightsClock {
    /// Whole months, 1–12; nothing for days.
    #[serde(default)]
    pub months: u32,
    /// Whole days, 1–90; nothing for months.
    #[serde(default)]
    pub days: u32,
    pub law: String,
    pub mark: Mark,
    /// How it is told to the client.
    pub about: Text,
}

/// What is said of going on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    pub law: String,
    pub mark: Mark,
    pub about: Text,
}

/// A ground of restricting.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightsGround {
    pub code: String,
    pub law: String,
    pub mark: Mark,
    pub label: Text,
}

impl Rights {
    pub fn ground(&self, code: &str) -> Option<&RightsGround> {
        self.grounds.iter().find(|g| g.code == code)
    }
}

impl RuleKind for Rights {
    const KIND: &'static str = "rights";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        for (name, clock) in [("answer", &self.answer), ("extension", &self.extension)] {
            if !(1..=12).contains(&clock.months) || clock.days != 0 {
                faults.add(Some(name), "months", "rights_months", "must be from 1 to 12 months");
            }
        }
        if !(1..=90).contains(&self.kept.days) || self.kept.months != 0 {
            faults.add(Some("kept"), "days", "rights_days", "must be from 1 to 90 days");
        }
        for (name, clock) in [("answer", &self.answer), ("extension", &self.extension), ("kept", &self.kept)] {
            if clock.law.trim().is_empty() {
                faults.add(Some(name), "law", "law_missing", "is empty");
            }
            faults.text(name, "about", &clock.about);
        }
        faults.text("appeal", "about", &self.appeal.about);
        for (index, ground) in self.grounds.iter().enumerate() {
            faults.enter("grounds", index);
            faults.text(&ground.code, "label", &ground.label);
        }
        faults.leave();
    }
}
