//! What is expected of a day, from the days before it.
//!
//! A day's expected count is a product, μ(d) = L · g^h · w(d) · s(d):
//!
//! - **w(d)**, its kind of day: Monday … Sunday, or holiday (any day off that the Finnish calendar names). The mean count of the kind over
//!   the mean of all, drawn towards 1 by [`DAY_WEIGHT`] days of the whole: a kind seldom seen says little.
//! - **s(d)**, its month: the month's counts over what the kinds of days in it would have, drawn towards 1 by [`MONTH_WEIGHT`] days. Only when
//!   there is more than a year of days: of less, season and growth cannot be told apart, and s = 1.
//! - **L**, the level: Σ λ^age · n / Σ λ^age · w · s, where λ halves the weight of a day every [`HALF_LIFE`] days. In counts a day.
//! - **g**, growth a day: of the last [`GROWTH_DAYS`] days over those before them, when their ratio differs from one by more than twice its own
//!   uncertainty, else 1. It is damped ([`DAMPING`] a day), so that a short rise does not go on for ever.
//!
//! The counts are spread more than chance alone (Poisson) would: their variance is φ · μ with φ = Σ (n − μ)² / μ / (days − parameters) over the
//! last half a year, at least 1 (quasi-Poisson). That the level itself is known only so well adds v · μ², where v = φ / Σ λ^age · μ.

use chrono::{Datelike, Days, NaiveDate};
use kernel::workday::holiday;

/// Days of the whole that stand beside those of a kind.
pub const DAY_WEIGHT: f64 = 3.0;
/// Days of the whole that stand beside those of a month.
pub const MONTH_WEIGHT: f64 = 20.0;
/// Days after which a day weighs half.
pub const HALF_LIFE: f64 = 42.0;
/// Days whose growth is looked at, and as many before them.
pub const GROWTH_DAYS: usize = 56;
/// How much of yesterday's growth goes on today.
pub const DAMPING: f64 = 0.98;
/// Days over which the spread is seen.
const SPREAD_DAYS: usize = 182;
/// Fewer days than this say nothing.
pub const LEAST_DAYS: usize = 56;
/// Parameters of the spread: seven kinds beside the mean, and the level.
const PARAMETERS: f64 = 8.0;
/// More days than a year, so that each month has been seen apart from growth.
const YEAR: usize = 400;
/// Monday to Sunday, and the holiday.
const KINDS: usize = 8;
const MONTHS: usize = 12;

/// What was learnt of the days that ended with `last`.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    last: NaiveDate,
    kinds: [f64; KINDS],
    months: [f64; MONTHS],
    /// Counts a day.
    pub level: f64,
    /// Growth a day, as a logarithm.
    pub growth: f64,
    /// How much more they spread than chance alone would: φ.
    pub spread: f64,
    /// The variance of the level's logarithm.
    pub uncertainty: f64,
}

/// Which of the kinds a day is.
fn kind(day: NaiveDate) -> usize {
    if holiday(day).is_some() { KINDS - 1 } else { day.weekday().num_days_from_monday() as usize }
}

fn month(day: NaiveDate) -> usize {
    day.month0() as usize
}

fn at(all: &[f64], place: usize) -> f64 {
    all.get(place).copied().unwrap_or(1.0)
}

/// Σ counts and Σ of what they are held against, of so many groups; each drawn towards 1 by `weight` days of the whole, whose mean of what
/// they are held against is `mean`.
fn drawn<const N: usize>(groups: impl Iterator<Item = (usize, f64, f64)>, weight: f64, mean: f64) -> [f64; N] {
    let mut sums = [(0.0, 0.0); N];
    for (group, n, base) in groups {
        if let Some(sum) = sums.get_mut(group) {
            sum.0 += n;
            sum.1 += base;
        }
    }
    sums.map(|(n, base)| (n + weight * mean) / (base + weight * mean))
}

impl Learnt {
    /// Learns from the counts of days that follow each other, the last of them `last`. `None` when they are too few or nothing ever happened.
    pub fn from(counts: &[u32], last: NaiveDate) -> Option<Self> {
        let all: f64 = counts.iter().map(|n| f64::from(*n)).sum();
        if counts.len() < LEAST_DAYS || all <= 0.0 {
            return None;
        }
        let first = last.checked_sub_days(Days::new(counts.len() as u64 - 1))?;
        let days: Vec<(NaiveDate, f64)> = first.iter_days().zip(counts.iter().map(|n| f64::from(*n))).collect();
        let mean = all / days.len() as f64;
        let kinds: [f64; KINDS] = drawn(days.iter().map(|(day, n)| (kind(*day), *n, mean)), DAY_WEIGHT, mean);
        let months: [f64; MONTHS] = if days.len() >= YEAR {
            drawn(days.iter().map(|(day, n)| (month(*day), *n, mean * at(&kinds, kind(*day)))), MONTH_WEIGHT, mean)
        } else {
            [1.0; MONTHS]
        };
        let index = |day: NaiveDate| at(&kinds, kind(day)) * at(&months, month(day));
        let decay = 0.5f64.powf(1.0 / HALF_LIFE);
        let (mut weighed, mut base) = (0.0, 0.0);
        for (day, n) in &days {
            weighed = weighed * decay + n;
            base = base * decay + index(*day);
        }
        let level = weighed / base;
        // The spread is seen against a level that moves as slowly as the one that is used, each day by the days before it.
        let (mut seen, mut before) = (mean, 1.0 / (1.0 - decay));
        let (mut squares, mut counted) = (0.0, 0.0);
        let from = days.len().saturating_sub(SPREAD_DAYS);
        for (place, (day, n)) in days.iter().enumerate() {
            let expected = seen * index(*day);
            if place >= from && expected > 0.0 {
                squares += (n - expected) * (n - expected) / expected;
                counted += 1.0;
            }
            let after = before * decay + index(*day);
            seen = (seen * before * decay + n) / after;
            before = after;
        }
        let spread = (squares / (counted - PARAMETERS).max(1.0)).max(1.0);
        Some(Self { last, kinds, months, level, growth: growth(&days, &index, spread), spread, uncertainty: spread / weighed.max(1.0) })
    }

