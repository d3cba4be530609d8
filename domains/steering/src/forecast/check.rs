//! How often the intervals held what came.

use super::interval::Intervals;

/// Of so many days checked, how many came within each interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub days: u32,
    pub in80: u32,
    pub in95: u32,
}

impl Checked {
    pub fn add(&mut self, intervals: Intervals, came: u32) {
        self.days += 1;
        self.in80 += u32::from(intervals.i80.holds(came));
        self.in95 += u32::from(intervals.i95.holds(came));
    }

    /// The shares, 0–1; none before anything was checked.
    pub fn shares(self) -> Option<(f64, f64)> {
        let of = |n: u32| f64::from(n) / f64::from(self.days);
        (self.days > 0).then(|| (of(self.in80), of(self.in95)))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Days, NaiveDate};

    use super::*;
    use crate::forecast::indices::Learnt;
    use crate::forecast::interval::intervals;

    /// Numbers that look like chance and are the same each time (splitmix64).
    struct Chance(u64);

    impl Chance {
        fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        }

        /// A Poisson count, by multiplying until it is less than e^−mean.
        fn poisson(&mut self, mean: f64) -> u32 {
            let limit = (-mean).exp();
            let (mut product, mut n) = (self.next(), 0);
            while product > limit {
                product *= self.next();
                n += 1;
            }
            n
        }
    }

    /// Counts by chance around a mean that a weekend makes smaller, `level` on a weekday.
    fn history(chance: &mut Chance, first: NaiveDate, days: usize, level: f64) -> Vec<u32> {
        let mean = |day: NaiveDate| if day.weekday().num_days_from_monday() >= 5 { level * 0.6 } else { level };
        first.iter_days().take(days).map(|day| chance.poisson(mean(day))).collect()
    }

    #[test]
    fn what_comes_by_chance_comes_within_the_intervals_as_often_as_they_say() {
        let first: NaiveDate = "2024-01-01".parse().unwrap();
        let mut chance = Chance(20_261_123);
        for (level, least80, most80) in [(40.0, 0.76, 0.90), (6.0, 0.76, 0.93)] {
            let all = history(&mut chance, first, 1_000, level);
            let mut checked = Checked::default();
            for end in (500..970).step_by(14) {
                let last = first.checked_add_days(Days::new(end as u64 - 1)).unwrap();
                let learnt = Learnt::from(&all[..end], last).unwrap();
                for ahead in 1..=28usize {
                    let day = last.checked_add_days(Days::new(ahead as u64)).unwrap();
                    checked.add(intervals(learnt.expect(day)), all[end + ahead - 1]);
                }
            }
            let (in80, in95) = checked.shares().unwrap();
            assert!((least80..=most80).contains(&in80), "80 %: {in80} of {}, level {level}", checked.days);
            assert!((0.92..=0.99).contains(&in95), "95 %: {in95} of {}, level {level}", checked.days);
        }
    }

    #[test]
    fn nothing_checked_says_nothing() {
        assert_eq!(Checked::default().shares(), None);
    }
}
