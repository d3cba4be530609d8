use std::collections::HashMap;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use kernel::{ClientId, helsinki_date};
use rules::{Detect, DoneBy, Rules};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::looks::{self, Batch, Doing, Opening};
use trust::{Gate, Job};
use uuid::Uuid;

use super::judge::{hits, weighed};
use super::near::Near;
use super::raise::raise;
use super::{Finding, own_tie, volume};
use crate::{Error, Watch};

/// Lines of the log in one batch, and batches in one turn: a backlog is read in several turns, and none holds the database long.
const LINES: u32 = 1_000;
const BATCHES: usize = 20;
/// Days of openings looked at in one turn.
const DAYS: usize = 60;

const LOG: &str = "log";
const OPENINGS: &str = "openings";
const TIES: &str = "ties";

impl Watch {
    /// Reads what has been sealed of the log since the last turn, and openings that have had their time, and raises what the rules
    /// say. Several processes may turn at once: whoever is second finds the place moved and leaves. Gives how many were raised.
    ///
    /// # Errors
    /// When the database does not answer; what was not read is read in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Error> {
        let rules = self.rules.now();
        let mut raised = 0;
        for _ in 0..BATCHES {
            match batch(gate, &rules).await? {
                Some(some) => raised += some,
                None => break,
            }
        }
        for _ in 0..DAYS {
            match self.openings(gate, &rules).await? {
                Some(some) => raised += some,
                None => break,
            }
        }
        for _ in 0..DAYS {
            match self.own_ties(gate, &rules).await? {
                Some(some) => raised += some,
                None => break,
            }
        }
        Ok(raised)
    }

    /// One day of ties that professionals made themselves. What was made before the first turn is not looked at.
    async fn own_ties(&self, gate: &Gate, rules: &Rules) -> Result<Option<usize>, Error> {
        let now = gate.ctx().now();
        let set = rules.watch.on(helsinki_date(now));
        let rule = set.body.of(Detect::OwnTie);
        let ripe = now - Duration::days(i64::from(rule.and_then(|rule| rule.days).unwrap_or(14)));
        let before = place(&gate.log_reader(), TIES).await?;
        let from = before.as_ref().and_then(|place| place.reached_at).unwrap_or(ripe - Duration::seconds(1));
        let until = (from + Duration::days(1)).min(ripe);
        if until <= from {
            return Ok(None);
        }
        let job = gate.job("watch.turn", "supervision", None);
        let found = match rule.filter(|rule| rule.on) {
            Some(rule) => own_tie::unfollowed(gate, &job, rule, &set.version, &self.doings, (from, until)).await?,
            None => Vec::new(),
        };
        commit(gate, &job, rules, found, &[], TIES, &Step::Instant(before, until)).await
    }

    /// One day of openings by a named ground: was anything done after them? `None`: all that have had their time are looked at.
    async fn openings(&self, gate: &Gate, rules: &Rules) -> Result<Option<usize>, Error> {
        let (now, log) = (gate.ctx().now(), gate.log_reader());
        let job = gate.job("watch.turn", "supervision", None);
        let set = rules.watch.on(helsinki_date(now));
        let rule = set.body.of(Detect::NothingAfter);
        let days = rule.and_then(|rule| rule.days).unwrap_or(7);
        let ripe = now - Duration::days(i64::from(days));
        let before = place(&log, OPENINGS).await?;
        let from = match before.as_ref().and_then(|place| place.reached_at) {
            Some(reached) => reached,
            None => match looks::first_opening(&job).await? {
                Some(first) => first - Duration::seconds(1),
                None => return Ok(None),
            },
        };
        let until = (from + Duration::days(1)).min(ripe);
        if until <= from {
            return Ok(None);
        }
        let acts = match rule.filter(|rule| rule.on) {
            Some(_) => looks::openings(&job, from, until).await?,
            None => Vec::new(),
        };
        let found = match rule {
            Some(rule) if !acts.is_empty() => {
                let skips = rule.skip_reviewed.unwrap_or(false);
                let kept: Vec<Opening> =
                    acts.into_iter().filter(|act| !(skips && reviewed(rules, &act.ground, helsinki_date(act.opened_at)))).collect();
                let by_viewer = rule.done_by == Some(DoneBy::Viewer);
                let asked: Vec<Doing> = kept
                    .iter()
                    .map(|act| Doing {
                        client: act.client_id,
                        actor: by_viewer.then_some(act.professional_id),
                        since: act.opened_at,
                        until: act.opened_at + Duration::days(i64::from(days)),
                    })
                    .collect();
                let done = looks::done(&log, &asked, &self.doings).await?;
                let idle: Vec<Opening> = kept.into_iter().zip(done).filter(|(_, done)| !done).map(|(act, _)| act).collect();
                unfollowed(&job, idle, rule.severity, &set.version).await?
            }
            _ => Vec::new(),
        };
        commit(gate, &job, rules, found, &[], OPENINGS, &Step::Instant(before, until)).await
    }
}

