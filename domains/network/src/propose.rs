//! Which rules call for somebody, of the facts of one client. Pure.

use chrono::{DateTime, Duration, Utc};
use rules::{NetworkRule, NetworkWhen};

use crate::fact::Fact;
use crate::model::NetworkEvidence;

/// The evidence of a rule that holds; none when one of its conditions does not.
pub(crate) fn holds(rule: &NetworkRule, facts: &[Fact], now: DateTime<Utc>) -> Option<Vec<Found>> {
    rule.when.iter().map(|when| one(when, facts, now)).collect()
}

/// What one condition was met by.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub evidence: NetworkEvidence,
    /// The newest of them: another one is another situation.
    newest: uuid::Uuid,
}

fn one(when: &NetworkWhen, facts: &[Fact], now: DateTime<Utc>) -> Option<Found> {
    let counts = |fact: &&Fact| {
        let lasts = fact.begun_at <= now && fact.over_at.is_none_or(|over| over > now);
        let lately = when.days.is_some_and(|days| {
            let from = now - Duration::days(i64::from(days));
            fact.begun_at <= now && (fact.begun_at >= from || fact.over_at.is_some_and(|over| over >= from))
        });
        fact.fact == when.fact && when.task.is_none_or(|task| fact.task == Some(task)) && (lasts || lately)
    };
    let met: Vec<&Fact> = facts.iter().filter(counts).collect();
    let count = u32::try_from(met.len()).unwrap_or(u32::MAX);
    let newest = met.into_iter().max_by_key(|fact| (fact.begun_at, fact.id)).filter(|_| count >= when.least)?;
    Some(Found { evidence: NetworkEvidence { fact: when.fact, count, newest_at: newest.begun_at }, newest: newest.id })
}

/// By what it is known whether a rule holds for the same reasons as before: the newest fact of each condition. That an old one is forgotten
/// with time is no news; that it happens again is.
pub(crate) fn key(found: &[Found]) -> String {
    found.iter().map(|one| format!("{}:{}", one.evidence.fact, one.newest)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::NetworkFact;
    use uuid::Uuid;

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn fact(fact: NetworkFact, days_ago: i64, goes_on: bool) -> Fact {
        let begun_at = NOW.parse::<DateTime<Utc>>().unwrap() - Duration::days(days_ago);
        Fact { fact, id: Uuid::now_v7(), task: None, begun_at, over_at: (!goes_on).then_some(begun_at) }
    }

    fn found(code: &str, facts: &[Fact]) -> Option<Vec<Found>> {
        let rules = rules::Rules::shipped().unwrap();
        let set = &rules.networks.on("2026-11-23".parse().unwrap()).body;
        holds(set.rule(code).unwrap(), facts, NOW.parse().unwrap())
    }

    #[test]
    fn it_holds_when_all_its_conditions_do_within_their_days() {
        use NetworkFact::*;
        let twice = [fact(EmergencyVisit, 10, false), fact(EmergencyVisit, 80, false)];
        assert_eq!(found("often_in_emergency", &twice).unwrap()[0].evidence.count, 2);
        assert!(found("often_in_emergency", &[fact(EmergencyVisit, 10, false), fact(EmergencyVisit, 95, false)]).is_none());
        let carer = fact(InformalCarer, 900, true);
        assert!(found("carer_and_home_care", &[carer.clone(), fact(HomeCareVisit, 5, false)]).is_some());
        assert!(found("carer_and_home_care", &[carer]).is_none(), "home care does not visit");
        assert!(found("past_limit", &[fact(MeasurePastLimit, 500, true)]).is_some(), "it lasts");
    }

    #[test]
    fn what_is_new_changes_its_key_and_what_is_forgotten_does_not() {
        let (old, middle, new) = (
            fact(NetworkFact::EmergencyVisit, 85, false),
            fact(NetworkFact::EmergencyVisit, 40, false),
            fact(NetworkFact::EmergencyVisit, 10, false),
        );
        let of = |facts: &[Fact]| key(&found("often_in_emergency", facts).unwrap());
        let before = of(&[old.clone(), middle.clone(), new.clone()]);
        assert_eq!(of(&[middle.clone(), new.clone()]), before);
        assert_ne!(of(&[old, middle, new, fact(NetworkFact::EmergencyVisit, 0, false)]), before);
    }
}
