//! The county's figures: counted every few minutes over everything, kept by service task and team, and put together when they are asked.
//! Nobody is named in them. Matters whose processing is restricted are counted, as on the desks: they wait and their time runs.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use kernel::ServiceTask;
use people::organisation::teams_by_id;
use rules::{FigureLevel, FigureRule};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Gate;
use uuid::Uuid;

use super::model::{FigurePart, FigureParts, FigureSeen, FigureTeam};
use super::period::{FigurePeriod, STRETCHES, Stretch};
use super::seen::{is_few, left_out, seen};
use super::sql::Counting;
use super::tally::Tally;
use crate::{Error, Steering};

/// How old the county's figures become before they are counted anew.
const FRESH: i64 = 9;

type Part = (Option<Uuid>, String);

/// Counts every figure over every period, unless it was done a moment ago. Gives how many.
pub(crate) async fn count(room: &Steering, gate: &Gate) -> Result<usize, Error> {
    let reference = gate.db().reference();
    let now = gate.ctx().now();
    if counted_at(&reference).await?.is_some_and(|at| now - at < Duration::minutes(FRESH)) {
        return Ok(0);
    }
    let job = gate.job("steering.count", "administration", None);
    let today = gate.ctx().today();
    let rules = room.rules.now();
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut counted = 0;
    for rule in &rules.figures.on(today).body.figures {
        let above = [FigureLevel::Service, FigureLevel::Organiser];
        let Some(source) = room.sources.of(rule.source).filter(|_| rule.levels.iter().any(|level| above.contains(level))) else { continue };
        for period in FigurePeriod::ALL {
            let stretches = period.stretches(today);
            let counting = Counting { source, count: rule.count, stretches: &stretches };
            let mut parts: BTreeMap<Part, Vec<Tally>> = BTreeMap::new();
            let reach = if source.matter { "1 = 1".to_owned() } else { format!("1 = 1{}", job.unrestricted_sql_of_clients("s")) };
            let text = counting.text("s.team_id, s.service_task", &reach);
            for row in sql::rows(job.reader(), &text, counting.values()).await? {
                let part: Part = (row.try_get("", "team_id")?, row.try_get("", "service_task")?);
                counting.take(&row, parts.entry(part).or_insert_with(|| vec![Tally::default(); STRETCHES]))?;
            }
            // A figure with nothing in it was counted all the same.
            if parts.is_empty() {
                parts.insert((None, ServiceTask::Health.code().to_owned()), vec![Tally::default(); STRETCHES]);
            }
            for ((team, task), tallies) in parts {
                let buckets = serde_json::to_value(&tallies).map_err(|error| DbErr::Custom(error.to_string()))?;
                rows.push(vec![
                    gate.ctx().new_id().into(),
                    rule.code.as_str().into(),
                    period.code().into(),
                    task.into(),
                    team.into(),
                    buckets.into(),
                    now.into(),
                ]);
            }
        }
        counted += 1;
        // Others on this thread are let in between.
        tokio::task::yield_now().await;
    }
    // What was counted touches nobody's data: it leaves no line in the log.
    let tx = gate.keep_log().await?;
    sql::exec(&tx, "DELETE FROM figure_count", []).await?;
    let columns = ["id", "figure", "period", "service_task", "team_id", "buckets", "counted_at"];
    sql::insert_many(&tx, "figure_count", &columns, rows).await?;
    tx.commit().await?;
    Ok(counted)
}

