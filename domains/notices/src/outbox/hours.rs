//! When a text message may leave. Pure.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Helsinki;
use rules::Hours;

/// The first instant from `at` on that lies within the hours of the day in Finland.
pub fn within(at: DateTime<Utc>, hours: Hours) -> DateTime<Utc> {
    let local = at.with_timezone(&Helsinki);
    if (hours.from..hours.until).contains(&local.hour()) {
        return at;
    }
    let today = local.date_naive();
    let day = if local.hour() < hours.from { Some(today) } else { today.checked_add_days(Days::new(1)) };
    let opens = day.zip(NaiveTime::from_hms_opt(hours.from, 0, 0)).map(|(day, time)| NaiveDateTime::new(day, time));
    // The clocks change at three and four in the night; an opening hour that does not exist on that day is taken as it was.
    opens.and_then(|opens| Helsinki.from_local_datetime(&opens).earliest()).map_or(at, |opens| opens.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_for_the_morning_in_finland_through_the_change_of_clocks() {
        let hours = Hours { from: 8, until: 20 };
        for (at, expected) in [
            // Winter: Finland is two hours ahead.
            ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
            ("2026-11-22T05:59:00Z", "2026-11-22T06:00:00Z"),
            ("2026-11-22T18:00:00Z", "2026-11-23T06:00:00Z"),
            // Summer: three.
            ("2026-07-01T04:59:59Z", "2026-07-01T05:00:00Z"),
            ("2026-07-01T16:59:59Z", "2026-07-01T16:59:59Z"),
            ("2026-07-01T17:00:00Z", "2026-07-02T05:00:00Z"),
            // The evening before the clocks go forward (29 March 2026) and back (25 October 2026).
            ("2026-03-28T19:00:00Z", "2026-03-29T05:00:00Z"),
            ("2026-10-24T18:00:00Z", "2026-10-25T06:00:00Z"),
        ] {
            assert_eq!(within(at.parse().unwrap(), hours), expected.parse::<DateTime<Utc>>().unwrap(), "{at}");
        }
    }
}