    /// The expected count of a day after the last one, and its variance.
    pub fn expect(&self, day: NaiveDate) -> Expected {
        let ahead = (day - self.last).num_days().max(0) as f64;
        // Σ DAMPING^1 … DAMPING^ahead
        let grown = DAMPING * (1.0 - DAMPING.powf(ahead)) / (1.0 - DAMPING);
        let mean = self.level * (self.growth * grown).exp() * at(&self.kinds, kind(day)) * at(&self.months, month(day));
        Expected { mean, variance: self.spread * mean + self.uncertainty * mean * mean }
    }
}

/// What is expected of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    pub mean: f64,
    pub variance: f64,
}

/// Growth a day as a logarithm; nothing when the two stretches differ by no more than chance would have them.
fn growth(days: &[(NaiveDate, f64)], index: &impl Fn(NaiveDate) -> f64, spread: f64) -> f64 {
    let sums = |some: &[(NaiveDate, f64)]| some.iter().fold((0.0, 0.0), |(n, base), (day, one)| (n + one, base + index(*day)));
    let Some(cut) = days.len().checked_sub(GROWTH_DAYS) else { return 0.0 };
    let Some(begin) = cut.checked_sub(GROWTH_DAYS) else { return 0.0 };
    let (Some(old), Some(new)) = (days.get(begin..cut), days.get(cut..)) else { return 0.0 };
    let ((old, old_base), (new, new_base)) = (sums(old), sums(new));
    if old < 1.0 || new < 1.0 {
        return 0.0;
    }
    let ratio = (new / new_base / (old / old_base)).ln();
    let error = (spread * (1.0 / old + 1.0 / new)).sqrt();
    if ratio.abs() > 2.0 * error { ratio / GROWTH_DAYS as f64 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_that_are_alike_are_expected_alike() {
        let learnt = Learnt::from(&[20; 200], d("2026-11-22")).unwrap();
        let expected = learnt.expect(d("2026-11-25"));
        assert!((expected.mean - 20.0).abs() < 1e-9, "{expected:?}");
        assert!((learnt.spread - 1.0).abs() < f64::EPSILON, "no spread is less than chance's");
        assert_eq!(learnt.growth, 0.0);
    }

    #[test]
    fn a_weekday_and_a_holiday_have_their_own_count() {
        // Sixty on weekdays, thirty on Saturdays and Sundays, ten on holidays.
        let first = d("2025-01-01");
        let counts: Vec<u32> = first
            .iter_days()
            .take(365)
            .map(|day| match (kind(day), day.weekday().num_days_from_monday()) {
                (7, _) => 10,
                (_, 5 | 6) => 30,
                _ => 60,
            })
            .collect();
        let learnt = Learnt::from(&counts, d("2025-12-31")).unwrap();
        let expected = |day: &str| learnt.expect(d(day)).mean;
        assert!((expected("2026-01-14") - 60.0).abs() < 4.0, "{}", expected("2026-01-14"));
        assert!((expected("2026-01-17") - 30.0).abs() < 3.0, "{}", expected("2026-01-17"));
        assert!(expected("2026-01-06") < 22.0, "Epiphany, a Tuesday: {}", expected("2026-01-06"));
    }

    #[test]
    fn growth_goes_on_but_not_for_ever() {
        let rising: Vec<u32> = (0..200).map(|n| 100 + n).collect();
        let learnt = Learnt::from(&rising, d("2026-05-15")).unwrap();
        assert!(learnt.growth > 0.0);
        let (week, year) = (learnt.expect(d("2026-05-22")).mean, learnt.expect(d("2027-05-14")).mean);
        assert!(week > learnt.level && year < learnt.level * 2.0, "{week} {year} {}", learnt.level);
    }

    #[test]
    fn of_too_little_nothing_is_learnt() {
        assert_eq!(Learnt::from(&[5; LEAST_DAYS - 1], d("2026-11-22")), None);
        assert_eq!(Learnt::from(&[0; 300], d("2026-11-22")), None);
    }
}
