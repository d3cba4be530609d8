//! How far back is looked: whole weeks ending today, so that each stretch has as many Mondays as the next.

use chrono::{Days, NaiveDate};
use kernel::codes;

codes! {
    /// How long a stretch is looked at, ending today.
    FlowPeriod { Month => "month", Quarter => "quarter", Year => "year" }
}

impl FlowPeriod {
    pub(crate) const fn days(self) -> u64 {
        match self {
            Self::Month => 28,
            Self::Quarter => 91,
            Self::Year => 364,
        }
    }

    /// The first day of the stretch; the last is today.
    pub(crate) fn first(self, today: NaiveDate) -> NaiveDate {
        today.checked_sub_days(Days::new(self.days() - 1)).unwrap_or(today)
    }
}
