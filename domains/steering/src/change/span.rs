//! The weeks before a change and after it: six stretches of equal length on each side, so that a figure has a line and each side as many
//! Mondays. Only stretches that are over are counted: a figure half made says less than none.

use chrono::{Days, NaiveDate};
use kernel::codes;

use crate::figure::period::Stretch;

codes! {
    /// How far is looked to each side of a change.
    ChangeSpan { Short => "six_weeks", Quarter => "twelve_weeks", Half => "twenty_four_weeks" }
}

/// Stretches on each side.
const EACH: u64 = 6;

/// Stretches of both sides, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub before: Vec<Stretch>,
    /// None of them before the first is over.
    pub after: Vec<Stretch>,
}

impl ChangeSpan {
    /// Days of one stretch: whole weeks.
    const fn days(self) -> u64 {
        match self {
            Self::Short => 7,
            Self::Quarter => 14,
            Self::Half => 28,
        }
    }

    /// The stretches around `on`, those over on `today`, all of them so many days earlier.
    pub(super) fn sides(self, on: NaiveDate, today: NaiveDate, earlier: u64) -> Sides {
        let from = on.checked_sub_days(Days::new(EACH * self.days() + earlier)).unwrap_or(on);
        let stretch = |nth: u64| {
            let first = from.checked_add_days(Days::new(nth * self.days())).unwrap_or(on);
            Stretch { first, last: first.checked_add_days(Days::new(self.days() - 1)).unwrap_or(first) }
        };
        let over = today.checked_sub_days(Days::new(earlier)).unwrap_or(today);
        Sides {
            before: (0..EACH).map(stretch).collect(),
            after: (EACH..2 * EACH).map(stretch).filter(|stretch| stretch.last < over).collect(),
        }
    }

    /// Whole weeks of so many stretches.
    pub(super) fn weeks(self, stretches: usize) -> f64 {
        crate::figure::tally::number(i64::try_from(stretches).unwrap_or(0)) * crate::figure::tally::number(self.days().cast_signed()) / 7.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn six_stretches_to_each_side_and_only_those_that_are_over() {
        let sides = ChangeSpan::Quarter.sides(day("2026-09-07"), day("2026-11-23"), 0);
        assert_eq!(sides.before.first().unwrap().first, day("2026-06-15"));
        assert_eq!(sides.before.last().unwrap().last, day("2026-09-06"));
        assert_eq!(sides.after.first().unwrap().first, day("2026-09-07"));
        // The sixth would end on 29 November.
        assert_eq!((sides.after.len(), sides.after.last().unwrap().last), (5, day("2026-11-15")));
        assert!(ChangeSpan::Short.sides(day("2026-11-20"), day("2026-11-23"), 0).after.is_empty());
        // A week is over on the day after its last.
        assert!(ChangeSpan::Short.sides(day("2026-11-17"), day("2026-11-23"), 0).after.is_empty());
        assert_eq!(ChangeSpan::Short.sides(day("2026-11-16"), day("2026-11-23"), 0).after.len(), 1);
    }

    #[test]
    fn a_year_before_are_the_same_weeks_and_as_many_of_them() {
        let (now, then) = (
            ChangeSpan::Half.sides(day("2026-03-02"), day("2026-11-23"), 0),
            ChangeSpan::Half.sides(day("2026-03-02"), day("2026-11-23"), 364),
        );
        assert_eq!(now.after.len(), then.after.len());
        for (one, other) in now.before.iter().zip(&then.before) {
            assert_eq!((one.first - other.first).num_days(), 364);
        }
    }
}
