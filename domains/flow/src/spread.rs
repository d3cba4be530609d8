//! How days spread: a count of each length. Of what it says, the interval of the median rests on the order of the values alone, and that of
//! a number on Poisson's distribution.

use std::collections::BTreeMap;

/// How many there were of each length in days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spread {
    days: BTreeMap<i64, i64>,
    n: i64,
}

/// Of the normal distribution, for 95 %.
const Z: f64 = 1.959_964;

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

    /// The 95 % interval of the median by the places of the binomial distribution (normal approximation); none of fewer than six.
    pub fn median_interval(&self) -> Option<(i64, i64)> {
        if self.n < 6 {
            return None;
        }
        let (half, wide) = (number(self.n) / 2.0, Z * number(self.n).sqrt() / 2.0);
        Some((self.nth(place(half - wide).max(1) - 1)?, self.nth(place(half + wide + 1.0).min(self.n) - 1)?))
    }
}

/// The 95 % interval of a number that comes of itself (Byar's approximation of Poisson's).
pub(crate) fn count_interval(n: i64) -> (f64, f64) {
    let cube = |n: f64, sign: f64| n * (1.0 - 1.0 / (9.0 * n) + sign * Z / (3.0 * n.sqrt())).powi(3);
    let low = if n == 0 { 0.0 } else { cube(number(n), -1.0).max(0.0) };
    (low, cube(number(n + 1), 1.0))
}

#[allow(clippy::cast_precision_loss)] // a county's counts are far below 2^53
pub(crate) fn number(n: i64) -> f64 {
    n as f64
}

#[allow(clippy::cast_possible_truncation)] // a place among a county's rows
fn place(at: f64) -> i64 {
    at.round() as i64
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

    #[test]
    fn intervals_as_tables_have_them() {
        // Of a hundred the 40th and the 61st: the places tables give for the median's 95 % interval.
        assert_eq!(of(1..=100).median_interval(), Some((40, 61)));
        assert_eq!(of(1..=5).median_interval(), None);
        let (low, high) = of([5; 40]).median_interval().unwrap();
        assert_eq!((low, high), (5, 5));
        // Poisson's exact interval of 10 is 4.80–18.39, of 0 it is 0–3.69.
        let (low, high) = count_interval(10);
        assert!((low - 4.80).abs() < 0.05 && (high - 18.39).abs() < 0.05, "{low} {high}");
        let (low, high) = count_interval(0);
        assert!(low == 0.0 && (high - 3.69).abs() < 0.1, "{low} {high}");
    }
}
