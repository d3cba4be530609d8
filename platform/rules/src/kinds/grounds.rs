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
    /// The clock of looking at a use afterwards; without one there is no time limit.
    #[serde(default)]
    pub review: Option<Review>,
}

/// Within what time a use that another looks at is looked at.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Working days after the day of opening.
    pub workdays: u32,
    /// Law, guidance or the organiser's own decision.
    pub source: String,
    pub mark: Mark,
}

/// Why an emergency ground was used: chosen from a list, besides own words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningReason {
    pub code: String,
    pub label: Text,
}

/// Whether a ground reaches what the client has denied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PastDenials {
    /// The law gives the access: a denial does not stop it.
    Passes,
    /// It rests on working together with the client, so the client's denial stops it.
    #[default]
    Stops,
    /// In an emergency, of what the client has let be used in one.
    IfAllowed,
}

impl PastDenials {
    /// The code as the database has it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Stops => "stops",
            Self::IfAllowed => "if_allowed",
        }
    }
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
    /// A warning is confirmed first and the reason is chosen and told; it lets looking reach what else is needed to find the person.
    #[serde(default)]
    pub emergency: bool,
    /// May be used by one who has no care relation to the client at all. Every such use is looked at afterwards.
    #[serde(default)]
    pub without_relation: bool,
    /// Whether it reaches what the client has denied; it does not unless it says so.
    #[serde(default)]
    pub past_denials: PastDenials,
    /// Reasons one of which must be chosen.
    #[serde(default)]
    pub reasons: Vec<OpeningReason>,
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
            if ground.emergency && !(ground.reviewed && ground.needs_reason && !ground.reasons.is_empty()) {
                let problem = "is an emergency ground: it needs reviewed, needs_reason and a list of reasons";
                faults.add(Some(code), "emergency", "ground_emergency", problem);
            }
            if ground.without_relation && !(ground.reviewed && ground.needs_reason) {
                let problem = "opens a client to one who has no relation to them: it needs reviewed and needs_reason";
                faults.add(Some(code), "without_relation", "ground_without_relation", problem);
            }
            for (index, reason) in ground.reasons.iter().enumerate() {
                let field = format!("reasons[{index}]");
                if reason.code.trim().is_empty() {
                    faults.add(Some(code), &field, "empty", "has an empty code");
                } else if ground.reasons.iter().take(index).any(|earlier| earlier.code == reason.code) {
                    faults.add(Some(code), &field, "twice", format!("`{}` is there twice", reason.code));
                }
                faults.text(code, &format!("{field}.label"), &reason.label);
            }
        }
        faults.leave();
        if let Some(review) = &self.review
            && !(1..=60).contains(&review.workdays)
        {
            faults.add(None, "review.workdays", "ground_review", "must be from 1 to 60 working days");
        }
    }
}
