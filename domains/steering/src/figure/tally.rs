//! How rows become a number. Tallies of parts put together are the tally of the whole, so a county is the sum of its teams.

use std::collections::BTreeMap;

use kernel::statistics::median_rank;
use rules::FigureCount;
use serde::{Deserialize, Serialize};

/// What was counted of one stretch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub n: i64,
    /// Of which came true.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub met: i64,
    /// How many waited so many days.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub days: BTreeMap<i64, i64>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde asks
fn is_zero(n: &i64) -> bool {
    *n == 0
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.met += other.met;
        for (days, n) in &other.days {
            *self.days.entry(*days).or_default() += n;
        }
    }

    /// Between which waits the median is with 95 per cent certainty, by the order of the waits alone; none of fewer than six.
    pub fn median_ends(&self) -> Option<(f64, f64)> {
        let all: i64 = self.days.values().sum();
        let rank = i64::try_from(median_rank(usize::try_from(all).ok()?)?).ok()?;
        Some((number(nth(&self.days, rank - 1)?), number(nth(&self.days, all - rank)?)))
    }

    /// The figure; none when there is nothing to make it of.
    pub fn value(&self, count: FigureCount) -> Option<f64> {
        match count {
            FigureCount::Open | FigureCount::Happened => Some(number(self.n)),
            FigureCount::Share => (self.n > 0).then(|| number(self.met) / number(self.n)),
            FigureCount::MedianWait => median(&self.days),
        }
    }
}

/// The middle of so many waits; of an even number the mean of the two in the middle.
fn median(days: &BTreeMap<i64, i64>) -> Option<f64> {
    let all: i64 = days.values().sum();
    let (low, high) = (nth(days, (all - 1).max(0) / 2)?, nth(days, all / 2)?);
    Some(number(low + high) / 2.0)
}

/// The wait at a place in their order, from nought.
fn nth(days: &BTreeMap<i64, i64>, place: i64) -> Option<i64> {
    let mut seen = 0;
    let found = days.iter().find(|(_, n)| {
        seen += **n;
        seen > place
    });
    found.map(|(days, _)| *days)
}

#[allow(clippy::cast_precision_loss)] // a county's counts are far below 2^53
pub(crate) fn number(n: i64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(all: &[i64]) -> Tally {
        let mut tally = Tally { n: all.len() as i64, ..Tally::default() };
        for days in all {
            *tally.days.entry(*days).or_default() += 1;
        }
        tally
    }

    #[test]
    fn figures_of_rows() {
        let median = |all: &[i64]| waits(all).value(FigureCount::MedianWait);
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(7.0));
        assert_eq!(median(&[9, 1, 4]), Some(4.0));
        assert_eq!(median(&[1, 2, 9, 4]), Some(3.0));
        assert_eq!(median(&[3, 3, 3, 8]), Some(3.0));
        let share = Tally { n: 8, met: 6, ..Tally::default() };
        assert_eq!(share.value(FigureCount::Share), Some(0.75));
        assert_eq!(Tally::default().value(FigureCount::Share), None, "of nothing there is no share");
        assert_eq!(Tally::default().value(FigureCount::Open), Some(0.0));
    }

    #[test]
    fn parts_put_together_are_the_whole() {
        let mut whole = waits(&[1, 9]);
        whole.add(&waits(&[4, 2, 9]));
        assert_eq!(whole, waits(&[1, 9, 4, 2, 9]));
        assert_eq!(whole.value(FigureCount::MedianWait), Some(4.0));
    }
}
