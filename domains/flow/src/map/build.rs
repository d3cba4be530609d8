//! What happened beside what is meant to happen; pure.

use std::collections::BTreeSet;

use rules::{Chain, ChainPlace};

use super::model::{ProcessEdge, ProcessStep, ProcessWay};
use super::read::{Gone, Happened};
use crate::reach::left_out;
use crate::spread::Spread;

/// Where a place stands from left to right.
pub(super) const fn position(place: ChainPlace) -> u8 {
    match place {
        ChainPlace::Start => 0,
        ChainPlace::FirstContact => 1,
        ChainPlace::Returned => 2,
        ChainPlace::Assessment => 3,
        ChainPlace::Planning => 4,
        ChainPlace::Decision => 5,
        ChainPlace::Managing => 6,
        ChainPlace::Closed => 7,
    }
}

fn few(n: i64, least: Option<i64>) -> bool {
    least.is_some_and(|least| n > 0 && n < least)
}

/// A number that is told, or not when it is of few.
fn told(n: i64, least: Option<i64>) -> Option<i64> {
    (!few(n, least)).then_some(n)
}

pub(super) fn steps(chain: &Chain, happened: &Happened, least: Option<i64>) -> Vec<ProcessStep> {
    let stays = ChainPlace::ALL.iter().copied().filter(|place| !matches!(place, ChainPlace::Start | ChainPlace::Closed));
    let mut steps: Vec<ProcessStep> = stays
        .filter_map(|place| {
            let rule = chain.step(place);
            let (mut days, mut again) = (Spread::default(), 0);
            for (_, gone) in happened.ways.iter().filter(|((from, _), _)| *from == place) {
                days.join(&gone.days);
                again += gone.again;
            }
            let now = happened.now.get(&place).cloned().unwrap_or_default();
            let designed = rule.is_some() || (place == ChainPlace::Returned && chain.moves.iter().any(|(_, to)| *to == place));
            if !designed && days.n() == 0 && now.n() == 0 {
                return None;
            }
            let target = rule.and_then(|rule| rule.target_days);
            let tells = !few(days.n(), least);
            Some(ProcessStep {
                step: place,
                designed,
                target_days: target,
                law: rule.and_then(|rule| rule.law.clone()),
                mark: rule.map(|rule| rule.mark),
                left: told(days.n(), least),
                median_days: days.median().filter(|_| tells),
                p90_days: days.p90().filter(|_| tells),
                over_target: target.filter(|_| tells).and_then(|target| told(days.over(i64::from(target)), least)),
                again: Some(again).filter(|_| tells).and_then(|again| told(again, least)),
                now: told(now.n(), least),
                now_median_days: now.median().filter(|_| !few(now.n(), least)),
            })
        })
        .collect();
    steps.sort_by_key(|step| position(step.step));
    steps
}

pub(super) fn edges(chain: &Chain, happened: &Happened, least: Option<i64>) -> Vec<ProcessEdge> {
    let mut ways: BTreeSet<(ChainPlace, ChainPlace)> = happened.ways.keys().copied().collect();
    ways.extend(chain.moves.iter().copied());
    let none = Gone::default();
    let mut edges = Vec::with_capacity(ways.len());
    for from in ChainPlace::ALL {
        let of: Vec<(ChainPlace, &Gone)> =
            ways.iter().filter(|(one, _)| one == from).map(|(from, to)| (*to, happened.ways.get(&(*from, *to)).unwrap_or(&none))).collect();
        let out = left_out(&of.iter().map(|(_, gone)| gone.n).collect::<Vec<_>>(), least);
        for ((to, gone), out) in of.into_iter().zip(out) {
            let way = match (*from == to, chain.allows(*from, to), gone.n > 0) {
                (true, _, _) => ProcessWay::HandOver,
                (_, true, true) => ProcessWay::Designed,
                (_, true, false) => ProcessWay::Unused,
                (_, false, _) => ProcessWay::Different,
            };
            edges.push(ProcessEdge {
                from: *from,
                to,
                way,
                back: position(to) <= position(*from),
                n: (!out).then_some(gone.n),
                few: out,
                median_days: gone.days.median().filter(|_| !out),
                handed: (!out).then(|| told(gone.handed, least)).flatten(),
            });
        }
    }
    edges.sort_by_key(|edge| (position(edge.from), position(edge.to)));
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    use ChainPlace::{Assessment, Closed, Decision, FirstContact, Managing, Planning, Start};

    fn chain() -> Chain {
        let rules = rules::Rules::shipped().unwrap();
        rules.chains.on("2026-11-23".parse().unwrap()).body.of(None).unwrap().clone()
    }

    fn gone(n: i64, days: i64, handed: i64, again: i64) -> Gone {
        let mut spread = Spread::default();
        spread.add(days, n);
        Gone { n, days: spread, handed, again }
    }

    fn happened() -> Happened {
        let mut all = Happened::default();
        all.ways.insert((Start, FirstContact), Gone { n: 40, ..Gone::default() });
        all.ways.insert((FirstContact, Assessment), gone(30, 4, 2, 0));
        all.ways.insert((FirstContact, Closed), gone(3, 1, 0, 0));
        all.ways.insert((Assessment, FirstContact), gone(7, 12, 0, 1));
        all.ways.insert((Assessment, Assessment), gone(6, 20, 6, 0));
        let mut waits = Spread::default();
        waits.add(100, 9);
        all.now.insert(Assessment, waits);
        all
    }

    #[test]
    fn what_happened_stands_beside_what_was_meant() {
        let edges = edges(&chain(), &happened(), None);
        let way = |from, to| edges.iter().find(|edge| edge.from == from && edge.to == to).unwrap();
        assert_eq!(way(FirstContact, Assessment).way, ProcessWay::Designed);
        assert_eq!((way(FirstContact, Assessment).n, way(FirstContact, Assessment).handed), (Some(30), Some(2)));
        let back = way(Assessment, FirstContact);
        assert_eq!((back.way, back.back, back.median_days), (ProcessWay::Different, true, Some(12.0)));
        assert_eq!(way(Assessment, Planning).way, ProcessWay::Unused);
        assert_eq!((way(Assessment, Assessment).way, way(Assessment, Assessment).back), (ProcessWay::HandOver, true));
        assert_eq!(way(Decision, Managing).n, Some(0));
    }

    #[test]
    fn steps_say_how_long_and_how_many() {
        let steps = steps(&chain(), &happened(), None);
        let assessment = steps.iter().find(|step| step.step == Assessment).unwrap();
        assert_eq!((assessment.left, assessment.now, assessment.again), (Some(13), Some(9), Some(1)));
        assert_eq!((assessment.median_days, assessment.p90_days, assessment.now_median_days), (Some(12.0), Some(20), Some(100.0)));
        let first = steps.first().unwrap();
        assert_eq!((first.step, first.left, first.over_target), (FirstContact, Some(33), Some(0)));
    }

    #[test]
    fn over_the_county_small_numbers_are_not_told_nor_counted_out_of_the_rest() {
        let edges = edges(&chain(), &happened(), Some(5));
        let of: Vec<&ProcessEdge> = edges.iter().filter(|edge| edge.from == FirstContact && edge.few).collect();
        assert_eq!(of.len(), 2, "the three closed, and the next smallest: {of:?}");
        assert!(of.iter().all(|edge| edge.n.is_none() && edge.median_days.is_none()));
        let assessment = edges.iter().find(|edge| (edge.from, edge.to) == (Assessment, FirstContact)).unwrap();
        assert_eq!((assessment.n, assessment.few), (Some(7), false));
    }
}
