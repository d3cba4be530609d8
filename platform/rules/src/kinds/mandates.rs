use kernel::{Register, Text};
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// Acting for another: what each ground opens, what nobody does for another, how long a mandate and an invitation hold, and what a minor
/// may keep from guardians.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandates {
    pub groups: Vec<ActingGroup>,
    pub never: Vec<NeverForAnother>,
    /// What a guardian may do who has not the whole of custody.
    pub custody: Vec<CustodyPart>,
    pub register: MandateRegister,
    pub invitation: InvitationRule,
    pub minor: MinorRule,
}

/// Things that are opened together.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActingGroup {
    pub code: String,
    pub label: Text,
    /// Names of actions of the client's own side.
    pub actions: Vec<String>,
    /// custody | mandate | invitation: who may have it opened.
    pub grounds: Vec<String>,
    /// What it shows may tell where the client lives: closed when the address is protected.
    #[serde(default)]
    pub address: bool,
    /// One of two guardians does not do it alone.
    #[serde(default)]
    pub together: bool,
    /// Codes of self-direction's data groups that it shows: who acts by the client's own mandate or invitation does not have it while
    /// the client keeps one of them from close ones.
    #[serde(default)]
    pub shares: Vec<String>,
    pub mark: Mark,
}

/// What nobody does for another.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeverForAnother {
    pub code: String,
    /// Told on the page where one chooses whom to act for.
    pub label: Text,
    #[serde(default)]
    pub actions: Vec<String>,
    /// Codes of expressions of will, when only some of them are meant.
    #[serde(default)]
    pub wills: Vec<String>,
    pub law: String,
    pub mark: Mark,
}

/// What opens to a guardian of whom the register says that they have a part of custody.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyPart {
    /// divided | information
    pub code: String,
    pub label: Text,
    /// Codes of the groups that open; the others do not.
    pub groups: Vec<String>,
    pub law: String,
    pub mark: Mark,
}

/// The national register of mandates.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MandateRegister {
    /// Minutes an answer holds, 5–600.
    pub minutes: u32,
    pub law: String,
    pub mark: Mark,
    /// Which mandate opens which register.
    pub issues: Vec<MandateIssue>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MandateIssue {
    pub uri: String,
    pub register: Register,
    pub label: Text,
    pub mark: Mark,
}

/// How a close person is invited.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationRule {
    /// Months an invitation can hold at most, 1–60.
    pub longest_months: u32,
    /// Invitations a client can have at once, waiting and accepted; 1–50.
    pub at_once: u32,
    pub law: String,
    pub mark: Mark,
    pub about: Text,
}

