use kernel::{Register, Text};
use serde::Deserialize;

use crate::codes::ROLES;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// The legal grounds by which a register other than one's own is opened without the client's recorded permit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    pub grounds: Vec<Ground>,
}

/// One named ground.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Stable code; stored with every opening.
    pub code: String,
    pub label: Text,
    /// When it may be used, as shown before the choice.
    pub about: Text,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    /// The registers it opens.
    pub registers: Vec<Register>,
    /// Codes of the roles that may use it.
    pub roles: Vec<String>,
    /// Whether a reason in own words is asked besides the choice of the ground.
    pub needs_reason: bool,
    /// Whether each use is looked at afterwards by another.
    pub reviewed: bool,
    /// How long the register stays open, in minutes.
    pub minutes: u32,
}

impl Grounds {
    /// The ground, when the role may open the register by it.
    pub fn usable(&self, code: &str, role: &str, register: Register) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.code == code && ground.opens(role, register))
    }

    /// The grounds a role has for a register, in the order of the file.
    pub fn of(&self, role: &str, register: Register) -> impl Iterator<Item = &Ground> {
        self.grounds.iter().filter(move |ground| ground.opens(role, register))
    }
}

impl Ground {
    fn opens(&self, role: &str, register: Register) -> bool {
        self.registers.contains(&register) && self.roles.iter().any(|named| named == role)
    }
}

impl RuleKind for Grounds {
    const KIND: &'static str = "grounds";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("grounds", "code", self.grounds.iter().map(|ground| ground.code.as_str()));
        for (index, ground) in self.grounds.iter().enumerate() {
            faults.enter("grounds", index);
            let code = ground.code.as_str();
            faults.text(code, "label", &ground.label);
            faults.text(code, "about", &ground.about);
            if ground.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty: a ground names its law");
            }
            if ground.registers.is_empty() {
                faults.add(Some(code), "registers", "ground_opens_nothing", "is empty: the ground would open nothing");
            }
            if ground.roles.is_empty() {
                faults.add(Some(code), "roles", "ground_for_nobody", "is empty: nobody could use the ground");
            }
            for role in ground.roles.iter().filter(|role| !ROLES.contains(&role.as_str())) {
                let told =
                    faults.add(Some(code), "roles", "role_unknown", format!("names `{role}`, which is not a role the program knows"));
                told.param("found", role).param("expected", ROLES.join(", "));
            }
            if !(1..=480).contains(&ground.minutes) {
                let problem = "must be from 1 to 480: a register opens for a piece of work, not for good";
                faults.add(Some(code), "minutes", "ground_minutes", problem);
            }
        }
        faults.leave();
    }
}
