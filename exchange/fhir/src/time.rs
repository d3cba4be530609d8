//! FHIR's times, which may be partial, as instants. A date without a time is a local date in Finland.

use chrono::{DateTime, Days, LocalResult, Months, NaiveDate, NaiveTime, SubsecRound, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Helsinki;

use crate::check::primitives::partial_date;

/// How exactly a time was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Year,
    Month,
    Day,
    Instant,
}

impl Precision {
    pub const fn code(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Instant => "instant",
        }
    }
}

/// The first instant a date or dateTime means, to the microsecond, and how exactly it was given.
pub fn instant(text: &str) -> Option<(DateTime<Utc>, Precision)> {
    if text.contains('T') {
        let at = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
        return Some((at.trunc_subsecs(6), Precision::Instant));
    }
    let (date, digits) = partial_date(text)?;
    let precision = match digits {
        4 => Precision::Year,
        7 => Precision::Month,
        _ => Precision::Day,
    };
    Some((midnight(date)?, precision))
}

/// First and last instant that a date or dateTime can mean: `2017` is the whole year.
pub fn bounds(text: &str) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (first, precision) = instant(text)?;
    let (date, _) = match precision {
        Precision::Instant => return Some((first, first)),
        _ => partial_date(text)?,
    };
    let after = match precision {
        Precision::Year => date.checked_add_months(Months::new(12)),
        Precision::Month => date.checked_add_months(Months::new(1)),
        _ => date.checked_add_days(Days::new(1)),
    }?;
    Some((first, midnight(after)? - TimeDelta::microseconds(1)))
}

/// Midnight in Finland as an instant; where the clocks are turned at midnight, the first moment after.
fn midnight(date: NaiveDate) -> Option<DateTime<Utc>> {
    let local = date.and_time(NaiveTime::MIN);
    match Helsinki.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => {
            let later = local.checked_add_signed(TimeDelta::hours(1))?;
            Helsinki.from_local_datetime(&later).earliest().map(|at| at.with_timezone(&Utc))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_are_local_in_finland() {
        let read = |text| instant(text).map(|(at, precision)| (at.to_rfc3339(), precision)).unwrap();
        assert_eq!(read("2017"), ("2016-12-31T22:00:00+00:00".into(), Precision::Year));
        assert_eq!(read("2017-07"), ("2017-06-30T21:00:00+00:00".into(), Precision::Month));
        assert_eq!(read("2017-07-15"), ("2017-07-14T21:00:00+00:00".into(), Precision::Day));
        assert_eq!(read("2017-07-15T12:00:00.1234567+03:00"), ("2017-07-15T09:00:00.123456+00:00".into(), Precision::Instant));
        assert_eq!(instant("15.7.2017"), None);
    }

    #[test]
    fn old_dates_before_time_zones_are_read() {
        assert!(instant("1860-01-01").is_some());
        assert!(instant("1921-05-01").is_some());
    }

    #[test]
    fn bounds_are_the_whole_of_what_was_said() {
        let (first, last) = bounds("2020").unwrap();
        assert_eq!(first.to_rfc3339(), "2019-12-31T22:00:00+00:00");
        assert_eq!(last.to_rfc3339(), "2020-12-31T21:59:59.999999+00:00");
        let (first, last) = bounds("2020-02-01T00:00:00Z").unwrap();
        assert_eq!(first, last);
    }
}
