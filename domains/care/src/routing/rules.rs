//! Which team a matter goes to and why: the first of the county's ordered rules that holds ([`rules::Routing`]).
//!
//! Pure: the same facts and the same version give the same proposal. A proposal is a proposal: the sender may choose another
//! team and says why.

use kernel::Text;
use rules::{Condition, Facts, LabelledList, Matched, Needs, Routing, RoutingRule, Rules};
use serde::{Deserialize, Serialize};

/// The id that stands for "no rule held".
pub const FALLBACK: &str = "fallback";

/// A proposed team with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Key of the team.
    pub team: String,
    /// Id of the rule that held, or [`FALLBACK`].
    pub rule: String,
    pub rule_version: String,
    /// The rule's own sentence first, then each part of the condition that held, in words.
    pub why: Vec<Why>,
    /// Keys of other teams to think of: those the rule names, those of later rules that hold too, the fallback team. Neither
    /// the proposed team nor a team twice.
    pub alternatives: Vec<String>,
}

/// One reason, in words. Holds no personal data beyond the limits of the rule (an age limit, never the age).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Why {
    /// Id of the rule.
    pub rule: String,
    pub text: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
}

/// Proposes a team by the routing in force on `facts.on`.
pub fn propose(rules: &Rules, facts: &Facts) -> Proposal {
    let set = rules.routing.on(facts.on);
    let needs = &rules.needs.on(facts.on).body;
    let routing = &set.body;
    let mut holding = routing.rules.iter().filter_map(|rule| Some((rule, holds(rule, facts)?)));
    let first = holding.next();
    let later = holding.map(|(rule, _)| rule.team.clone());
    let (team, rule, why, named) = match first {
        Some((rule, matched)) => (rule.team.clone(), rule.id.clone(), reasons(routing, needs, rule, &matched), rule.alternatives.clone()),
        None => {
            let why = Why { rule: FALLBACK.to_owned(), text: routing.fallback_text.clone(), law: None };
            (routing.fallback_team.clone(), FALLBACK.to_owned(), vec![why], Vec::new())
        }
    };
    let mut alternatives: Vec<String> = Vec::new();
    for key in named.into_iter().chain(later).chain([routing.fallback_team.clone()]) {
        if key != team && !alternatives.contains(&key) {
            alternatives.push(key);
        }
    }
    Proposal { team, rule, rule_version: set.version.clone(), why, alternatives }
}

/// The matched parts of the rule's first condition that holds; `None` when the rule does not hold.
fn holds(rule: &RoutingRule, facts: &Facts) -> Option<Vec<Matched>> {
    if rule.unless.iter().any(|condition| condition.holds(facts)) {
        return None;
    }
    rule.when.iter().find(|condition| condition.holds(facts)).map(|condition| condition.matched(facts))
}

fn reasons(routing: &Routing, needs: &Needs, rule: &RoutingRule, matched: &[Matched]) -> Vec<Why> {
    let own = Why { rule: rule.id.clone(), text: rule.text.clone(), law: rule.law.clone() };
    let parts = matched.iter().map(|part| Why { rule: rule.id.clone(), text: words(routing, needs, part), law: None });
    std::iter::once(own).chain(parts).collect()
}

/// The parts of a condition that holds, in the words routing tells them with.
pub fn said(rules: &Rules, facts: &Facts, condition: &Condition) -> Vec<Text> {
    let (routing, needs) = (&rules.routing.on(facts.on).body, &rules.needs.on(facts.on).body);
    condition.matched(facts).iter().map(|part| words(routing, needs, part)).collect()
}

fn words(routing: &Routing, needs: &Needs, part: &Matched) -> Text {
    let words = &routing.words;
    let labelled = |template: &Text, list, code: &str| fill(template, &needs.label(list, code).cloned().unwrap_or_else(|| Text::fi(code)));
    let number = |template: &Text, value: u32| fill(template, &Text::fi(value.to_string()));
    match part {
        Matched::ServiceTask(task) => labelled(&words.service_task, LabelledList::ServiceTasks, task.code()),
        Matched::Situation(situation) => labelled(&words.situation, LabelledList::Situations, situation.code()),
        Matched::Urgency(urgency) => labelled(&words.urgency, LabelledList::Urgencies, urgency.code()),
        Matched::Municipality(code) => {
            let name = routing.municipality(code).map_or_else(|| Text::fi(code), |municipality| municipality.label.clone());
            fill(&words.municipality, &name)
        }
        Matched::AgeAtLeast(limit) => number(&words.age_at_least, *limit),
        Matched::AgeBelow(limit) => number(&words.age_below, *limit),
        Matched::SpecialSupport => words.special_support.clone(),
        Matched::HighestCareAllowance => words.highest_care_allowance.clone(),
    }
}

/// Puts a value into a template, language by language.
fn fill(template: &Text, value: &Text) -> Text {
    use kernel::Lang::{En, Fi, Sv};
    let one = |language| template.get(language).replace("{value}", value.get(language));
    Text { fi: one(Fi), sv: Some(one(Sv)), en: Some(one(En)) }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
