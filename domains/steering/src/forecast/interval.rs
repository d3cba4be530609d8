//! Between which numbers a day's count will be with 80 and 95 per cent certainty.
//!
//! With the expected count μ and variance V > μ the count is taken for negative binomial with that mean and variance (r = μ² / (V − μ)), with
//! V = μ for Poisson. The ends are its quantiles, so they are whole numbers and never negative: at least 10 % and 2.5 % of what can come lies
//! no higher than the lower end. Above [`MANY`] the normal distribution serves: μ ± z √V, z = 1.2816 and 1.9600. No other quantile of the
//! normal distribution is needed, so no crate of statistics is.

use super::indices::Expected;

/// Above so many the normal distribution serves.
const MANY: f64 = 200.0;
/// The normal distribution's quantiles of 90 and 97.5 per cent.
const Z80: f64 = 1.281_551_565_544_600_4;
const Z95: f64 = 1.959_963_984_540_054;

/// The ends of an interval, both in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub low: u32,
    pub high: u32,
}

impl Interval {
    pub const fn holds(&self, n: u32) -> bool {
        self.low <= n && n <= self.high
    }
}

/// Both intervals of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    pub i80: Interval,
    pub i95: Interval,
}

/// The intervals of what is expected.
pub fn intervals(expected: Expected) -> Intervals {
    Intervals { i80: interval(expected, 0.10, Z80), i95: interval(expected, 0.025, Z95) }
}

fn interval(Expected { mean, variance }: Expected, tail: f64, z: f64) -> Interval {
    let mean = mean.max(0.0);
    let variance = variance.max(mean);
    if mean > MANY {
        let reach = z * variance.sqrt();
        return Interval { low: whole((mean - reach).floor()), high: whole((mean + reach).ceil()) };
    }
    Interval { low: quantile(mean, variance, tail), high: quantile(mean, variance, 1.0 - tail) }
}

/// The least whole number at or below which at least `share` of what can come lies.
pub fn quantile(mean: f64, variance: f64, share: f64) -> u32 {
    if mean <= 0.0 {
        return 0;
    }
    let over = variance - mean;
    let chance = over <= mean * 1e-9;
    let r = mean * mean / over;
    // The chance of none, and of each next from the one before it.
    let mut p = if chance { (-mean).exp() } else { (r * (r / (r + mean)).ln()).exp() };
    let mut sum = p;
    // Ten deviations beyond the mean nothing is left.
    let most = whole((mean + 10.0 * variance.sqrt()).ceil() + 10.0);
    let mut n = 0;
    while sum < share && n < most {
        let next = f64::from(n) + 1.0;
        p *= if chance { mean / next } else { (f64::from(n) + r) / next * (mean / (r + mean)) };
        sum += p;
        n += 1;
    }
    n
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // cut to the range first
fn whole(x: f64) -> u32 {
    x.clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn golden_quantiles() {
        // Poisson(4): P(n ≤ 1) = 0.0916, P(n ≤ 2) = 0.2381, P(n ≤ 6) = 0.8893, P(n ≤ 7) = 0.9489, P(n ≤ 0) = 0.0183, P(n ≤ 8) = 0.9786.
        for (share, n) in [(0.10, 2), (0.90, 7), (0.025, 1), (0.975, 8)] {
            assert_eq!(quantile(4.0, 4.0, share), n, "{share}");
        }
        // Negative binomial, r = 2 and mean 2 (variance 4), is Σ (n + 1) / 2^(n + 2): 0.25, 0.5, 0.6875, 0.8125, 0.8906, 0.9375, 0.9648, 0.9805.
        for (share, n) in [(0.25, 0), (0.50, 1), (0.80, 3), (0.90, 5), (0.975, 7)] {
            assert_eq!(quantile(2.0, 4.0, share), n, "{share}");
        }
        assert_eq!(quantile(0.0, 0.0, 0.975), 0);
    }

    #[test]
    fn golden_interval_of_many() {
        // 400 ± 1.2816 · 20 and ± 1.96 · 20.
        let many = intervals(Expected { mean: 400.0, variance: 400.0 });
        assert_eq!(many.i80, Interval { low: 374, high: 426 });
        assert_eq!(many.i95, Interval { low: 360, high: 440 });
    }

    proptest! {
        #[test]
        fn the_wider_holds_the_narrower_and_both_the_middle(mean in 0.0f64..600.0, spread in 1.0f64..5.0) {
            let made = intervals(Expected { mean, variance: mean * spread });
            prop_assert!(made.i95.low <= made.i80.low && made.i80.low <= made.i80.high && made.i80.high <= made.i95.high);
            let median = quantile(mean.min(MANY), mean.min(MANY) * spread, 0.5);
            prop_assert!(mean > MANY || made.i80.holds(median));
        }

        #[test]
        fn a_quantile_never_falls_when_the_share_grows(mean in 0.1f64..200.0, spread in 1.0f64..5.0, a in 0.01f64..0.99, b in 0.01f64..0.99) {
            prop_assert!(quantile(mean, mean * spread, a.min(b)) <= quantile(mean, mean * spread, a.max(b)));
        }
    }
}
