use kernel::Text;
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// The client's own log: how far back it is told, and within what time a question about an entry is answered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Insight {
    /// Months back from today that a client sees by themself; older ones need a special reason and are asked for.
    pub shown: Clock,
    /// Months from the day of asking to the last day of answering.
    pub answer: Clock,
}

/// A number of months and where it comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Whole months, 1–144.
    pub months: u32,
    pub law: String,
    pub mark: Mark,
    /// How it is told to the client.
    pub about: Text,
}

impl RuleKind for Insight {
    const KIND: &'static str = "insight";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        for (name, clock) in [("shown", &self.shown), ("answer", &self.answer)] {
            if !(1..=144).contains(&clock.months) {
                faults.add(Some(name), "months", "insight_months", "must be from 1 to 144 months");
            }
            if clock.law.trim().is_empty() {
                faults.add(Some(name), "law", "law_missing", "is empty");
            }
            faults.text(name, "about", &clock.about);
        }
    }
}
