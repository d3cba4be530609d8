//! A figure as it is shown: its words from the rules, its number of each stretch, and what is too few to be told.

use rules::FigureRule;

use super::model::{FigurePoint, FigureSeen};
use super::period::Stretch;
use super::tally::Tally;

/// `least`: what is made of fewer is not told; none where the viewer may see the rows themselves.
pub(crate) fn point(rule: &FigureRule, stretch: Stretch, tally: &Tally, least: Option<i64>) -> FigurePoint {
    let few = is_few(rule, tally, least);
    FigurePoint {
        from: stretch.first,
        to: stretch.last,
        value: if few { None } else { tally.value(rule.count) },
        few,
        of: (!few).then_some(tally.n),
    }
}

/// Nobody is somebody: a zero tells of no one, but a share of few tells of those few.
pub(crate) fn is_few(rule: &FigureRule, tally: &Tally, least: Option<i64>) -> bool {
    let Some(least) = least else { return false };
    let between = |n: i64| n > 0 && n < least;
    // Of a share the few who came true, or did not, are as easily known as the few it is of.
    let share = rule.unit() == rules::FigureUnit::Share;
    between(tally.n) || (share && (between(tally.met) || between(tally.n - tally.met)))
}

pub(super) fn seen(rule: &FigureRule, stretches: &[Stretch], tallies: &[Tally], least: Option<i64>) -> FigureSeen {
    FigureSeen {
        code: rule.code.clone(),
        name: rule.name.clone(),
        about: rule.about.clone(),
        unit: rule.unit(),
        better: rule.better,
        target: rule.target,
        law: rule.law.clone(),
        mark: rule.mark,
        points: stretches.iter().zip(tallies).map(|(stretch, tally)| point(rule, *stretch, tally, least)).collect(),
    }
}

/// Which parts are not told: those that are few, and when that is only one, the next smallest too, lest it be counted out of the sum.
pub(super) fn left_out(few: &[bool], sizes: &[i64]) -> Vec<bool> {
    let mut out = few.to_vec();
    if few.iter().filter(|one| **one).count() == 1 {
        let next = sizes.iter().enumerate().filter(|(at, n)| **n > 0 && out.get(*at) == Some(&false)).min_by_key(|(_, n)| **n);
        if let Some(place) = next.and_then(|(at, _)| out.get_mut(at)) {
            *place = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(code: &str) -> FigureRule {
        let rules = rules::Rules::shipped().unwrap();
        rules.figures.on("2026-11-23".parse().unwrap()).body.figure(code).unwrap().clone()
    }

    #[test]
    fn what_is_few_is_not_told_and_nothing_is() {
        let tally = |n, met| Tally { n, met, ..Tally::default() };
        let open = rule("open_matters");
        for (n, few) in [(0, false), (1, true), (4, true), (5, false)] {
            assert_eq!(is_few(&open, &tally(n, 0), Some(5)), few, "{n}");
            assert!(!is_few(&open, &tally(n, 0), None));
        }
        let kept = rule("limits_kept");
        for (n, met, few) in [(100, 98, true), (100, 100, false), (100, 3, true), (100, 50, false), (4, 0, true)] {
            assert_eq!(is_few(&kept, &tally(n, met), Some(5)), few, "{met} of {n}");
        }
    }

    #[test]
    fn one_part_left_out_takes_another_with_it() {
        assert_eq!(left_out(&[false, true, false], &[40, 3, 12]), [false, true, true]);
        assert_eq!(left_out(&[true, true, false], &[2, 3, 12]), [true, true, false]);
        assert_eq!(left_out(&[false, false], &[9, 12]), [false, false]);
        assert_eq!(left_out(&[true], &[2]), [true]);
    }
}
