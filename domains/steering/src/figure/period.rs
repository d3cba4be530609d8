//! Stretches of days that are compared: whole weeks back from today, so that each has as many Mondays as the next.

use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::{codes, helsinki_start};

codes! {
    /// How long a stretch a figure is of, ending today.
    FigurePeriod { Week => "week", Month => "month", Quarter => "quarter" }
}

/// Stretches told: this one and those before it.
pub(crate) const STRETCHES: usize = 7;

impl FigurePeriod {
    pub(crate) const fn days(self) -> u64 {
        match self {
            Self::Week => 7,
            Self::Month => 28,
            Self::Quarter => 91,
        }
    }

    /// The stretches, oldest first; the last ends with today.
    pub(crate) fn stretches(self, today: NaiveDate) -> Vec<Stretch> {
        let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        (0..STRETCHES as u64).rev().map(|nth| Stretch { first: back((nth + 1) * self.days() - 1), last: back(nth * self.days()) }).collect()
    }
}

/// From a day to another, both in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Stretch {
    /// The instant it begins.
    pub fn begins(self) -> DateTime<Utc> {
        helsinki_start(self.first)
    }
    /// The instant it is over.
    pub fn over(self) -> DateTime<Utc> {
        helsinki_start(self.last.succ_opt().unwrap_or(self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_follow_each_other_and_end_today() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        for period in FigurePeriod::ALL {
            let all = period.stretches(today);
            assert_eq!(all.len(), STRETCHES);
            assert_eq!(all.last().unwrap().last, today);
            for (one, next) in all.iter().zip(all.iter().skip(1)) {
                assert_eq!(one.last.succ_opt().unwrap(), next.first);
                assert_eq!(one.over(), next.begins());
            }
            for one in &all {
                assert_eq!((one.last - one.first).num_days() + 1, i64::try_from(period.days()).unwrap());
            }
        }
        assert_eq!(FigurePeriod::Week.stretches(today)[6].first, "2026-11-17".parse().unwrap());
    }
}
