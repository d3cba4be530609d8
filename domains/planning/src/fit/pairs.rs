//! Two parts that are the same, or do not go together.

use std::collections::BTreeSet;

use rules::{FitAlike, FitRule};

use super::text::{means, same, stems};
use crate::part::{Part, PlanPartKind};

/// Goals of two plans that say the same, or are known to be reached by the same; each with the first that it is like.
pub(super) fn same_goals<'a>(alike: &FitAlike, parts: &'a [Part]) -> Vec<Vec<&'a Part>> {
    let goals: Vec<_> = parts
        .iter()
        .filter(|part| part.kind == PlanPartKind::Goal)
        .map(|part| {
            (part, stems(alike, part.words.as_deref().unwrap_or_default()), stems(alike, part.measure.as_deref().unwrap_or_default()))
        })
        .collect();
    let mut found = Vec::new();
    for (place, (goal, words, measure)) in goals.iter().enumerate() {
        let before = goals.iter().take(place).find(|(other, other_words, other_measure)| {
            other.plan_id != goal.plan_id && (same(alike, words, other_words) || same_measure(alike, measure, other_measure))
        });
        found.extend(before.map(|(other, ..)| vec![*other, *goal]));
    }
    found
}

/// So few words ("by the client's own estimate") say of many goals how they are known to be reached, and make them no one goal.
const FEW: usize = 3;

fn same_measure(alike: &FitAlike, one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    one.intersection(other).count() >= FEW && same(alike, one, other)
}

/// The same service in two plans; what no code names is not known to be the same.
pub(super) fn same_services(parts: &[Part]) -> Vec<Vec<&Part>> {
    let services: Vec<&Part> = parts.iter().filter(|part| part.kind == PlanPartKind::Service).collect();
    let mut found = Vec::new();
    for (place, service) in services.iter().enumerate() {
        let Some(code) = service.code.as_deref().filter(|code| *code != "other") else { continue };
        let before = services.iter().take(place).find(|other| other.plan_id != service.plan_id && other.code.as_deref() == Some(code));
        found.extend(before.map(|other| vec![*other, *service]));
    }
    found
}

/// A part that one group of the rule means, with one that the other means. A medicine stands last: what is done can be moved.
pub(super) fn contrary<'a>(rule: &FitRule, parts: &'a [Part]) -> Vec<Vec<&'a Part>> {
    let ones: Vec<&Part> = parts.iter().filter(|part| means(&rule.one, part)).collect();
    let others: Vec<&Part> = parts.iter().filter(|part| means(&rule.other, part)).collect();
    let mut found = Vec::new();
    for one in &ones {
        for other in others.iter().filter(|other| other.id != one.id) {
            let mut pair = vec![*one, *other];
            pair.sort_by_key(|part| part.kind == PlanPartKind::Medicine);
            found.push(pair);
        }
    }
    found
}
