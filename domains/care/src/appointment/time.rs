//! Local time of day in Finland to an instant. Pure.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Helsinki;

/// Codes of the field error.
const NOT_A_TIME: &str = "not_a_time";
const NO_SUCH_TIME: &str = "no_such_time";

/// The instant of `HH:MM` on a day in Finland. In the hour that comes twice in October the first one is meant.
///
/// # Errors
/// `not_a_time`, or `no_such_time` for the hour that the clocks leap over in March.
pub fn instant(day: NaiveDate, time: &str) -> Result<DateTime<Utc>, &'static str> {
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").map_err(|_| NOT_A_TIME)?;
    match Helsinki.from_local_datetime(&day.and_time(time)) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.with_timezone(&Utc)),
        LocalResult::None => Err(NO_SUCH_TIME),
    }
}

/// The first instant of a day in Finland.
pub fn midnight(day: NaiveDate) -> DateTime<Utc> {
    // Midnight exists on every day in Finland: the clocks change at three and four.
    instant(day, "00:00").unwrap_or_else(|_| day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, time: &str) -> Result<String, &'static str> {
        instant(day.parse().unwrap(), time).map(|at| at.to_rfc3339())
    }

    #[test]
    fn ten_in_the_morning_in_winter_in_summer_and_where_the_clocks_change() {
        assert_eq!(at("2026-11-24", "10:00").unwrap(), "2026-11-24T08:00:00+00:00");
        assert_eq!(at("2026-06-24", "10:00").unwrap(), "2026-06-24T07:00:00+00:00");
        // The clocks go forward on 29 March 2026 at three: half past three is no time of that day.
        assert_eq!(at("2026-03-29", "03:30"), Err(NO_SUCH_TIME));
        assert_eq!(at("2026-03-29", "04:00").unwrap(), "2026-03-29T01:00:00+00:00");
        // They go back on 25 October at four: half past three comes twice, and the first is meant.
        assert_eq!(at("2026-10-25", "03:30").unwrap(), "2026-10-25T00:30:00+00:00");
        assert_eq!(at("2026-10-25", "04:00").unwrap(), "2026-10-25T02:00:00+00:00");
        for bad in ["", "25:00", "10", "10.00", "klo 10"] {
            assert_eq!(at("2026-11-24", bad), Err(NOT_A_TIME), "{bad}");
        }
        assert_eq!(midnight("2026-03-29".parse().unwrap()).to_rfc3339(), "2026-03-28T22:00:00+00:00");
    }
}
