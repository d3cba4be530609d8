use kernel::{Text, codes};
use serde::Deserialize;

use super::requests::DeclineRule;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What an answering time is counted in.
    ConsultUnit {
        /// Hours in which the specialists work.
        Hours => "hours",
        /// Whole working days.
        Days => "days",
    }
}

/// E-consultations (S17): by when a question is answered, and why it can be declined.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultationRules {
    /// O'clock in Finland at which a working day of the specialists begins, 0–22.
    pub opens: u32,
    /// O'clock at which it ends, 1–23.
    pub closes: u32,
    pub urgencies: Vec<ConsultUrgency>,
    pub declines: Vec<DeclineRule>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultUrgency {
    pub code: String,
    pub unit: ConsultUnit,
    /// 1–250.
    pub amount: u32,
    pub name: Text,
    /// The legal source, or that it is the organiser's own.
    pub law: String,
    pub mark: Mark,
}

impl ConsultationRules {
    pub fn urgency(&self, code: &str) -> Option<&ConsultUrgency> {
        self.urgencies.iter().find(|one| one.code == code)
    }

    pub fn decline(&self, code: &str) -> Option<&DeclineRule> {
        self.declines.iter().find(|one| one.code == code)
    }
}

impl RuleKind for ConsultationRules {
    const KIND: &'static str = "consultation";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        if self.opens > 22 {
            faults.add(None, "opens", "number_range", "must be from 0 to 22").param("least", "0").param("most", "22");
        }
        if self.closes > 23 || self.closes <= self.opens {
            let least = (self.opens + 1).to_string();
            faults.add(None, "closes", "number_range", format!("must be from {least} to 23")).param("least", least).param("most", "23");
        }
        faults.unique("urgencies", "code", self.urgencies.iter().map(|one| one.code.as_str()));
        faults.unique("declines", "code", self.declines.iter().map(|one| one.code.as_str()));
        if self.urgencies.is_empty() {
            faults.add(None, "urgencies", "empty", "is empty");
        }
        if self.declines.is_empty() {
            faults.add(None, "declines", "empty", "is empty");
        }
        for (index, one) in self.urgencies.iter().enumerate() {
            faults.enter("urgencies", index);
            let code = one.code.as_str();
            faults.text(code, "name", &one.name);
            if !(1..=250).contains(&one.amount) {
                faults.add(Some(code), "amount", "number_range", "must be from 1 to 250").param("least", "1").param("most", "250");
            }
            if one.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
        }
        for (index, decline) in self.declines.iter().enumerate() {
            faults.enter("declines", index);
            faults.text(&decline.code, "label", &decline.label);
        }
        faults.leave();
    }
}
