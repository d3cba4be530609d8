use kernel::{ServiceTask, Text, codes};
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What of a client can call for somebody. Each is told by the room that keeps it (`store::FactSource` of the same code).
    NetworkFact {
        EmergencyVisit => "emergency_visit", WardStay => "ward_stay", HomeCareVisit => "home_care_visit",
        MeasurePastLimit => "measure_past_limit", MeasureWorsened => "measure_worsened", OpenMatter => "open_matter",
        Customership => "customership", InformalCarer => "informal_carer",
    }
}

/// The network a client's situation calls for (E4): whom, when and why.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Networks {
    pub rules: Vec<NetworkRule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkRule {
    pub code: String,
    /// 1 first, 3 last.
    pub priority: u32,
    /// Whom it calls for.
    pub name: Text,
    pub reason: Text,
    /// All of these hold.
    pub when: Vec<NetworkWhen>,
    /// Keys of teams, any of which is meant.
    #[serde(default)]
    pub teams: Vec<String>,
    /// A customership in one of these is enough as well.
    #[serde(default)]
    pub tasks: Vec<ServiceTask>,
    /// The kind of request by which they are invited.
    #[serde(default)]
    pub request: Option<String>,
    pub law: String,
    pub mark: Mark,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkWhen {
    pub fact: NetworkFact,
    #[serde(default = "one")]
    pub least: u32,
    /// Days back; what lasts now counts whenever it began. None: now alone.
    #[serde(default)]
    pub days: Option<u32>,
    /// Of this service task alone.
    #[serde(default)]
    pub task: Option<ServiceTask>,
}

fn one() -> u32 {
    1
}

impl Networks {
    pub fn rule(&self, code: &str) -> Option<&NetworkRule> {
        self.rules.iter().find(|one| one.code == code)
    }
}

impl RuleKind for Networks {
    const KIND: &'static str = "networks";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("rules", "code", self.rules.iter().map(|one| one.code.as_str()));
        for (index, rule) in self.rules.iter().enumerate() {
            faults.enter("rules", index);
            let code = rule.code.as_str();
            faults.text(code, "name", &rule.name);
            faults.text(code, "reason", &rule.reason);
            if rule.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            if rule.when.is_empty() {
                faults.add(Some(code), "when", "empty", "is empty");
            }
            if rule.teams.is_empty() && rule.tasks.is_empty() {
                faults.add(Some(code), "teams", "empty", "is empty");
            }
            if !(1..=3).contains(&rule.priority) {
                faults.add(Some(code), "priority", "number_range", "must be from 1 to 3").param("least", "1").param("most", "3");
            }
            for (at, when) in rule.when.iter().enumerate() {
                if !(1..=50).contains(&when.least) || when.days.is_some_and(|days| !(1..=730).contains(&days)) {
                    faults
                        .add(Some(code), &format!("when[{at}]"), "number_range", "must be from 1 to 730 days, and at most 50 times")
                        .param("least", "1")
                        .param("most", "730");
                }
            }
        }
        faults.leave();
    }
}
