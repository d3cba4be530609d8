use kernel::Text;
use serde::Deserialize;

use crate::codes::{ROLES, Section, TimelineLane};
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
        faults.unique("role", self.lenses.iter().map(|lens| lens.role.as_str()));
        if self.own(&self.fallback_role).is_none() {
            faults.add(None, "fallback_role", format!("the role `{}` has no lens", self.fallback_role));
        }
        for lens in &self.lenses {
            if !ROLES.contains(&lens.role.as_str()) {
                faults.add(Some(&lens.role), "role", "is not a role the program knows");
            }
            faults.text(&lens.role, "why", &lens.why);
            if let Some(problem) = not_each_once(Section::ALL, &lens.sections) {
                faults.add(Some(&lens.role), "sections", problem);
            }
            if let Some(problem) = not_each_once(TimelineLane::ALL, &lens.timeline) {
                faults.add(Some(&lens.role), "timeline", problem);
            }
        }
    }
}

fn not_each_once<T: PartialEq + std::fmt::Display>(all: &[T], given: &[T]) -> Option<String> {
    all.iter().find_map(|one| match given.iter().filter(|other| *other == one).count() {
        0 => Some(format!("`{one}` is missing")),
        1 => None,
        _ => Some(format!("`{one}` is there twice")),
    })
}
