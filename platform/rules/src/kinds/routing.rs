use kernel::Text;
use serde::Deserialize;

use crate::condition::Condition;
use crate::set::{Checks, RuleKind};

/// Which team a matter goes to: ordered rules, the first that holds wins.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// The team when no rule holds; also offered as an alternative to every other.
    pub fallback_team: String,
    pub fallback_text: Text,
    pub words: Words,
    pub teams: Vec<TeamDefinition>,
    pub municipalities: Vec<Municipality>,
    pub rules: Vec<RoutingRule>,
}

/// A team that rules can name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamDefinition {
    /// Stable key; the county's own team row carries the same.
    pub key: String,
    pub label: Text,
}

/// A municipality of the county, by its three-digit code (1.2.246.537.6.21).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    pub code: String,
    pub label: Text,
}

/// One step of the routing.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    pub id: String,
    /// Key of the proposed team.
    pub team: String,
    /// Why, in a sentence.
    pub text: Text,
    /// The law behind it, where there is one.
    #[serde(default)]
    pub law: Option<String>,
    /// Other teams a sender may think of, besides those of later rules that hold too.
    #[serde(default)]
    pub alternatives: Vec<String>,
    /// Holds when one of these holds.
    pub when: Vec<Condition>,
    /// Does not hold when one of these holds.
    #[serde(default)]
    pub unless: Vec<Condition>,
}

/// How a part of a condition that held is put into words; `{value}` is replaced.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub service_task: Text,
    pub situation: Text,
    pub urgency: Text,
    pub municipality: Text,
    pub age_at_least: Text,
    pub age_below: Text,
    pub special_support: Text,
    pub highest_care_allowance: Text,
}

impl Routing {
    pub fn team(&self, key: &str) -> Option<&TeamDefinition> {
        self.teams.iter().find(|team| team.key == key)
    }

    pub fn municipality(&self, code: &str) -> Option<&Municipality> {
        self.municipalities.iter().find(|municipality| municipality.code == code)
    }
}

impl RuleKind for Routing {
    const KIND: &'static str = "routing";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("key", self.teams.iter().map(|team| team.key.as_str()));
        faults.unique("code", self.municipalities.iter().map(|municipality| municipality.code.as_str()));
        faults.unique("id", self.rules.iter().map(|rule| rule.id.as_str()));
        if self.team(&self.fallback_team).is_none() {
            faults.add(None, "fallback_team", format!("names the team `{}`, which is not among the teams", self.fallback_team));
        }
        faults.text("fallback", "fallback_text", &self.fallback_text);
        let words = &self.words;
        for (field, text, has_value) in [
            ("service_task", &words.service_task, true),
            ("situation", &words.situation, true),
            ("urgency", &words.urgency, true),
            ("municipality", &words.municipality, true),
            ("age_at_least", &words.age_at_least, true),
            ("age_below", &words.age_below, true),
            ("special_support", &words.special_support, false),
            ("highest_care_allowance", &words.highest_care_allowance, false),
        ] {
            faults.text("words", field, text);
            let all = [Some(&text.fi), text.sv.as_ref(), text.en.as_ref()];
            if all.into_iter().flatten().any(|text| text.contains("{value}") != has_value) {
                faults.add(Some("words"), field, if has_value { "lacks {value}" } else { "has {value} but there is none" });
            }
        }
        for team in &self.teams {
            faults.text(&team.key, "label", &team.label);
        }
        for municipality in &self.municipalities {
            faults.text(&municipality.code, "label", &municipality.label);
            if municipality.code.len() != 3 || !municipality.code.bytes().all(|byte| byte.is_ascii_digit()) {
                faults.add(Some(&municipality.code), "code", "a municipality code is three digits");
            }
        }
        for rule in &self.rules {
            let id = rule.id.as_str();
            faults.text(id, "text", &rule.text);
            if self.team(&rule.team).is_none() {
                faults.add(Some(id), "team", format!("names the team `{}`, which is not among the teams", rule.team));
            }
            for (index, team) in rule.alternatives.iter().enumerate() {
                if self.team(team).is_none() {
                    faults.add(
                        Some(id),
                        &format!("alternatives[{index}]"),
                        format!("names the team `{team}`, which is not among the teams"),
                    );
                }
            }
            if rule.when.is_empty() || rule.when.contains(&Condition::default()) {
                faults.add(Some(id), "when", "always holds and hides the rules after it: use fallback_team for that");
            }
            for condition in rule.when.iter().chain(&rule.unless) {
                for code in condition.municipalities.iter().filter(|code| self.municipality(code).is_none()) {
                    faults.add(Some(id), "municipalities", format!("names `{code}`, which is not among the municipalities"));
                }
                if !condition.outcomes.is_empty() {
                    faults.add(Some(id), "outcomes", "a matter is routed before it has an outcome: it can never hold");
                }
            }
        }
    }
}
