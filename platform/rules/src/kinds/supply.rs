use kernel::{Text, codes};
use serde::Deserialize;

use crate::kinds::requests::Requests;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// How what was planned and what there is go apart. Each is a statement of the room `supply`: one more is a line here and one there.
    SupplyKind {
        /// It is about to begin, or should have, and nobody has promised to give it.
        NoPlace => "no_place",
        /// It was promised for later than was planned.
        LateStart => "late_start",
        /// The customership it belongs to has ended, and the plan goes on.
        ServiceEnded => "service_ended",
        /// Who gives it has stopped.
        ProviderClosed => "provider_closed",
        /// The team whose plan it is has nobody in it.
        NoStaff => "no_staff",
    }
}

codes! {
    /// Where it is mended.
    SupplyLink { Request => "request", Plan => "plan", Services => "services", Organisation => "organisation" }
}

/// Plan and supply (U9): what counts as a deviation, why, and what could be done of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// A service without a place is told so many days before it is to begin, and one whose giver stops so many days before that.
    pub ahead_days: u32,
    /// Numbers smaller than this are not told over the county.
    pub least: u32,
    pub deviations: Vec<SupplyRule>,
    /// The kinds of request by which a service of a plan is asked for.
    pub services: Vec<SupplyService>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyRule {
    pub kind: SupplyKind,
    pub name: Text,
    pub why: Text,
    pub todo: Vec<SupplyTodo>,
    pub law: String,
    pub mark: Mark,
}

/// Something that could be done.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyTodo {
    pub code: String,
    pub text: Text,
    pub link: SupplyLink,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyService {
    /// Of the plan structure.
    pub code: String,
    pub requests: Vec<String>,
}

impl Supply {
    pub fn rule(&self, kind: SupplyKind) -> Option<&SupplyRule> {
        self.deviations.iter().find(|one| one.kind == kind)
    }

    /// Kinds of request that are not there: place and name of each.
    pub(crate) fn strangers<'s>(&'s self, requests: &Requests) -> Vec<(usize, &'s str)> {
        let named = self.services.iter().enumerate().flat_map(|(place, one)| one.requests.iter().map(move |name| (place, name.as_str())));
        named.filter(|(_, name)| requests.kind(name).is_none()).collect()
    }
}

impl RuleKind for Supply {
    const KIND: &'static str = "supply";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        for (field, number, least, most) in [("ahead_days", self.ahead_days, 0, 90), ("least", self.least, 3, 100)] {
            if !(least..=most).contains(&number) {
                let told = faults.add(None, field, "number_range", format!("must be from {least} to {most}"));
                told.param("least", least.to_string()).param("most", most.to_string());
            }
        }
        faults.unique("deviations", "kind", self.deviations.iter().map(|one| one.kind.code()));
        faults.unique("services", "code", self.services.iter().map(|one| one.code.as_str()));
        for (index, rule) in self.deviations.iter().enumerate() {
            faults.enter("deviations", index);
            let code = rule.kind.code();
            faults.text(code, "name", &rule.name);
            faults.text(code, "why", &rule.why);
            if rule.todo.is_empty() {
                faults.add(Some(code), "todo", "empty", "is empty");
            }
            for todo in &rule.todo {
                faults.text(code, "todo.text", &todo.text);
            }
            if rule.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
        }
        for (index, service) in self.services.iter().enumerate() {
            faults.enter("services", index);
            if service.requests.is_empty() {
                faults.add(Some(&service.code), "requests", "empty", "is empty");
            }
        }
        faults.leave();
    }
}
