use kernel::{Register, Text, WillKind, WillLevel};
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// What a client can say of their data (tahdonilmaisut), and the words that tell them of it first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expressions {
    /// In the order they are shown.
    pub kinds: Vec<WillWords>,
}

/// One thing a client can say.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WillWords {
    /// Stable code; stored with what was said.
    pub code: String,
    pub kind: WillKind,
    pub level: WillLevel,
    /// Whose data: a permit's and a denial's register. A denial of one document is of the document's own register.
    pub register: Option<Register>,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    pub label: Text,
    /// What it is, in a sentence or two.
    pub told: Text,
    /// What it does or stops, a sentence each.
    pub does: Vec<Text>,
    /// What it does not do or stop, a sentence each.
    pub does_not: Vec<Text>,
    /// Of a denial: the words of the choice that the data may be used in an emergency.
    pub emergency: Option<Text>,
}

impl Expressions {
    pub fn of(&self, code: &str) -> Option<&WillWords> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}

impl RuleKind for Expressions {
    const KIND: &'static str = "will";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("kinds", "code", self.kinds.iter().map(|kind| kind.code.as_str()));
        for (index, kind) in self.kinds.iter().enumerate() {
            faults.enter("kinds", index);
            let code = kind.code.as_str();
            if kind.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            let denial = kind.kind == WillKind::Denial;
            if denial == (kind.level == WillLevel::All) {
                let problem = "does not fit the kind: a denial is of a controller, a service_task or a document, anything else is `all`";
                faults.add(Some(code), "level", "will_level", problem);
            }
            let of_register = kind.kind == WillKind::Permit || (denial && kind.level != WillLevel::Document);
            if of_register != kind.register.is_some() {
                let problem = "is needed for a permit and a denial of a register or a task, and for nothing else";
                faults.add(Some(code), "register", "will_register", problem);
            }
            if denial != kind.emergency.is_some() {
                let problem = "is needed for a denial, and for nothing else: whether an emergency may use the data is asked with each";
                faults.add(Some(code), "emergency", "will_emergency", problem);
            }
            faults.text(code, "label", &kind.label);
            faults.text(code, "told", &kind.told);
            for (field, all) in [("does", &kind.does), ("does_not", &kind.does_not)] {
                if all.is_empty() {
                    faults.add(Some(code), field, "empty", "is empty: it is told before it is given");
                }
                for (index, text) in all.iter().enumerate() {
                    faults.text(code, &format!("{field}[{index}]"), text);
                }
            }
            if let Some(emergency) = &kind.emergency {
                faults.text(code, "emergency", emergency);
            }
        }
        faults.leave();
    }
}
