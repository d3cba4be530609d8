//! What other periods would find beyond its time; nothing is removed by a preview, or without a report that a person approves.

use retention::Weight;
use rulekeeping::Prepared;
use rules::{Kept, RetentionRule};
use trust::Surveyed;

use super::view::{RetentionCount, RetentionEffect, RetentionUse};
use crate::Error;

pub async fn effect(surveyed: &Surveyed, change: &Prepared) -> Result<RetentionEffect, Error> {
    let day = change.valid_from;
    let (before, after) = (&change.before.retention.on(day).body, &change.after.retention.on(day).body);
    let mut rules = Vec::new();
    for rule in &after.rules {
        let was = before.rules.iter().find(|other| other.id == rule.id);
        let now = count(retention::weigh(surveyed.reader(), after, rule, day, surveyed.at()).await?);
        rules.push(match was {
            // Another rule that names a task of its own changes what is left to this one.
            Some(was) if was == rule && before.tasks(was) == after.tasks(rule) => told(rule, "same", Some(now), Some(now)),
            Some(was) => {
                let then = count(retention::weigh(surveyed.reader(), before, was, day, surveyed.at()).await?);
                told(rule, "changed", Some(then), Some(now))
            }
            None => told(rule, "new", None, Some(now)),
        });
    }
    for rule in before.rules.iter().filter(|rule| !after.rules.iter().any(|other| other.id == rule.id)) {
        let then = count(retention::weigh(surveyed.reader(), before, rule, day, surveyed.at()).await?);
        rules.push(told(rule, "gone", Some(then), None));
    }
    Ok(RetentionEffect { rules })
}

const fn count(Weight { due, held, more }: Weight) -> RetentionCount {
    RetentionCount { removed: due, held, at_least: more }
}

fn told(rule: &RetentionRule, change: &'static str, before: Option<RetentionCount>, after: Option<RetentionCount>) -> RetentionUse {
    let unit = match rule.what {
        Kept::AccessLog => "lines",
        Kept::WatchReviews | Kept::LogInquiries | Kept::RightsRequests | Kept::EndedWills => "cases",
        Kept::Records | Kept::Identity => "persons",
    };
    RetentionUse { rule: rule.id.clone(), label: rule.label.clone(), unit, change, before, after }
}
