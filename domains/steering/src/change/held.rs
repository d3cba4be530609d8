//! What was before held beside what came after. Pure.
//!
//! Each side has an estimate with its own 95 % interval: a share by Wilson's score, a rate by the score interval of Poisson, a median by the
//! order of its values (binomial). The interval of the difference is put together of the two by their distances (MOVER: Newcombe, Statistics
//! in Medicine 17 (1998) 873–890, for shares; Zou and Donner, Statistics in Medicine 27 (2008) 1693–1702, for others). What goes on at a
//! moment is no sample of anything, and has no interval.

use rules::{FigureBetter, FigureCount};
use serde::Serialize;

use crate::figure::tally::{Tally, number};

/// The normal distribution's quantile of 97.5 per cent.
const Z: f64 = 1.959_963_984_540_054;

/// An estimate and between which numbers it is with 95 per cent certainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub value: f64,
    pub ends: Option<(f64, f64)>,
}

/// How much it changed, in the figure's own unit (a count is by the week).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ChangeDifference {
    pub value: f64,
    /// Between which numbers it is with 95 per cent certainty; absent when there is too little to say, and of what goes on at a moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

kernel::codes! {
    /// What the interval lets be said.
    ChangeVerdict { Better => "better", Worse => "worse", Changed => "changed", Unsure => "unsure" }
}

/// A side as one: its tallies put together over so many weeks; what goes on is taken as it was last.
pub(super) fn estimate(count: FigureCount, tallies: &[Tally], weeks: f64) -> Option<Estimate> {
    let whole = tallies.iter().fold(Tally::default(), |mut sum, one| {
        sum.add(one);
        sum
    });
    match count {
        FigureCount::Open => tallies.last().map(|last| Estimate { value: number(last.n), ends: None }),
        FigureCount::Happened => (weeks > 0.0).then(|| rate(number(whole.n), weeks)),
        FigureCount::Share => (whole.n > 0).then(|| share(number(whole.met), number(whole.n))),
        FigureCount::MedianWait => whole.value(count).map(|value| Estimate { value, ends: whole.median_ends() }),
    }
}

fn share(met: f64, n: f64) -> Estimate {
    let value = met / n;
    let middle = (value + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let reach = Z / (1.0 + Z * Z / n) * (value * (1.0 - value) / n + Z * Z / (4.0 * n * n)).sqrt();
    Estimate { value, ends: Some(((middle - reach).max(0.0), (middle + reach).min(1.0))) }
}

fn rate(n: f64, weeks: f64) -> Estimate {
    let (middle, reach) = (n + Z * Z / 2.0, Z * (n + Z * Z / 4.0).sqrt());
    Estimate { value: n / weeks, ends: Some(((middle - reach) / weeks, (middle + reach) / weeks)) }
}

/// After less before.
pub(super) fn difference(before: Estimate, after: Estimate) -> ChangeDifference {
    let value = after.value - before.value;
    let ends = before.ends.zip(after.ends).map(|((before_low, before_high), (after_low, after_high))| {
        let low = value - (after.value - after_low).hypot(before_high - before.value);
        let high = value + (after_high - after.value).hypot(before.value - before_low);
        (low, high)
    });
    ChangeDifference { value, low: ends.map(|(low, _)| low), high: ends.map(|(_, high)| high) }
}

/// What may be said of a difference: only one whose interval leaves nought out is called anything.
pub(super) fn verdict(better: FigureBetter, of: ChangeDifference) -> Option<ChangeVerdict> {
    let (low, high) = (of.low?, of.high?);
    if low <= 0.0 && high >= 0.0 {
        return Some(ChangeVerdict::Unsure);
    }
    Some(match (better, low > 0.0) {
        (FigureBetter::None, _) => ChangeVerdict::Changed,
        (FigureBetter::More, true) | (FigureBetter::Less, false) => ChangeVerdict::Better,
        _ => ChangeVerdict::Worse,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(met: i64, n: i64) -> Estimate {
        estimate(FigureCount::Share, &[Tally { n, met, ..Tally::default() }], 6.0).unwrap()
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 0.000_6, "{a} is not {b}");
    }

    /// Newcombe 1998, table II, method 10: 56/70 − 48/80 is 0.0524 to 0.3339, 9/10 − 3/10 is 0.1705 to 0.8090, 0/10 − 0/20 is −0.1611 to 0.2775.
    #[test]
    fn shares_differ_as_in_the_paper() {
        for (after, before, low, high) in
            [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((0, 10), (0, 20), -0.1611, 0.2775)]
        {
            let found = difference(shares(before.0, before.1), shares(after.0, after.1));
            near(found.low.unwrap(), low);
            near(found.high.unwrap(), high);
        }
    }

    #[test]
    fn a_rate_is_by_the_week() {
        let of = |n: i64, weeks: f64| estimate(FigureCount::Happened, &[Tally { n, ..Tally::default() }], weeks).unwrap();
        let one = of(40, 4.0);
        near(one.value, 10.0);
        // 40 + 1.9207 ± 1.96 · √(40 + 0.9604), by four weeks.
        near(one.ends.unwrap().0, (41.9207 - 12.5437) / 4.0);
        // Sixty weeks of the same pace are no change, forty more in four weeks are one.
        assert_eq!(verdict(FigureBetter::Less, difference(of(150, 15.0), of(40, 4.0))), Some(ChangeVerdict::Unsure));
        assert_eq!(verdict(FigureBetter::Less, difference(of(40, 4.0), of(80, 4.0))), Some(ChangeVerdict::Worse));
        assert_eq!(verdict(FigureBetter::None, difference(of(40, 4.0), of(80, 4.0))), Some(ChangeVerdict::Changed));
    }

    #[test]
    fn medians_differ_by_their_orders() {
        let of = |from: i64| {
            let mut tally = Tally::default();
            for days in from..from + 20 {
                tally.n += 1;
                *tally.days.entry(days).or_default() += 1;
            }
            estimate(FigureCount::MedianWait, &[tally], 6.0).unwrap()
        };
        let before = of(30);
        // The sixth from either end of twenty: 35 and 44, around 39.5.
        assert_eq!((before.value, before.ends), (39.5, Some((35.0, 44.0))));
        let found = difference(before, of(10));
        near(found.value, -20.0);
        near(found.high.unwrap(), -20.0 + 4.5_f64.hypot(4.5));
        assert_eq!(verdict(FigureBetter::Less, found), Some(ChangeVerdict::Better));
        assert_eq!(estimate(FigureCount::MedianWait, &[Tally::default()], 6.0), None);
    }

    #[test]
    fn what_goes_on_is_as_it_was_last_and_nothing_is_said_of_it() {
        let of =
            |n: i64| estimate(FigureCount::Open, &[Tally { n: 99, ..Tally::default() }, Tally { n, ..Tally::default() }], 6.0).unwrap();
        let found = difference(of(20), of(12));
        assert_eq!((found.value, found.low), (-8.0, None));
        assert_eq!(verdict(FigureBetter::Less, found), None);
    }
}
