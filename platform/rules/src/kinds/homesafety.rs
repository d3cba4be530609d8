use kernel::{Text, codes};
use serde::{Deserialize, Serialize};

use super::watch::Severity;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What a risk can come to, as the Rescue Act speaks of it.
    SafetyHazard { Fire => "fire", Accident => "accident" }
}

codes! {
    /// What a notification to the rescue authority tells. One that the rules do not name is not told.
    RescueField {
        Place => "place", Building => "building", Found => "found", Ability => "ability", Evacuation => "evacuation", Done => "done",
        Client => "client", Notifier => "notifier",
    }
}

/// What is gone through at home with the client, and what is told of it to the rescue authority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeSafety {
    pub notice: RescueRules,
    /// In the order they are gone through.
    pub groups: Vec<SafetyGroup>,
    pub items: Vec<SafetyItem>,
}

/// The notification by the Rescue Act 379/2011 42 §.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescueRules {
    /// The ground as the access log has it.
    pub ground: String,
    pub label: Text,
    pub law: String,
    pub mark: Mark,
    /// Who must notify, and of what.
    pub who: Text,
    /// What is never told this way: what is burning now.
    pub emergency: Text,
    /// Of one whose address is protected.
    pub protected: Text,
    pub told: Vec<RescueField>,
    /// What is not told, in words.
    pub untold: Vec<Text>,
    pub buildings: Vec<SafetyChoice>,
    /// How the one who lives there acts and moves.
    pub abilities: Vec<SafetyChoice>,
    /// Whether they get out by themself.
    pub evacuations: Vec<SafetyChoice>,
    /// Whether the client sees on their own page that it was made.
    pub shown_to_client: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyChoice {
    pub code: String,
    pub label: Text,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyGroup {
    pub code: String,
    pub label: Text,
}

/// One thing that is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyItem {
    pub code: String,
    pub group: String,
    /// Asked so that yes is in order.
    pub question: Text,
    /// The risk in plain words, as lists and the client's own page tell it.
    pub risk: Text,
    /// minor | notable | serious
    pub severity: Severity,
    /// Days in which it should be mended; proposed, and decided by people.
    pub days: u32,
    /// Of what a notification to the rescue authority speaks, when the risk is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazard: Option<SafetyHazard>,
    pub source: String,
    pub mark: Mark,
}

impl HomeSafety {
    pub fn item(&self, code: &str) -> Option<&SafetyItem> {
        self.items.iter().find(|item| item.code == code)
    }
}

impl RescueRules {
    pub fn tells(&self, field: RescueField) -> bool {
        self.told.contains(&field)
    }
}

/// The label of a choice by its code.
pub fn chosen<'c>(choices: &'c [SafetyChoice], code: &str) -> Option<&'c Text> {
    choices.iter().find(|choice| choice.code == code).map(|choice| &choice.label)
}

impl RuleKind for HomeSafety {
    const KIND: &'static str = "homesafety";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        let notice = &self.notice;
        faults.text("notice", "label", &notice.label);
        faults.text("notice", "who", &notice.who);
        faults.text("notice", "emergency", &notice.emergency);
        faults.text("notice", "protected", &notice.protected);
        for untold in &notice.untold {
            faults.text("notice", "untold", untold);
        }
        if notice.law.trim().is_empty() {
            faults.add(Some("notice"), "law", "law_missing", "is empty");
        }
        if notice.ground.trim().is_empty() {
            faults.add(Some("notice"), "ground", "empty", "is empty");
        }
        // Without the place and what was found it would tell nothing.
        if !notice.tells(RescueField::Place) || !notice.tells(RescueField::Found) {
            faults.add(Some("notice"), "told", "safety_told", "must have place and found");
        }
        for (list, choices) in [("buildings", &notice.buildings), ("abilities", &notice.abilities), ("evacuations", &notice.evacuations)] {
            faults.unique(list, "code", choices.iter().map(|one| one.code.as_str()));
            if choices.is_empty() {
                faults.add(Some("notice"), list, "empty", "is empty");
            }
            for choice in choices {
                faults.text(&choice.code, "label", &choice.label);
            }
        }
        faults.unique("groups", "code", self.groups.iter().map(|group| group.code.as_str()));
        for (index, group) in self.groups.iter().enumerate() {
            faults.enter("groups", index);
            faults.text(&group.code, "label", &group.label);
        }
        faults.unique("items", "code", self.items.iter().map(|item| item.code.as_str()));
        if self.items.is_empty() {
            faults.add(None, "items", "empty", "is empty");
        }
        for (index, item) in self.items.iter().enumerate() {
            faults.enter("items", index);
            let id = Some(item.code.as_str());
            faults.text(&item.code, "question", &item.question);
            faults.text(&item.code, "risk", &item.risk);
            if !self.groups.iter().any(|group| group.code == item.group) {
                let problem = format!("`{}` is none of the groups", item.group);
                faults.add(id, "group", "safety_group", problem).param("found", &item.group);
            }
            if !(1..=365).contains(&item.days) {
                let told = faults.add(id, "days", "number_range", "must be from 1 to 365");
                told.param("least", "1").param("most", "365");
            }
            if item.source.trim().is_empty() {
                faults.add(id, "source", "law_missing", "is empty");
            }
        }
        faults.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::{RuleFile, RuleSet};

    const SHIPPED: &str = include_str!("../../../../rules/homesafety.toml");

    fn read(text: &str) -> Result<RuleSet<HomeSafety>, crate::error::RuleErrors> {
        RuleSet::parse(RuleFile { name: "homesafety.toml", text })
    }

    #[test]
    fn the_shipped_checklist_speaks_of_fire_falls_and_more() {
        let set = read(SHIPPED).unwrap().body;
        for group in ["fire", "heating", "falls", "access", "medicines", "hoarding", "outdoors", "coping"] {
            assert!(set.items.iter().any(|item| item.group == group), "{group}");
        }
        let alarm = set.item("smoke_alarm").unwrap();
        assert_eq!((alarm.severity, alarm.hazard), (Severity::Serious, Some(SafetyHazard::Fire)));
        assert!(!set.item("rugs").unwrap().code.is_empty() && set.item("no_such").is_none());
        assert!(RescueField::ALL.iter().all(|field| set.notice.tells(*field)), "facts: the contents of a notification");
    }

    #[test]
    fn a_checklist_that_cannot_work_is_refused() {
        let codes = |text: &str| read(text).unwrap_err().0.into_iter().map(|fault| fault.code).collect::<Vec<_>>();
        assert_eq!(codes(&SHIPPED.replacen("group = \"fire\"", "group = \"flood\"", 1)), ["safety_group"]);
        assert_eq!(codes(&SHIPPED.replacen("told = [\"place\", ", "told = [", 1)), ["safety_told"]);
        assert_eq!(codes(&SHIPPED.replacen("days = 7", "days = 0", 1)), ["number_range"]);
        assert_eq!(codes(&SHIPPED.replacen("code = \"stove\"", "code = \"smoke_alarm\"", 1)), ["twice"]);
    }
}