fn reviewed(rules: &Rules, ground: &str, day: NaiveDate) -> bool {
    rules.grounds.on(day).body.grounds.iter().any(|g| g.code == ground && g.reviewed)
}

async fn unfollowed(job: &Job, acts: Vec<Opening>, severity: rules::Severity, version: &str) -> Result<Vec<Finding>, DbErr> {
    let lines = looks::lines_of_openings(job, &acts).await?;
    let workers: Vec<Uuid> = acts.iter().map(|act| act.professional_id).collect();
    let mut near = Near { working: people::nearness::working(job, &workers).await?, ..Near::default() };
    let clients: Vec<Uuid> = acts.iter().map(|act| act.client_id).collect();
    near.read_ties(job, &clients).await?;
    let found = acts.into_iter().map(|act| {
        let unit = near.working.get(&act.professional_id).and_then(|w| w.unit);
        Finding {
            viewer: act.professional_id,
            unit,
            client: Some(ClientId(act.client_id)),
            rule: Detect::NothingAfter,
            rule_version: version.to_owned(),
            day: helsinki_date(act.opened_at),
            severity,
            tied: near.tied(act.professional_id, unit, act.client_id, act.opened_at),
            // The act stands for its line when the line is of a time before openings named theirs.
            lines: vec![lines.get(&act.act_id).copied().unwrap_or(act.act_id)],
            volume: None,
        }
    });
    Ok(together(found.collect()))
}

/// One batch of the log. `None`: nothing was left, or another process was there first.
async fn batch(gate: &Gate, rules: &Rules) -> Result<Option<usize>, Error> {
    let log = gate.log_reader();
    let from = place(&log, LOG).await?;
    let Some(some) = looks::after(&log, from.as_ref().map_or(0, |place| place.leaf), LINES).await? else { return Ok(None) };
    let job = gate.job("watch.turn", "supervision", None);
    let (found, days) = if some.looks.is_empty() { (Vec::new(), Vec::new()) } else { judged(gate, &job, rules, &some).await? };
    commit(gate, &job, rules, found, &days, LOG, &Step::Leaf(from, some.next)).await
}

async fn judged(gate: &Gate, job: &Job, rules: &Rules, batch: &Batch) -> Result<(Vec<Finding>, Vec<volume::DayCount>), Error> {
    let mut near = Near::of(job, &batch.looks, gate.ctx().today()).await?;
    let mut hit = Vec::new();
    for look in &batch.looks {
        let day = helsinki_date(look.at);
        let set = rules.watch.on(day);
        hit.extend(hits(&set.body, &near, look).into_iter().map(|rule| (look, day, &set.version, rule)));
    }
    let mut clients: Vec<Uuid> = hit.iter().map(|(look, ..)| look.client_id).collect();
    clients.sort_unstable();
    clients.dedup();
    near.read_ties(job, &clients).await?;
    let findings = hit.into_iter().filter_map(|(look, day, version, rule)| {
        let tied = near.tied(look.actor_id, look.unit_id, look.client_id, look.at);
        let severity = weighed(rule, tied)?;
        Some(Finding {
            viewer: look.actor_id,
            unit: look.unit_id,
            client: Some(ClientId(look.client_id)),
            rule: rule.code,
            rule_version: version.clone(),
            day,
            severity,
            tied,
            lines: vec![look.id],
            volume: None,
        })
    });
    let mut found = together(findings.collect());
    let log = gate.log_reader();
    let days = volume::days(&log, &batch.looks).await?;
    // A batch of many days (a backlog) needs its own earlier days to tell what is ordinary: those of batches before are kept.
    found.extend(volume::unusual(&log, rules, &days).await?);
    Ok((found, days))
}

