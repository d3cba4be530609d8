//! Many more clients in a day than is ordinary. What is ordinary is told by days that are counted once and kept, so that no reading grows
//! with the log.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use rules::{Detect, Rules};
use sea_orm::FromQueryResult;
use store::Reader;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::LogKeeper;
use trust::looks::{self, Look};
use uuid::Uuid;

use super::Finding;

/// How many clients a professional opened on a day.
#[derive(Clone, Debug)]
pub(super) struct DayCount {
    pub viewer: Uuid,
    pub day: NaiveDate,
    pub role: String,
    pub unit: Option<Uuid>,
    pub clients: i64,
    pub lines: Vec<Uuid>,
}

/// The days that a batch adds to, counted anew and whole.
pub(super) async fn days(log: &LogKeeper<Reader>, some: &[Look]) -> Result<Vec<DayCount>, DbErr> {
    let mut days: HashMap<(Uuid, NaiveDate), DayCount> = HashMap::new();
    for look in some {
        let day = kernel::helsinki_date(look.at);
        let role = look.role.clone().unwrap_or_default();
        let of = || DayCount { viewer: look.actor_id, day, role, unit: look.unit_id, clients: 0, lines: Vec::new() };
        let one = days.entry((look.actor_id, day)).or_insert_with(of);
        if !one.lines.contains(&look.id) {
            one.lines.push(look.id);
        }
    }
    let mut asked: Vec<(Uuid, NaiveDate)> = days.keys().copied().collect();
    asked.sort_unstable();
    let counted = looks::clients_of_days(log, &asked).await?;
    let mut days: Vec<DayCount> =
        days.into_iter().map(|(key, one)| DayCount { clients: counted.get(&key).copied().unwrap_or(0), ..one }).collect();
    days.sort_unstable_by_key(|d| (d.day, d.viewer));
    Ok(days)
}

/// Keeps the counts. Said again, they are the same.
pub(super) async fn keep(conn: &impl ConnectionTrait, days: &[DayCount]) -> Result<(), DbErr> {
    for some in days.chunks(200) {
        let rows: Vec<String> = (0..some.len()).map(|at| format!("({})", sql::params(at * 4 + 1, 4))).collect();
        let values =
            some.iter().flat_map(|d| -> [Value; 4] { [d.viewer.into(), d.day.into(), d.role.clone().into(), count(d.clients).into()] });
        let text = format!(
            "INSERT INTO watch_day (professional_id, day_on, role, clients) VALUES {} \
             ON CONFLICT (professional_id, day_on) DO UPDATE SET clients = excluded.clients, role = excluded.role",
            rows.join(", ")
        );
        sql::exec(conn, &text, values).await?;
    }
    Ok(())
}

fn count(clients: i64) -> i32 {
    i32::try_from(clients).unwrap_or(i32::MAX)
}

#[derive(FromQueryResult)]
struct Ordinary {
    whose: String,
    days: i64,
    clients: f64,
}

/// The unusual days among these; two statements for each day of a batch, which is one or two days.
pub(super) async fn unusual(conn: &impl ConnectionTrait, rules: &Rules, days: &[DayCount]) -> Result<Vec<Finding>, DbErr> {
    let mut found = Vec::new();
    for some in days.chunk_by(|a, b| a.day == b.day) {
        let Some(day) = some.first().map(|d| d.day) else { continue };
        let set = rules.watch.on(day);
        let Some(rule) = set.body.on(Detect::Volume) else { continue };
        let least = i64::from(rule.least_clients.unwrap_or(1));
        // Most days are not even large.
        let large: Vec<&DayCount> = some.iter().filter(|d| d.clients >= least).collect();
        if large.is_empty() {
            continue;
        }
        let since = day.checked_sub_days(Days::new(u64::from(rule.window_days.unwrap_or(42)))).unwrap_or(day);
        let own = ordinary(conn, "professional_id", large.iter().map(|d| d.viewer.into()), since, day, true).await?;
        let roles = ordinary(conn, "role", large.iter().map(|d| d.role.clone().into()), since, day, false).await?;
        let enough = i64::from(rule.least_days.unwrap_or(1));
        for one in large {
            let known = |of: &HashMap<String, Ordinary>, whose: &str| of.get(whose).filter(|o| o.days >= enough).map(|o| o.clients);
            let Some(usual) = known(&own, &one.viewer.simple().to_string()).or_else(|| known(&roles, &one.role)) else { continue };
            if exceeds(one.clients, usual, rule.factor.unwrap_or(f64::MAX)) {
                found.push(Finding {
                    viewer: one.viewer,
                    unit: one.unit,
                    client: None,
                    rule: Detect::Volume,
                    rule_version: set.version.clone(),
                    day,
                    severity: rule.severity,
                    tied: false,
                    lines: one.lines.clone(),
                    volume: Some((one.clients, usual)),
                });
            }
        }
    }
    Ok(found)
}

/// Whether a day of so many clients is unusual beside an ordinary one.
fn exceeds(clients: i64, usual: f64, factor: f64) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "a day's clients are far fewer than 2^52")]
    let clients = clients as f64;
    clients > usual * factor
}

/// The mean day of each before `day`, the day itself left out.
async fn ordinary(
    conn: &impl ConnectionTrait,
    column: &str,
    whose: impl Iterator<Item = Value>,
    since: NaiveDate,
    day: NaiveDate,
    by_id: bool,
) -> Result<HashMap<String, Ordinary>, DbErr> {
    #[derive(FromQueryResult)]
    struct ById {
        whose: Uuid,
        days: i64,
        clients: f64,
    }
    let mut values: Vec<Value> = vec![since.into(), day.into()];
    values.extend(whose);
    let text = format!(
        "SELECT {column} AS whose, COUNT(*) AS days, CAST(SUM(clients) AS double precision) / COUNT(*) AS clients FROM watch_day \
         WHERE day_on >= $1 AND day_on < $2 AND {column} IN ({}) GROUP BY {column}",
        sql::params(3, values.len() - 2)
    );
    let rows: Vec<Ordinary> = if by_id {
        let rows: Vec<ById> = sql::all(conn, &text, values).await?;
        rows.into_iter().map(|r| Ordinary { whose: r.whose.simple().to_string(), days: r.days, clients: r.clients }).collect()
    } else {
        sql::all(conn, &text, values).await?
    };
    Ok(rows.into_iter().map(|row| (row.whose.clone(), row)).collect())
}

#[cfg(test)]
mod tests {
    use super::exceeds;

    #[test]
    fn so_many_times_the_ordinary_is_not_yet_unusual() {
        assert!(!exceeds(30, 10.0, 3.0) && exceeds(31, 10.0, 3.0));
    }
}
