//! How many of a service there were on each day, of those living in each municipality: kept, so that only new days are counted and what came
//! late is counted again. Restricted data are not counted.

use std::collections::BTreeMap;

use ::store::sea_orm::{ConnectionTrait, DbErr, Value};
use ::store::{FactSource, sql};
use chrono::{Days, NaiveDate};
use kernel::helsinki_start;
use people::facts::HOMES;
use sea_orm::FromQueryResult;
use trust::{Job, Work};

use super::DemandService;

/// The whole county.
pub(crate) const ALL: &str = "all";
/// Days looked back at the most: two years, so that each month is seen twice, and a bit.
pub(crate) const HISTORY: u64 = 760;
/// Days counted again: what is recorded late.
const LATE: u64 = 21;
/// Days of one statement.
const CHUNK: usize = 31;

/// Counts by area and day.
pub(crate) type Counts = BTreeMap<String, BTreeMap<NaiveDate, i32>>;

/// The last day counted of a service.
pub(crate) async fn last(conn: &impl ConnectionTrait, service: DemandService) -> Result<Option<NaiveDate>, DbErr> {
    #[derive(FromQueryResult)]
    struct Last {
        day_on: NaiveDate,
    }
    let text = "SELECT d.day_on FROM demand_day d WHERE d.service = $1 AND d.area = $2 ORDER BY d.day_on DESC LIMIT 1";
    Ok(sql::one::<Last>(conn, text, [service.code().into(), ALL.into()]).await?.map(|last| last.day_on))
}

/// Counts the days that are not kept yet, and the latest ones again; gives the first day counted and the counts.
pub(crate) async fn counted(
    job: &Job,
    source: &FactSource,
    service: DemandService,
    today: NaiveDate,
) -> Result<(NaiveDate, Counts), DbErr> {
    let oldest = today.checked_sub_days(Days::new(HISTORY)).unwrap_or(today);
    let from =
        last(job.reader(), service).await?.and_then(|last| last.checked_sub_days(Days::new(LATE))).map_or(oldest, |day| day.max(oldest));
    let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day < today).collect();
    let mut counts = Counts::new();
    for some in days.chunks(CHUNK) {
        let ends = some.iter().copied().chain(some.last().and_then(NaiveDate::succ_opt));
        let values: Vec<Value> = ends.map(|day| helsinki_start(day).into()).collect();
        let columns: Vec<String> = (0..some.len())
            .map(|nth| format!("COUNT(CASE WHEN s.begun_at >= ${} AND s.begun_at < ${} THEN 1 END) AS n{nth}", nth + 1, nth + 2))
            .collect();
        let text = format!(
            "SELECT h.municipality, {} FROM ({}) s LEFT JOIN ({HOMES}) h ON h.client_id = s.client_id \
             WHERE s.begun_at >= $1 AND s.begun_at < ${}{} GROUP BY h.municipality",
            columns.join(", "),
            source.sql,
            some.len() + 1,
            job.unrestricted_sql_of_clients("s")
        );
        for day in some {
            counts.entry(ALL.to_owned()).or_default().insert(*day, 0);
        }
        for row in sql::rows(job.reader(), &text, values).await? {
            let municipality: Option<String> = row.try_get("", "municipality")?;
            for (nth, day) in some.iter().enumerate() {
                let n = i32::try_from(row.try_get::<i64>("", &format!("n{nth}"))?).unwrap_or(i32::MAX);
                for area in [Some(ALL), municipality.as_deref()].into_iter().flatten().filter(|_| n > 0) {
                    *counts.entry(area.to_owned()).or_default().entry(*day).or_default() += n;
                }
            }
        }
        // Others on this thread are let in between.
        tokio::task::yield_now().await;
    }
    Ok((from, counts))
}

/// Keeps what was counted, in place of what was kept of those days, and lets go of what is older than is looked at.
pub(crate) async fn keep(work: &Work, service: DemandService, from: NaiveDate, counts: &Counts) -> Result<(), DbErr> {
    let oldest = from.checked_sub_days(Days::new(HISTORY)).unwrap_or(from);
    let text = "DELETE FROM demand_day WHERE service = $1 AND (day_on >= $2 OR day_on < $3)";
    sql::exec(work, text, [service.code().into(), from.into(), oldest.into()]).await?;
    let rows = counts.iter().flat_map(|(area, days)| {
        days.iter().map(move |(day, n)| -> Vec<Value> { vec![service.code().into(), area.as_str().into(), (*day).into(), (*n).into()] })
    });
    sql::insert_many(work, "demand_day", &["service", "area", "day_on", "n"], rows.collect()).await
}

/// What is kept of a service from a day on.
pub(crate) async fn kept(conn: &impl ConnectionTrait, service: DemandService, from: NaiveDate) -> Result<Counts, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        area: String,
        day_on: NaiveDate,
        n: i32,
    }
    let text = "SELECT d.area, d.day_on, d.n FROM demand_day d WHERE d.service = $1 AND d.day_on >= $2 ORDER BY d.area, d.day_on";
    let mut counts = Counts::new();
    for row in sql::all::<Row>(conn, text, [service.code().into(), from.into()]).await? {
        counts.entry(row.area).or_default().insert(row.day_on, row.n);
    }
    Ok(counts)
}

/// The counts of an area day by day, from its first to `last`, with the days on which there were none.
pub(crate) fn series(days: &BTreeMap<NaiveDate, i32>, first: NaiveDate, last: NaiveDate) -> Vec<u32> {
    let on = |day: NaiveDate| days.get(&day).copied().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    first.iter_days().take_while(|day| *day <= last).map(on).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_any_is_a_nought() {
        let d = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = BTreeMap::from([(d("2026-11-20"), 4), (d("2026-11-22"), 2)]);
        assert_eq!(series(&days, d("2026-11-19"), d("2026-11-23")), [0, 4, 0, 2, 0]);
    }
}