/// What a minor may keep from guardians.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinorRule {
    /// The code set the codes are of.
    pub code_set: String,
    pub codes: Vec<MinorCode>,
    /// The code of a register of which nothing has been recorded.
    pub unrecorded: Vec<Unrecorded>,
    pub law: String,
    pub mark: Mark,
    /// Told to whoever acts for a minor, always, so that it tells nothing of any one minor.
    pub about: Text,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinorCode {
    pub code: String,
    pub label: Text,
    /// Guardians are given the data.
    pub shown: bool,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unrecorded {
    pub register: Register,
    pub code: String,
}

impl Mandates {
    /// The group an action is in.
    pub fn group_of(&self, action: &str) -> Option<&ActingGroup> {
        self.groups.iter().find(|group| group.actions.iter().any(|name| name == action))
    }

    /// The groups that a ground can open.
    pub fn groups_by<'a>(&'a self, ground: &'a str) -> impl Iterator<Item = &'a ActingGroup> {
        self.groups.iter().filter(move |group| group.grounds.iter().any(|one| one == ground))
    }

    /// Whether a part of custody opens a group; one the rules do not know opens nothing.
    pub fn part_opens(&self, part: &str, group: &str) -> bool {
        self.custody.iter().any(|one| one.code == part && one.groups.iter().any(|open| open == group))
    }

    /// Whether an expression of will of this code is given by the client alone.
    pub fn will_is_own(&self, code: &str) -> bool {
        self.never.iter().any(|never| never.wills.iter().any(|one| one == code))
    }
}

impl MinorRule {
    /// Whether guardians are given data with this code; one the rules do not know hides.
    pub fn shown(&self, code: &str) -> bool {
        self.codes.iter().any(|one| one.code == code && one.shown)
    }
    /// The code of a register of which nothing has been recorded.
    pub fn unrecorded(&self, register: Register) -> Option<&str> {
        self.unrecorded.iter().find(|one| one.register == register).map(|one| one.code.as_str())
    }
}

const GROUNDS: [&str; 3] = ["custody", "mandate", "invitation"];

impl RuleKind for Mandates {
    const KIND: &'static str = "mandates";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("groups", "code", self.groups.iter().map(|group| group.code.as_str()));
        faults.unique("never", "code", self.never.iter().map(|never| never.code.as_str()));
        for (place, group) in self.groups.iter().enumerate() {
            faults.enter("groups", place);
            faults.text(&group.code, "label", &group.label);
            for ground in group.grounds.iter().filter(|ground| !GROUNDS.contains(&ground.as_str())) {
                let problem = format!("names `{ground}`, by which nobody acts");
                faults.add(Some(&group.code), "grounds", "acting_ground", problem).param("found", ground);
            }
            for action in &group.actions {
                // What is in a group and never for another at once would depend on which is read first.
                let twice = self.groups.iter().filter(|other| other.actions.contains(action)).count() > 1;
                if twice || self.never.iter().any(|never| never.actions.contains(action)) {
                    let problem = format!("opens `{action}`, which stands elsewhere too");
                    faults.add(Some(&group.code), "actions", "acting_twice", problem).param("found", action);
                }
            }
            faults.leave();
        }
        for (place, never) in self.never.iter().enumerate() {
            faults.enter("never", place);
            faults.text(&never.code, "label", &never.label);
            faults.leave();
        }
        faults.unique("custody", "code", self.custody.iter().map(|part| part.code.as_str()));
        for (place, part) in self.custody.iter().enumerate() {
            faults.enter("custody", place);
            faults.text(&part.code, "label", &part.label);
            for group in part.groups.iter().filter(|group| !self.groups_by("custody").any(|one| one.code == **group)) {
                let problem = format!("opens `{group}`, which custody does not open");
                faults.add(Some(&part.code), "groups", "acting_group", problem).param("found", group);
            }
            faults.leave();
        }
        if !(5..=600).contains(&self.register.minutes) {
            faults.add(Some("register"), "minutes", "acting_range", "must be from 5 to 600 minutes");
        }
        if !(1..=60).contains(&self.invitation.longest_months) {
            faults.add(Some("invitation"), "longest_months", "acting_range", "must be from 1 to 60 months");
        }
        if !(1..=50).contains(&self.invitation.at_once) {
            faults.add(Some("invitation"), "at_once", "acting_range", "must be from 1 to 50");
        }
        faults.text("invitation", "about", &self.invitation.about);
        faults.text("minor", "about", &self.minor.about);
        for one in &self.minor.unrecorded {
            if !self.minor.codes.iter().any(|known| known.code == one.code) {
                let problem = format!("names the code `{}`, which is not among the codes", one.code);
                faults.add(Some("minor"), "unrecorded", "acting_code", problem).param("found", &one.code);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Rules;

    #[test]
    fn the_shipped_rules_open_little_to_an_invitation_and_nothing_twice() {
        let rules = Rules::shipped().unwrap();
        let set = &rules.mandates.on("2026-11-22".parse().unwrap()).body;
        assert!(set.groups_by("invitation").all(|group| !["will", "documents", "remedies"].contains(&group.code.as_str())));
        assert!(set.group_of("rights.own.copy").is_none() && set.will_is_own("biobank") && !set.will_is_own("permit_patient"));
        assert!(!set.minor.shown("3") && !set.minor.shown("4") && !set.minor.shown("x") && set.minor.shown("1"));
        // Who has the right to information alone reads; whose tasks are divided does not decide alone either.
        for decides in ["start", "write", "hearing", "remedies", "will", "answer_appointments"] {
            assert!(!set.part_opens("information", decides), "{decides}");
        }
        assert!(set.part_opens("information", "documents") && !set.part_opens("divided", "will") && !set.part_opens("x", "matters"));
        assert_eq!(set.minor.unrecorded(kernel::Register::Patient), Some("4"));
    }
}
