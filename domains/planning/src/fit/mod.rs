//! What does not fit together in a client's whole plan. Pure: parts and rules in, findings out; each check is a function of its own.

mod missing;
mod pairs;
mod relies;
#[cfg(test)]
mod tests;
mod text;
mod times;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rules::{Fit, FitCheck, FitRule};
use uuid::Uuid;

use crate::part::Part;

pub(crate) use relies::reliances;

/// The most that is told of one rule: more is one thing to be done, not so many.
const MOST: usize = 20;

/// A finding: the rule, and the one or two parts it is about.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    pub rule: &'a FitRule,
    pub parts: Vec<&'a Part>,
}

impl Found<'_> {
    /// By what a finding is known from one reading to the next: its rule and the ids of its parts.
    pub fn key(&self) -> String {
        let mut ids: Vec<Uuid> = self.parts.iter().map(|part| part.id).collect();
        ids.sort_unstable();
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        format!("{}:{}", self.rule.code, ids.join(","))
    }
}

/// What the rules of the day find, the gravest first.
pub(crate) fn check<'a>(fit: &'a Fit, now: DateTime<Utc>, parts: &'a [Part]) -> Vec<Found<'a>> {
    let today = kernel::helsinki_date(now);
    let mut all = Vec::new();
    for rule in fit.rules.iter().filter(|rule| rule.holds_on(today)) {
        let found = match rule.check {
            FitCheck::SameGoal => pairs::same_goals(&fit.alike, parts),
            FitCheck::SameService => pairs::same_services(parts),
            FitCheck::Contrary | FitCheck::MedicineActivity => pairs::contrary(rule, parts),
            FitCheck::CollidingTimes => times::colliding(rule.minutes, parts),
            FitCheck::NoProvider => missing::provider(parts),
            FitCheck::NoOwner => missing::owner(rule.days, today, parts),
            FitCheck::NoMeasure => missing::measure(parts),
            FitCheck::ReliedEnds => relies::ends(fit, rule.days, parts),
        };
        let mut seen = HashSet::new();
        let found = found.into_iter().map(|parts| Found { rule, parts }).filter(|found| seen.insert(found.key()));
        all.extend(found.take(MOST));
    }
    all.sort_by_key(|found| found.rule.severity);
    all
}