/// When the figures were counted last.
pub(super) async fn counted_at(conn: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, DbErr> {
    #[derive(FromQueryResult)]
    struct At {
        counted_at: DateTime<Utc>,
    }
    let text = "SELECT c.counted_at FROM figure_count c ORDER BY c.counted_at DESC LIMIT 1";
    Ok(sql::one::<At>(conn, text, []).await?.map(|one| one.counted_at))
}

#[derive(FromQueryResult)]
struct Kept {
    figure: String,
    service_task: String,
    team_id: Option<Uuid>,
    buckets: serde_json::Value,
    counted_at: DateTime<Utc>,
}

impl Kept {
    /// A row that cannot be read is counted anew in a moment.
    fn tallies(&self) -> Vec<Tally> {
        serde_json::from_value(self.buckets.clone()).unwrap_or_default()
    }
}

async fn kept(
    conn: &impl ConnectionTrait,
    period: FigurePeriod,
    task: Option<ServiceTask>,
    figure: Option<&str>,
) -> Result<Vec<Kept>, DbErr> {
    let mut values: Vec<Value> = vec![period.code().into()];
    let mut text = "SELECT c.figure, c.service_task, c.team_id, c.buckets, c.counted_at FROM figure_count c WHERE c.period = $1".to_owned();
    for (column, value) in [("c.service_task", task.map(ServiceTask::code)), ("c.figure", figure)] {
        if let Some(value) = value {
            values.push(value.into());
            text.push_str(&format!(" AND {column} = ${}", values.len()));
        }
    }
    sql::all(conn, &text, values).await
}

fn together<'k>(rows: impl Iterator<Item = &'k Kept>) -> Vec<Tally> {
    let mut all = vec![Tally::default(); STRETCHES];
    for row in rows {
        for (sum, tally) in all.iter_mut().zip(row.tallies()) {
            sum.add(&tally);
        }
    }
    all
}

/// The figures of a service or of the county, as they were counted last, and when; none when they have not been.
pub(super) async fn figures<'r>(
    conn: &impl ConnectionTrait,
    rules: impl Iterator<Item = &'r FigureRule>,
    period: FigurePeriod,
    task: Option<ServiceTask>,
    least: i64,
) -> Result<(Option<DateTime<Utc>>, Vec<FigureSeen>), Error> {
    let Some(at) = counted_at(conn).await? else { return Ok((None, Vec::new())) };
    let rows = kept(conn, period, task, None).await?;
    // The stretches are those of the day they were counted on.
    let stretches = period.stretches(kernel::helsinki_date(at));
    let figures = rules.map(|rule| seen(rule, &stretches, &together(rows.iter().filter(|row| row.figure == rule.code)), Some(least)));
    Ok((Some(at), figures.collect()))
}

/// What a figure's newest stretch is made of: each team's part.
pub(super) async fn parts(
    conn: &impl ConnectionTrait,
    rule: &FigureRule,
    period: FigurePeriod,
    task: Option<ServiceTask>,
    least: i64,
    own: &[Uuid],
) -> Result<FigureParts, Error> {
    let rows = kept(conn, period, task, Some(&rule.code)).await?;
    let at = rows.first().map(|row| row.counted_at).ok_or(Error::State("figures_not_counted"))?;
    let stretch: Stretch = period.stretches(kernel::helsinki_date(at)).pop().ok_or(Error::NotFound)?;
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.team_id).collect();
    let names = teams_by_id(conn, &ids).await?;
    let mut found: Vec<(FigurePart, Tally)> = Vec::new();
    for row in &rows {
        let (Some(tally), Some(service_task)) = (row.tallies().pop(), ServiceTask::parse(&row.service_task)) else { continue };
        if tally.n == 0 {
            continue;
        }
        let part = FigurePart {
            team: row.team_id.map(|id| FigureTeam { id, name: names.get(&id).map(|team| team.name.clone()).unwrap_or_default() }),
            service_task,
            value: tally.value(rule.count),
            few: false,
            of: Some(tally.n),
            own: row.team_id.is_some_and(|id| own.contains(&id)),
        };
        found.push((part, tally));
    }
    // One's own team's few are not hidden from oneself: its rows are open.
    let few: Vec<bool> = found.iter().map(|(part, tally)| !part.own && is_few(rule, tally, Some(least))).collect();
    let sizes: Vec<i64> = found.iter().map(|(part, tally)| if part.own { 0 } else { tally.n }).collect();
    let out = left_out(&few, &sizes);
    let any = out.iter().any(|one| *one);
    let mut parts: Vec<FigurePart> = found
        .into_iter()
        .zip(out)
        .map(|((part, _), out)| if out { FigurePart { value: None, of: None, few: true, ..part } } else { part })
        .collect();
    parts.sort_by(|a, b| b.of.cmp(&a.of).then_with(|| name(a).cmp(name(b))).then_with(|| a.service_task.cmp(&b.service_task)));
    Ok(FigureParts {
        code: rule.code.clone(),
        name: rule.name.clone(),
        from: stretch.first,
        to: stretch.last,
        unit: rule.unit(),
        parts,
        left_out: any,
    })
}

fn name(part: &FigurePart) -> &str {
    part.team.as_ref().map_or("", |team| team.name.as_str())
}
