//! Reminds, once for each time: of what clients have set themselves, and of the day of a goal in their plan. The notice says only that
//! there is a reminder; what it is stands behind logging in.

use ::store::sea_orm::DbErr;
use ::store::{PlanSource, sql};
use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use notices::Waiting;
use sea_orm::FromQueryResult;
use trust::{Gate, Job, Work};
use uuid::Uuid;

use super::model::ReminderRepeats;
use super::own::own_scope;
use super::when::next;
use crate::{Error, Experience, ROW};

/// How many are reminded of in one transaction.
const CHUNK: u32 = 200;
/// Where the last day is kept whose goals have been told.
const REACHED: &str = "experience.goals_told";

#[derive(FromQueryResult)]
struct Due {
    id: Uuid,
    client_id: Uuid,
    starts_on: NaiveDate,
    minute: i32,
    repeats: String,
    next_at: DateTime<Utc>,
}

/// Reminders whose time has come. One that was missed while nobody turned comes once, late.
pub(crate) async fn own(room: &Experience, gate: &Gate) -> Result<usize, Error> {
    let job = gate.job("experience.reminder.remind", "own", None);
    let now = gate.ctx().now();
    let mut reminded = 0;
    loop {
        let text = format!(
            "SELECT r.id, r.client_id, r.starts_on, r.minute, r.repeats, r.next_at FROM own_reminder r \
             WHERE r.next_at <= $1 AND r.removed_at IS NULL ORDER BY r.next_at, r.id LIMIT {CHUNK}"
        );
        let rows: Vec<Due> = sql::all(job.reader(), &text, [now.into()]).await?;
        if rows.is_empty() {
            return Ok(reminded);
        }
        let work = job.begin().await?;
        let before = reminded;
        for row in &rows {
            let repeats = ReminderRepeats::parse(&row.repeats).unwrap_or(ReminderRepeats::Once);
            let following = next(row.starts_on, row.minute, repeats, now);
            let text = "UPDATE own_reminder SET next_at = $1, last_at = $2 WHERE id = $3 AND next_at = $2 AND removed_at IS NULL";
            if sql::exec(&work, text, [following.into(), row.next_at.into(), row.id.into()]).await?.rows_affected() == 0 {
                continue;
            }
            let waiting = Waiting {
                client: ClientId(row.client_id),
                scope: own_scope(gate.controller()),
                matter_id: None,
                occasion: "own_reminder",
                object_kind: "own_reminder",
                object_id: row.id,
                key: format!("own_reminder/{}/{}", row.id, row.next_at.timestamp()),
            };
            room.notices.tell(&work, waiting).await?;
            reminded += 1;
        }
        work.touched(&rows.iter().map(|row| ClientId(row.client_id)).collect::<Vec<_>>());
        work.commit().await?;
        // Another process reminded of all of these meanwhile.
        if reminded == before {
            return Ok(reminded);
        }
    }
}

#[derive(FromQueryResult)]
struct Goal {
    id: Uuid,
    client_id: Uuid,
    register: String,
    service_task: String,
    matter_id: Option<Uuid>,
    due_on: NaiveDate,
}

/// Goals of plans whose day is near, each day once. A day nobody turned on is made up for while it is still ahead.
pub(crate) async fn goals(room: &Experience, gate: &Gate) -> Result<usize, Error> {
    if room.notices.configured().is_empty() {
        return Ok(0);
    }
    let today = gate.ctx().today();
    let ahead = u64::from(room.rules.now().notices.on(today).body.remind_hours.div_ceil(24));
    let Some(until) = today.checked_add_days(Days::new(ahead)) else { return Ok(0) };
    let told = gate.db().meta(REACHED).await.map_err(failed)?.and_then(|day| day.parse::<NaiveDate>().ok());
    if told.is_some_and(|told| told >= until) {
        return Ok(0);
    }
    let from = told.and_then(|told| told.succ_opt()).map_or(today, |next| next.max(today));
    let job = gate.job("experience.goal.remind", "own", None);
    let mut reminded = 0;
    for source in room.goals.iter() {
        reminded += of_source(room, &job, source, (from, until)).await?;
    }
    // After all of them: the keys of the notices keep what is read again from being told twice.
    gate.db().set_meta(REACHED, &until.to_string()).await.map_err(failed)?;
    Ok(reminded)
}

fn failed(error: ::store::StoreError) -> Error {
    DbErr::Custom(error.to_string()).into()
}

async fn of_source(room: &Experience, job: &Job, source: &PlanSource, (from, until): (NaiveDate, NaiveDate)) -> Result<usize, Error> {
    let mut after = Uuid::nil();
    let mut reminded = 0;
    loop {
        let text = format!(
            "SELECT s.id, s.client_id, s.register, s.service_task, s.matter_id, s.due_on FROM ({}) s \
             WHERE s.due_on >= $1 AND s.due_on <= $2 AND s.id > $3 ORDER BY s.id LIMIT {CHUNK}",
            source.sql()
        );
        let rows: Vec<Goal> = sql::all(job.reader(), &text, [from.into(), until.into(), after.into()]).await?;
        let Some(last) = rows.last() else { return Ok(reminded) };
        after = last.id;
        let work = job.begin().await?;
        for row in &rows {
            reminded += usize::from(of_goal(room, &work, row).await?);
        }
        work.touched(&rows.iter().map(|row| ClientId(row.client_id)).collect::<Vec<_>>());
        work.commit().await?;
    }
}

async fn of_goal(room: &Experience, work: &Work, row: &Goal) -> Result<bool, DbErr> {
    let Some((register, service_task)) = Register::parse(&row.register).zip(ServiceTask::parse(&row.service_task)) else {
        return Ok(false);
    };
    let waiting = Waiting {
        client: ClientId(row.client_id),
        scope: Scope { controller: work.gate().controller(), register, service_task, catalogue_row: ROW },
        matter_id: row.matter_id,
        occasion: "plan_reminder",
        object_kind: "plan_goal",
        object_id: row.id,
        key: format!("plan_goal/{}/{}", row.id, row.due_on),
    };
    room.notices.tell(work, waiting).await
}
