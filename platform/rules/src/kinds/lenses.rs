use kernel::Text;
use serde::Deserialize;

use crate::codes::{ROLES, Section, TimelineLane};
use crate::error::Faults;
use crate::set::{Checks, RuleKind};

/// What each role sees first of a client's situation. A lens orders; it never shows or hides: that is for the policies.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lenses {
    /// The role whose lens is used for a role that has none.
    pub fallback_role: String,
    pub lenses: Vec<Lens>,
}

/// The order for one role.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lens {
    /// The role's code.
    pub role: String,
    /// Why this order, for whoever edits it.
    pub why: Text,
    /// Every section once, first first.
    pub sections: Vec<Section>,
    /// Every lane of the timeline once, from the top.
    pub timeline: Vec<TimelineLane>,
}

impl Lenses {
    /// The lens of a role; the fallback role's when it has none of its own. `None` cannot happen in a checked set.
    pub fn of(&self, role: &str) -> Option<&Lens> {
        self.own(role).or_else(|| self.own(&self.fallback_role))
    }

    fn own(&self, role: &str) -> Option<&Lens> {
        self.lenses.iter().find(|lens| lens.role == role)
    }
}

impl RuleKind for Lenses {
    const KIND: &'static str = "lenses";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("lenses", "role", self.lenses.iter().map(|lens| lens.role.as_str()));
        if self.own(&self.fallback_role).is_none() {
            let problem = format!("the role `{}` has no lens", self.fallback_role);
            faults.add(None, "fallback_role", "fallback_without_lens", problem).param("role", &self.fallback_role);
        }
        for (index, lens) in self.lenses.iter().enumerate() {
            faults.enter("lenses", index);
            if !ROLES.contains(&lens.role.as_str()) {
                let told = faults.add(Some(&lens.role), "role", "role_unknown", "is not a role the program knows");
                told.param("found", &lens.role).param("expected", ROLES.join(", "));
            }
            faults.text(&lens.role, "why", &lens.why);
            each_once(faults, &lens.role, "sections", Section::ALL, &lens.sections);
            each_once(faults, &lens.role, "timeline", TimelineLane::ALL, &lens.timeline);
        }
        faults.leave();
    }
}

fn each_once<T: PartialEq + std::fmt::Display>(faults: &mut Faults<'_>, role: &str, field: &str, all: &[T], given: &[T]) {
    for one in all {
        let (code, problem) = match given.iter().filter(|other| *other == one).count() {
            0 => ("section_missing", format!("`{one}` is missing")),
            1 => continue,
            _ => ("section_twice", format!("`{one}` is there twice")),
        };
        faults.add(Some(role), field, code, problem).param("found", one.to_string());
    }
}
