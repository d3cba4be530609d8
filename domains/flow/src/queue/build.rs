//! Queues of what was counted; pure.

use std::collections::BTreeMap;

use kernel::ServiceTask;
use rules::{ChainPlace, Chains};
use uuid::Uuid;

use super::model::FlowQueue;
use crate::reach::{FlowTeam, left_out};
use crate::spread::Spread;

/// A week, a month, three months, and longer.
pub(super) const PARTS: [i64; 4] = [0, 8, 31, 91];

pub(super) type Key = (ServiceTask, ChainPlace, Uuid);

/// What was counted of a queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    pub waits: Spread,
    pub came: i64,
    pub went: i64,
}

pub(super) fn queues(
    counted: &BTreeMap<Key, Counted>,
    chains: &Chains,
    teams: &BTreeMap<Uuid, FlowTeam>,
    least: Option<i64>,
) -> Vec<FlowQueue> {
    let mut all: Vec<FlowQueue> = Vec::with_capacity(counted.len());
    // A team's few would be known by what the step has besides: each step of a service is looked at as a whole.
    let mut of: BTreeMap<(ServiceTask, ChainPlace), Vec<(Uuid, &Counted)>> = BTreeMap::new();
    for ((task, step, team), counted) in counted {
        of.entry((*task, *step)).or_default().push((*team, counted));
    }
    for ((task, step), parts) in of {
        let out = left_out(&parts.iter().map(|(_, counted)| counted.waits.n()).collect::<Vec<_>>(), least);
        let target = chains.of(Some(task)).and_then(|chain| chain.step(step)).and_then(|step| step.target_days);
        let told = |n: i64| (least.is_none_or(|least| n == 0 || n >= least)).then_some(n);
        for ((team, counted), few) in parts.into_iter().zip(out) {
            let waits = &counted.waits;
            all.push(FlowQueue {
                service_task: task,
                step,
                team: teams.get(&team).cloned().unwrap_or_else(|| FlowTeam { id: team, name: String::new() }),
                n: (!few).then(|| waits.n()),
                few,
                median_days: waits.median().filter(|_| !few),
                oldest_days: waits.longest().filter(|_| !few),
                target_days: target,
                over_target: target.filter(|_| !few).and_then(|target| told(waits.over(i64::from(target)))),
                // Parts of few would tell of them, so a part is told only with what the rest of the parts tell.
                parts: if few || least.is_some_and(|least| waits.parts(&PARTS).iter().any(|n| *n > 0 && *n < least)) {
                    Vec::new()
                } else {
                    waits.parts(&PARTS)
                },
                came: told(counted.came),
                went: told(counted.went),
            });
        }
    }
    all.sort_by(|a, b| {
        let whole = |queue: &FlowQueue| (queue.n.unwrap_or(0), queue.oldest_days.unwrap_or(0));
        whole(b)
            .cmp(&whole(a))
            .then_with(|| a.team.name.cmp(&b.team.name))
            .then_with(|| (a.service_task, a.step).cmp(&(b.service_task, b.step)))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(waits: &[(i64, i64)], came: i64) -> Counted {
        let mut one = Counted { came, ..Counted::default() };
        for (days, n) in waits {
            one.waits.add(*days, *n);
        }
        one
    }

    fn chains() -> Chains {
        let rules = rules::Rules::shipped().unwrap();
        rules.chains.on("2026-11-23".parse().unwrap()).body.clone()
    }

    #[test]
    fn a_queue_says_how_many_how_long_and_how_many_too_long() {
        let team = Uuid::from_u128(1);
        let mut all = BTreeMap::new();
        all.insert((ServiceTask::OlderPeople, ChainPlace::FirstContact, team), counted(&[(2, 5), (9, 3), (40, 1)], 7));
        let queues = queues(&all, &chains(), &BTreeMap::new(), None);
        let one = queues.first().unwrap();
        assert_eq!((one.n, one.oldest_days, one.over_target, one.came), (Some(9), Some(40), Some(1), Some(7)));
        assert_eq!(one.parts, [5, 3, 1, 0]);
        assert_eq!(one.median_days, Some(2.0));
    }

    #[test]
    fn over_the_county_a_team_s_few_are_not_told() {
        let mut all = BTreeMap::new();
        for (team, n) in [(1, 3), (2, 20), (3, 8)] {
            all.insert((ServiceTask::Families, ChainPlace::Assessment, Uuid::from_u128(team)), counted(&[(5, n)], 2));
        }
        let queues = queues(&all, &chains(), &BTreeMap::new(), Some(5));
        let few: Vec<u128> = queues.iter().filter(|one| one.few).map(|one| one.team.id.as_u128()).collect();
        assert_eq!(few.len(), 2, "{few:?}");
        assert!(queues.iter().all(|one| one.came.is_none()), "two came: too few to be told");
        assert!(queues.iter().filter(|one| one.few).all(|one| one.n.is_none() && one.parts.is_empty() && one.oldest_days.is_none()));
    }
}
