//! When a reminder comes: a time of day in Finland, whatever its clocks do. Pure.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Helsinki;
use kernel::helsinki_date;

use super::model::ReminderRepeats;

/// Minutes of the day of `HH:MM`.
pub(crate) fn minute(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |part: &str| (part.len() == 2 && part.bytes().all(|one| one.is_ascii_digit())).then(|| part.parse::<u8>().ok()).flatten();
    let (hours, minutes) = digits(hours).zip(digits(minutes)).filter(|(hours, minutes)| *hours < 24 && *minutes < 60)?;
    Some(i32::from(hours) * 60 + i32::from(minutes))
}

/// `HH:MM` of minutes of the day.
pub(crate) fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The instant of a minute of a day. One that does not exist, since the clocks go forward over it, is an hour later.
fn instant(day: NaiveDate, minute: i32) -> Option<DateTime<Utc>> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(minute).ok()? * 60, 0)?;
    let local = day.and_time(time);
    let found = Helsinki.from_local_datetime(&local).earliest();
    found.or_else(|| Helsinki.from_local_datetime(&(local + Duration::hours(1))).earliest()).map(|at| at.with_timezone(&Utc))
}

/// The first time it comes after an instant; none when it has come for the last time.
pub(crate) fn next(starts_on: NaiveDate, minute: i32, repeats: ReminderRepeats, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let step = match repeats {
        ReminderRepeats::Once => return instant(starts_on, minute).filter(|at| *at > after),
        ReminderRepeats::Daily => 1,
        ReminderRepeats::Weekly => 7,
    };
    let passed = (helsinki_date(after) - starts_on).num_days().max(0);
    let whole = u64::try_from(passed / step * step).ok()?;
    let step = u64::try_from(step).ok()?;
    let day = starts_on.checked_add_days(Days::new(whole))?;
    [day, day.checked_add_days(Days::new(step))?].into_iter().filter_map(|day| instant(day, minute)).find(|at| *at > after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(starts: &str, at: &str, repeats: ReminderRepeats, now: &str) -> Option<String> {
        let found = next(starts.parse().unwrap(), minute(at).unwrap(), repeats, now.parse().unwrap());
        found.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }

    #[test]
    fn it_comes_at_its_time_of_day_through_the_change_of_clocks() {
        use ReminderRepeats::*;
        for (starts, at, repeats, now, expected) in [
            ("2026-11-24", "09:00", Once, "2026-11-23T10:00:00Z", Some("2026-11-24T07:00:00Z")),
            ("2026-11-23", "09:00", Once, "2026-11-23T10:00:00Z", None),
            ("2026-11-20", "09:00", Daily, "2026-11-23T06:59:00Z", Some("2026-11-23T07:00:00Z")),
            ("2026-11-20", "09:00", Daily, "2026-11-23T07:00:00Z", Some("2026-11-24T07:00:00Z")),
            ("2026-11-20", "09:00", Weekly, "2026-11-23T07:00:00Z", Some("2026-11-27T07:00:00Z")),
            ("2026-11-20", "09:00", Weekly, "2026-11-27T07:00:00Z", Some("2026-12-04T07:00:00Z")),
            // Summer time begins on 29 March 2026, and three in the night is four.
            ("2026-03-20", "09:00", Daily, "2026-03-28T08:00:00Z", Some("2026-03-29T06:00:00Z")),
            ("2026-03-29", "03:30", Once, "2026-03-01T00:00:00Z", Some("2026-03-29T01:30:00Z")),
            // One that begins later waits for its first day.
            ("2026-12-24", "17:00", Weekly, "2026-11-23T10:00:00Z", Some("2026-12-24T15:00:00Z")),
        ] {
            assert_eq!(after(starts, at, repeats, now).as_deref(), expected, "{starts} {at} {repeats} after {now}");
        }
    }

    #[test]
    fn a_time_of_day_is_two_digits_and_two() {
        assert_eq!(minute("09:05"), Some(545));
        assert_eq!(clock(545), "09:05");
        for wrong in ["9:05", "24:00", "12:60", "", "noon", "1:2:3", "+1:00"] {
            assert_eq!(minute(wrong), None, "{wrong}");
        }
    }
}
