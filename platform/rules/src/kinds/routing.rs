use kernel::Text;
use serde::Deserialize;

use crate::condition::{self, Condition, Facts};
use crate::error::Faults;
use crate::reach;
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

impl Routing {
    /// The first rule that holds, and the team; no rule for the fallback team. The same choice as a proposal's, without words.
    pub fn choose(&self, facts: &Facts) -> (Option<&RoutingRule>, &str) {
        match self.rules.iter().find(|rule| rule.holds(facts)) {
            Some(rule) => (Some(rule), rule.team.as_str()),
            None => (None, self.fallback_team.as_str()),
        }
    }
}

impl RoutingRule {
    /// Holds when one condition does and no exception.
    pub fn holds(&self, facts: &Facts) -> bool {
        self.when.iter().any(|condition| condition.holds(facts)) && !self.unless.iter().any(|condition| condition.holds(facts))
    }
}

impl RuleKind for Routing {
    const KIND: &'static str = "routing";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("teams", "key", self.teams.iter().map(|team| team.key.as_str()));
        faults.unique("municipalities", "code", self.municipalities.iter().map(|municipality| municipality.code.as_str()));
        faults.unique("rules", "id", self.rules.iter().map(|rule| rule.id.as_str()));
        self.check_team(faults, None, "fallback_team", &self.fallback_team);
        faults.text("fallback", "fallback_text", &self.fallback_text);
        self.words.check(faults);
        for (index, team) in self.teams.iter().enumerate() {
            faults.enter("teams", index);
            faults.text(&team.key, "label", &team.label);
        }
        for (index, municipality) in self.municipalities.iter().enumerate() {
            faults.enter("municipalities", index);
            faults.text(&municipality.code, "label", &municipality.label);
            if municipality.code.len() != 3 || !municipality.code.bytes().all(|byte| byte.is_ascii_digit()) {
                faults.add(Some(&municipality.code), "code", "municipality_form", "a municipality code is three digits");
            }
        }
        for (index, rule) in self.rules.iter().enumerate() {
            faults.enter("rules", index);
            self.check_rule(faults, rule);
        }
        if faults.found.is_empty() {
            for index in reach::unreachable(self) {
                let Some(rule) = self.rules.get(index) else { continue };
                faults.enter("rules", index);
                let problem = "no matter can ever reach the rule: the rules before it take all that it asks for";
                faults.add(Some(&rule.id), "when", "unreachable", problem);
            }
        }
        faults.leave();
    }
}

impl Routing {
    fn check_team(&self, faults: &mut Faults<'_>, rule: Option<&str>, field: &str, team: &str) {
        if self.team(team).is_none() {
            let known: Vec<&str> = self.teams.iter().map(|team| team.key.as_str()).collect();
            let problem = format!("names the team `{team}`, which is not among the teams");
            faults.add(rule, field, "team_unknown", problem).param("team", team).param("expected", known.join(", "));
        }
    }

    fn check_rule(&self, faults: &mut Faults<'_>, rule: &RoutingRule) {
        let id = rule.id.as_str();
        faults.text(id, "text", &rule.text);
        self.check_team(faults, Some(id), "team", &rule.team);
        for (index, team) in rule.alternatives.iter().enumerate() {
            self.check_team(faults, Some(id), &format!("alternatives[{index}]"), team);
        }
        if rule.law.as_ref().is_some_and(|law| law.trim().is_empty()) {
            faults.add(Some(id), "law", "law_missing", "is empty: name the law or leave the line out");
        }
        if rule.when.is_empty() || rule.when.contains(&Condition::default()) {
            faults.add(Some(id), "when", "always_holds", "always holds and hides the rules after it: use fallback_team for that");
        }
        condition::check(faults, id, &rule.when, &rule.unless);
        for (list, conditions) in [("when", &rule.when), ("unless", &rule.unless)] {
            for (index, condition) in conditions.iter().enumerate() {
                for code in condition.municipalities.iter().filter(|code| self.municipality(code).is_none()) {
                    let problem = format!("names `{code}`, which is not among the municipalities");
                    let field = format!("{list}[{index}].municipalities");
                    faults.add(Some(id), &field, "municipality_not_listed", problem).param("code", code);
                }
                if !condition.outcomes.is_empty() {
                    let problem = "a matter is routed before it has an outcome: it can never hold";
                    faults.add(Some(id), &format!("{list}[{index}].outcomes"), "outcome_too_early", problem);
                }
            }
        }
    }
}

impl Words {
    fn check(&self, faults: &mut Faults<'_>) {
        for (field, text, has_value) in [
            ("service_task", &self.service_task, true),
            ("situation", &self.situation, true),
            ("urgency", &self.urgency, true),
            ("municipality", &self.municipality, true),
            ("age_at_least", &self.age_at_least, true),
            ("age_below", &self.age_below, true),
            ("special_support", &self.special_support, false),
            ("highest_care_allowance", &self.highest_care_allowance, false),
        ] {
            let path = format!("words.{field}");
            faults.text("words", &path, text);
            let all = [Some(&text.fi), text.sv.as_ref(), text.en.as_ref()];
            if all.into_iter().flatten().any(|text| text.contains("{value}") != has_value) {
                let (code, problem) =
                    if has_value { ("value_missing", "lacks {value}") } else { ("value_extra", "has {value} but there is none") };
                faults.add(Some("words"), &path, code, problem);
            }
        }
    }
}
