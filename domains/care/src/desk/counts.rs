//! The figures above the queue, of the whole view, whatever narrows the cards.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use kernel::helsinki_date;
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use store::sql;
use trust::Listed;

use super::filter::{Where, two_workdays};
use crate::Error;

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DeskCounts {
    pub new_today: i64,
    pub overdue: i64,
    /// Due today or within the next two workdays.
    pub due_in_two_workdays: i64,
    /// Median of days from initiation to closing, of matters closed within 90 days; absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days: Option<f64>,
    pub paused: i64,
}

/// How many matters were open at the end of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = DeskWeek)]
pub struct Week {
    /// ISO week, `2026-W47`.
    pub week: String,
    pub open: i64,
}

/// Weeks told, this one with them.
const WEEKS: u64 = 12;
/// Days back of which the median is taken.
const MEDIAN_DAYS: i64 = 90;

/// What is open, by the day it was initiated, and each that was closed of late.
#[derive(Debug, FromQueryResult)]
struct Day {
    initiated_on: NaiveDate,
    /// None: those of the day that are open.
    closed_at: Option<DateTime<Utc>>,
    n: i64,
    overdue: i64,
    soon: i64,
    paused: i64,
}

/// Counts and weeks from one statement, over a view of all states.
pub async fn counts(listed: &Listed, view: &Where) -> Result<(DeskCounts, Vec<Week>), Error> {
    let (text, values) = statement(listed, view);
    let days: Vec<Day> = sql::all(listed.reader(), &text, values).await?;
    let open = || days.iter().filter(|d| d.closed_at.is_none());
    let today = listed.today();
    let since = median_since(listed.at());
    let through = |d: &Day| d.closed_at.filter(|at| *at > since).map(|at| (helsinki_date(at) - d.initiated_on).num_days());
    let counts = DeskCounts {
        new_today: open().filter(|d| d.initiated_on == today).map(|d| d.n).sum(),
        overdue: open().map(|d| d.overdue).sum(),
        due_in_two_workdays: open().map(|d| d.soon).sum(),
        median_days: median(days.iter().filter_map(through).collect()),
        paused: open().map(|d| d.paused).sum(),
    };
    let weeks = sundays(today).into_iter().map(|sunday| {
        let end = end_of(sunday);
        let there = days.iter().filter(|d| d.initiated_on <= sunday && d.closed_at.is_none_or(|at| at > end));
        Week { week: week_of(sunday), open: there.map(|d| d.n).sum() }
    });
    Ok((counts, weeks.collect()))
}

/// The one statement of the figures. Long closed matters are in none of them; each half is a stretch of the desk's index.
pub(super) fn statement(listed: &Listed, view: &Where) -> (String, Vec<Value>) {
    let today = listed.today();
    let first_week = sundays(today).first().map_or(listed.at(), |s| end_of(*s));
    let mut values = view.values.clone();
    let t = values.len() + 1;
    values.extend([Value::from(today), two_workdays(today).into(), first_week.min(median_since(listed.at())).into()]);
    let sum = |what: &str| format!("SUM(CASE WHEN {what} THEN 1 ELSE 0 END)");
    let text = format!(
        "SELECT m.initiated_on, m.closed_at, CAST(1 AS BIGINT) AS n, CAST(0 AS BIGINT) AS overdue, CAST(0 AS BIGINT) AS soon, \
         CAST(0 AS BIGINT) AS paused FROM matter m WHERE {view} AND m.state = 'closed' AND m.closed_at > ${} \
         UNION ALL SELECT m.initiated_on, NULL, COUNT(*), {}, {}, {} FROM matter m WHERE {view} AND m.state = 'open' GROUP BY m.initiated_on",
        t + 2,
        sum(&format!("m.next_due_on < ${t}")),
        sum(&format!("m.next_due_on BETWEEN ${t} AND ${}", t + 1)),
        sum("m.paused"),
        view = view.text,
    );
    (text, values)
}

fn median_since(at: DateTime<Utc>) -> DateTime<Utc> {
    at - chrono::Duration::days(MEDIAN_DAYS)
}

fn median(mut days: Vec<i64>) -> Option<f64> {
    days.sort_unstable();
    let middle = days.len() / 2;
    let upper = *days.get(middle)?;
    if days.len() % 2 == 1 {
        return Some(as_f64(upper));
    }
    let lower = *days.get(middle.checked_sub(1)?)?;
    Some(as_f64(lower + upper) / 2.0)
}

#[allow(clippy::cast_precision_loss)] // days of a matter's life are few
fn as_f64(days: i64) -> f64 {
    days as f64
}

/// The Sundays that end the weeks, oldest first; the last ends this week.
fn sundays(today: NaiveDate) -> Vec<NaiveDate> {
    let to_sunday = u64::from(6 - today.weekday().num_days_from_monday());
    let last = today + Days::new(to_sunday);
    (0..WEEKS).rev().map(|back| last - Days::new(7 * back)).collect()
}

/// The instant a day ends in Finland.
pub(crate) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN);
    // Midnight exists on every day in Finland: clocks change at three and four in the morning.
    Utc.from_utc_datetime(&midnight) - chrono::Duration::hours(if helsinki_is_summer(day) { 3 } else { 2 })
}

/// Whether the following midnight is on summer time, read from the calendar itself.
fn helsinki_is_summer(day: NaiveDate) -> bool {
    let midnight = Utc.from_utc_datetime(&(day + Days::new(1)).and_time(NaiveTime::MIN));
    // Two and a half hours before UTC's midnight it is already the next day in Finland only on summer time.
    helsinki_date(midnight - chrono::Duration::minutes(150)) > day
}

fn week_of(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_ends_at_finnish_midnight() {
        for (day, end) in [
            ("2026-11-22", "2026-11-22T22:00:00Z"),
            ("2026-07-05", "2026-07-05T21:00:00Z"),
            ("2026-03-29", "2026-03-29T21:00:00Z"),
            ("2026-10-25", "2026-10-25T22:00:00Z"),
        ] {
            assert_eq!(end_of(d(day)), end.parse::<DateTime<Utc>>().unwrap(), "{day}");
        }
    }

    #[test]
    fn weeks_end_on_sundays_and_the_last_is_this_one() {
        let weeks = sundays(d("2026-11-21"));
        assert_eq!(weeks.len(), 12);
        assert_eq!((weeks[11], weeks[0]), (d("2026-11-22"), d("2026-09-06")));
        assert_eq!(sundays(d("2026-11-22"))[11], d("2026-11-22"));
        assert_eq!(week_of(d("2026-11-22")), "2026-W47");
        assert_eq!(week_of(d("2027-01-03")), "2026-W53");
    }

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![5]), Some(5.0));
        assert_eq!(median(vec![9, 1, 4]), Some(4.0));
        assert_eq!(median(vec![1, 2, 9, 4]), Some(3.0));
    }
}
