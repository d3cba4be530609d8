use chrono::NaiveDate;
use kernel::{Text, codes};
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What is looked for in the client's whole plan. Each is a pure function of the room `planning`: one more is a line here and one there.
    FitCheck {
        SameGoal => "same_goal", SameService => "same_service", Contrary => "contrary", MedicineActivity => "medicine_activity",
        CollidingTimes => "colliding_times", NoProvider => "no_provider", NoOwner => "no_owner", NoMeasure => "no_measure",
        ReliedEnds => "relied_ends",
    }
}

codes! {
    /// How much a finding matters: it may harm, it is to be talked through, it is to be mended when the plan is next looked at.
    FitSeverity { Harm => "harm", Talk => "talk", Mend => "mend" }
}

/// The client's whole plan (U4, A26): what in the plans of several services does not fit together, and what relies on what.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    pub alike: FitAlike,
    pub rules: Vec<FitRule>,
    pub reliances: Vec<FitReliance>,
}

/// When two goals say the same.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitAlike {
    /// Letters of a word that are compared: what comes after is inflection.
    pub stem: u32,
    /// Per cent of the words that both have.
    pub least: u32,
    /// Words that say nothing of the goal.
    pub ignore: Vec<String>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitRule {
    pub code: String,
    pub check: FitCheck,
    pub severity: FitSeverity,
    pub name: Text,
    /// Why it is a finding.
    pub why: Text,
    /// What can be done of it.
    pub todo: Text,
    /// The same for the client in plain words; none: the client is not told.
    #[serde(default)]
    pub own: Option<Text>,
    /// What does not go with `other`: for contrary measures, and the medicines of an activity.
    #[serde(default)]
    pub one: FitGroup,
    #[serde(default)]
    pub other: FitGroup,
    /// Minutes between two times that are needed to get from one to the other.
    #[serde(default)]
    pub minutes: u32,
    /// Days for which it may be so.
    #[serde(default)]
    pub days: u32,
    /// It is looked for from this day on, and until the other.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    pub law: String,
    pub mark: Mark,
}

/// Something that cannot be done without something else.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitReliance {
    pub code: String,
    pub one: FitGroup,
    /// What it relies on.
    pub other: FitGroup,
    pub why: Text,
}

/// Parts of a plan, by the codes of their services, the beginnings of their words, or the beginnings of ATC codes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitGroup {
    #[serde(default)]
    pub services: Vec<String>,
    /// In lower case; a part is meant when a word of it begins so.
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub medicines: Vec<String>,
}

impl FitGroup {
    fn is_empty(&self) -> bool {
        self.services.is_empty() && self.words.is_empty() && self.medicines.is_empty()
    }
}

impl FitRule {
    /// Whether it is looked for on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day < until)
    }
}

impl Fit {
    pub fn rule(&self, code: &str) -> Option<&FitRule> {
        self.rules.iter().find(|one| one.code == code)
    }
}

impl RuleKind for Fit {
    const KIND: &'static str = "fit";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        for (field, number, least, most) in [("alike.stem", self.alike.stem, 3, 20), ("alike.least", self.alike.least, 30, 100)] {
            if !(least..=most).contains(&number) {
                faults
                    .add(None, field, "number_range", format!("must be from {least} to {most}"))
                    .param("least", least.to_string())
                    .param("most", most.to_string());
            }
        }
        faults.unique("rules", "code", self.rules.iter().map(|one| one.code.as_str()));
        faults.unique("reliances", "code", self.reliances.iter().map(|one| one.code.as_str()));
        for (index, rule) in self.rules.iter().enumerate() {
            faults.enter("rules", index);
            let code = rule.code.as_str();
            for (field, text) in [("name", &rule.name), ("why", &rule.why), ("todo", &rule.todo)] {
                faults.text(code, field, text);
            }
            if let Some(own) = &rule.own {
                faults.text(code, "own", own);
            }
            if rule.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            let paired = matches!(rule.check, FitCheck::Contrary | FitCheck::MedicineActivity);
            for (field, group) in [("one", &rule.one), ("other", &rule.other)] {
                if paired == group.is_empty() {
                    let problem = if paired { "is empty" } else { "is not used by this check" };
                    faults.add(Some(code), field, if paired { "empty" } else { "fit_unused" }, problem);
                }
            }
            if rule.check == FitCheck::MedicineActivity && rule.one.medicines.is_empty() {
                faults.add(Some(code), "one.medicines", "empty", "is empty");
            }
            for (field, number, most) in [("minutes", rule.minutes, 240), ("days", rule.days, 365)] {
                if number > most {
                    faults
                        .add(Some(code), field, "number_range", format!("must be from 0 to {most}"))
                        .param("least", "0")
                        .param("most", most.to_string());
                }
            }
            if rule.from.zip(rule.until).is_some_and(|(from, until)| until <= from) {
                faults.add(Some(code), "until", "number_range", "must be after `from`").param("least", "from").param("most", "");
            }
        }
        for (index, reliance) in self.reliances.iter().enumerate() {
            faults.enter("reliances", index);
            let code = reliance.code.as_str();
            faults.text(code, "why", &reliance.why);
            for (field, group) in [("one", &reliance.one), ("other", &reliance.other)] {
                if group.is_empty() {
                    faults.add(Some(code), field, "empty", "is empty");
                }
            }
        }
        faults.leave();
    }
}
