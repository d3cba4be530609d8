//! How days spread: a count of each length.

use std::collections::BTreeMap;

/// How many there were of each length in days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spread {
    days: BTreeMap<i64, i64>,
    n: i64,
}

impl Spread {
    pub fn add(&mut self, days: i64, n: i64) {
        *self.days.entry(days.max(0)).or_default() += n;
        self.n += n;
    }

    pub fn join(&mut self, other: &Self) {
        for (days, n) in &other.days {
            self.add(*days, *n);
        }
    }

    pub const fn n(&self) -> i64 {
        self.n
    }

    /// The value at a place in the order, from nought.
    fn nth(&self, place: i64) -> Option<i64> {
        let mut seen = 0;
        self.days
            .iter()
            .find(|(_, n)| {
                seen += **n;
                seen > place
            })
            .map(|(days, _)| *days)
    }

    /// The middle; of an even number the mean of the two in the middle.
    pub fn median(&self) -> Option<f64> {
        let (low, high) = (self.nth((self.n - 1).max(0) / 2)?, self.nth(self.n / 2)?);
        Some(number(low + high) / 2.0)
    }

    /// Nine out of ten are at most this.
    pub fn p90(&self) -> Option<i64> {
        self.nth((self.n * 9 + 9) / 10 - 1)
    }

    pub fn longest(&self) -> Option<i64> {
        self.days.keys().next_back().copied()
    }

    /// How many are longer than so many days.
    pub fn over(&self, days: i64) -> i64 {
        self.days.range(days + 1..).map(|(_, n)| n).sum()
    }

    /// How many are in each part, by the first day of each.
    pub fn parts(&self, firsts: &[i64]) -> Vec<i64> {
        let after = |at: usize| firsts.get(at + 1).copied().unwrap_or(i64::MAX);
        firsts.iter().enumerate().map(|(at, first)| self.days.range(*first..after(at)).map(|(_, n)| n).sum()).collect()
    }
}

#[allow(clippy::cast_precision_loss)] // a county's counts are far below 2^53
pub(crate) fn number(n: i64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(all: impl IntoIterator<Item = i64>) -> Spread {
        let mut spread = Spread::default();
        for days in all {
            spread.add(days, 1);
        }
        spread
    }

    #[test]
    fn the_middle_and_the_long_end() {
        assert_eq!(of([]).median(), None);
        assert_eq!(of([]).p90(), None);
        assert_eq!(of([3]).median(), Some(3.0));
        assert_eq!(of([1, 2, 3, 10]).median(), Some(2.5));
        assert_eq!(of(1..=10).p90(), Some(9));
        assert_eq!(of(1..=100).p90(), Some(90));
        assert_eq!(of([4]).p90(), Some(4));
        assert_eq!(of([1, 7, 8, 8]).over(7), 2);
        assert_eq!(of([0, 7, 8, 31, 90, 91]).parts(&[0, 8, 31, 91]), [2, 1, 2, 1]);
        let mut both = of([1, 2]);
        both.join(&of([9]));
        assert_eq!((both.n(), both.median(), both.longest()), (3, Some(2.0), Some(9)));
    }
}