/// Looks of one viewer, client, rule and day are one finding: as grave as the gravest, and tied only when each was.
fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut places: HashMap<(Uuid, Option<ClientId>, Detect, NaiveDate), usize> = HashMap::new();
    for one in findings {
        let key = (one.viewer, one.client, one.rule, one.day);
        match places.get(&key).and_then(|at| found.get_mut(*at)) {
            Some(same) => {
                same.severity = same.severity.max(one.severity);
                same.tied &= one.tied;
                let new: Vec<Uuid> = one.lines.into_iter().filter(|line| !same.lines.contains(line)).collect();
                same.lines.extend(new);
            }
            None => {
                places.insert(key, found.len());
                found.push(one);
            }
        }
    }
    found
}

/// How far a reading has come.
#[derive(Clone, Debug, FromQueryResult)]
struct Place {
    leaf: i64,
    reached_at: Option<DateTime<Utc>>,
}

async fn place(conn: &impl ConnectionTrait, name: &str) -> Result<Option<Place>, DbErr> {
    sql::one(conn, "SELECT leaf, reached_at FROM watch_cursor WHERE name = $1", [name.into()]).await
}

/// From where to where a reading goes on.
enum Step {
    Leaf(Option<Place>, i64),
    Instant(Option<Place>, DateTime<Utc>),
}

/// Moves the place on; false when it is not where this reading began.
async fn moved(conn: &impl ConnectionTrait, name: &str, step: &Step) -> Result<bool, DbErr> {
    let (before, leaf, reached): (&Option<Place>, i64, Option<DateTime<Utc>>) = match step {
        Step::Leaf(before, next) => (before, *next, None),
        Step::Instant(before, until) => (before, 0, Some(*until)),
    };
    let result = match before {
        None => {
            let text = "INSERT INTO watch_cursor (name, leaf, reached_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
            sql::exec(conn, text, [name.into(), leaf.into(), reached.into()]).await?
        }
        Some(before) => {
            let same = if before.reached_at.is_some() { "reached_at = $5" } else { "(reached_at IS NULL AND $5 IS NULL)" };
            let text = format!("UPDATE watch_cursor SET leaf = $2, reached_at = $3 WHERE name = $1 AND leaf = $4 AND {same}");
            let values: [Value; 5] = [name.into(), leaf.into(), reached.into(), before.leaf.into(), before.reached_at.into()];
            sql::exec(conn, &text, values).await?
        }
    };
    Ok(result.rows_affected() > 0)
}

/// The place moved on, the days kept and the reviews raised: all or none. A turn that raises nothing leaves no line in the log: a line
/// about each reading would have to be read in its turn.
async fn commit(
    gate: &Gate,
    job: &Job,
    rules: &Rules,
    found: Vec<Finding>,
    days: &[volume::DayCount],
    name: &str,
    step: &Step,
) -> Result<Option<usize>, Error> {
    if found.is_empty() {
        let tx = gate.keep_log().await?;
        if !moved(&tx, name, step).await? {
            tx.rollback().await?;
            return Ok(None);
        }
        volume::keep(&tx, days).await?;
        tx.commit().await?;
        return Ok(Some(0));
    }
    let work = job.begin().await?;
    if !moved(&work, name, step).await? {
        return Ok(None);
    }
    volume::keep(&work, days).await?;
    let raised = raise(&work, rules, found).await?;
    work.commit().await?;
    Ok(Some(raised))
}

/// The first day that the counts of days are kept from: the longest window any version asks for, and a little.
pub(crate) fn kept_from(rules: &Rules, today: NaiveDate) -> NaiveDate {
    let window = rules.watch.on(today).body.of(Detect::Volume).and_then(|rule| rule.window_days).unwrap_or(42);
    today.checked_sub_days(Days::new(u64::from(window) * 2 + 30)).unwrap_or(today)
}

impl Watch {
    /// Forgets counts of days that no rule looks back to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prune(&self, gate: &Gate) -> Result<usize, Error> {
        let from = kept_from(&self.rules.now(), gate.ctx().today());
        let tx = gate.keep_log().await?;
        let gone = sql::exec(&tx, "DELETE FROM watch_day WHERE day_on < $1", [from.into()]).await?.rows_affected();
        tx.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
