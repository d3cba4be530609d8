//! Who is asked: a matter that has ended is heard by its event, and asked about once; one that goes on after all is not.

use ::store::sea_orm::Value;
use ::store::{NewEvent, sql};
use chrono::{DateTime, Days, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask, helsinki_date};
use notices::Waiting;
use sea_orm::FromQueryResult;
use trust::{Follower, Gate, Job};
use uuid::Uuid;

use super::row::{ASK, AskRow, NewAsk, insert};
use crate::{Error, Experience, ROW};

/// The follower's name.
const CONSUMER: &str = "experience";
/// How many are told in one transaction.
const CHUNK: u32 = 200;
/// After these a matter may have ended, or not be ended any more.
const HEARD: [&str; 3] = ["care.matter.closed", "care.matter.reopened", "care.matter.undone"];

#[derive(FromQueryResult)]
struct Ended {
    client_id: Uuid,
    controller: Uuid,
    register: String,
    service_task: String,
    team_id: Uuid,
    closed_at: DateTime<Utc>,
    close_reason: Option<String>,
}

/// Matters that ended since the last turn. The first turn begins with now: nobody is asked of what was over before.
pub(crate) async fn follow(room: &Experience, gate: &Gate) -> Result<usize, Error> {
    let mut follower = Follower::of(gate, CONSUMER).await?;
    follower.begin_now().await?;
    let mut asked = 0;
    while let Some(events) = follower.next().await? {
        for event in events.iter().filter(|event| HEARD.contains(&event.kind.as_str())) {
            asked += settle(room, gate, event.object_id).await?;
        }
    }
    Ok(asked)
}

/// Asks of a matter when it has ended and the rules say so; withdraws the question when it goes on. The same twice changes nothing.
async fn settle(room: &Experience, gate: &Gate, matter: Uuid) -> Result<usize, Error> {
    let job = gate.job("experience.feedback.ask", "supervision", None);
    let text = format!(
        "SELECT e.client_id, e.controller, e.register, e.service_task, e.team_id, e.closed_at, e.close_reason FROM ({}) e WHERE e.id = $1{}",
        room.ended,
        job.unrestricted_sql_of_clients("e")
    );
    let ended: Option<Ended> = sql::one(job.reader(), &text, [matter.into()]).await?;
    let Some(ended) = ended else { return withdraw(&job, matter).await };
    let Some(new) = wanted(room, &job, matter, &ended).await? else { return Ok(0) };
    let mut work = job.begin().await?;
    if !insert(&work, &new).await? {
        return Ok(0);
    }
    work.touched(&[new.client]);
    work.object("feedback_ask", new.id);
    // Whose it is stays in the row: live screens of staff need not know who is asked.
    work.emit(NewEvent::new("experience.feedback.asked", "feedback_ask", new.id).team(new.team)).await?;
    work.commit().await?;
    Ok(1)
}

/// The asking the rules want; none when they do not.
async fn wanted(room: &Experience, job: &Job, matter: Uuid, ended: &Ended) -> Result<Option<NewAsk>, Error> {
    let rules = room.rules.now();
    let today = job.gate().ctx().today();
    let ended_on = helsinki_date(ended.closed_at);
    let set = rules.feedback.on(today);
    let Some((register, service_task)) = Register::parse(&ended.register).zip(ServiceTask::parse(&ended.service_task)) else {
        return Ok(None);
    };
    if !set.body.asks_of(service_task, ended.close_reason.as_deref().unwrap_or_default()) {
        return Ok(None);
    }
    let later = |day: chrono::NaiveDate, days: u32| day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
    let opens_on = later(ended_on, set.body.days_after).max(today);
    let quiet = opens_on.checked_sub_days(Days::new(u64::from(set.body.quiet_days))).unwrap_or(opens_on);
    let client = ClientId(ended.client_id);
    let identities = job.identities(client).await?;
    let text = format!(
        "SELECT 1 AS one FROM feedback_ask a WHERE a.matter_id <> $1 AND a.opens_on > $2 AND a.state <> 'withdrawn' AND a.client_id IN ({}) \
         LIMIT 1",
        sql::params(3, identities.len())
    );
    let first: [Value; 2] = [matter.into(), quiet.into()];
    let values = first.into_iter().chain(identities.iter().map(|id| Value::from(id.0)));
    if !sql::rows(job.reader(), &text, values).await?.is_empty() {
        return Ok(None);
    }
    Ok(Some(NewAsk {
        id: job.gate().ctx().new_id(),
        client,
        scope: Scope { controller: ended.controller, register, service_task, catalogue_row: ROW },
        matter,
        team: ended.team_id,
        rules_version: set.version.clone(),
        ended_on,
        opens_on,
        closes_on: later(opens_on, set.body.open_days),
    }))
}

/// What has not been answered is not asked any more.
async fn withdraw(job: &Job, matter: Uuid) -> Result<usize, Error> {
    let text = format!("{ASK} WHERE a.matter_id = $1 AND a.state = 'open'");
    let rows: Vec<AskRow> = sql::all(job.reader(), &text, [matter.into()]).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let work = job.begin().await?;
    for row in &rows {
        let text = "UPDATE feedback_ask SET state = 'withdrawn', version = version + 1, updated_at = $1 WHERE id = $2 AND state = 'open'";
        if sql::exec(&work, text, [work.at().into(), row.id.into()]).await?.rows_affected() == 1 {
            work.emit(NewEvent::new("experience.feedback.withdrawn", "feedback_ask", row.id).team(row.team_id)).await?;
        }
    }
    work.touched(&rows.iter().map(AskRow::client).collect::<Vec<_>>());
    work.commit().await?;
    Ok(0)
}

/// Tells, once of each, that feedback is asked: by the channels the client has chosen.
pub(crate) async fn tell(room: &Experience, gate: &Gate) -> Result<usize, Error> {
    let job = gate.job("experience.feedback.tell", "supervision", None);
    let today = gate.ctx().today();
    let mut told = 0;
    loop {
        let text = format!(
            "{ASK} WHERE a.state = 'open' AND NOT a.told AND a.opens_on <= $1 AND a.closes_on >= $1 ORDER BY a.opens_on, a.id LIMIT {CHUNK}"
        );
        let rows: Vec<AskRow> = sql::all(job.reader(), &text, [today.into()]).await?;
        if rows.is_empty() {
            return Ok(told);
        }
        let work = job.begin().await?;
        let before = told;
        for row in &rows {
            let text = "UPDATE feedback_ask SET told = $1 WHERE id = $2 AND NOT told";
            if sql::exec(&work, text, [true.into(), row.id.into()]).await?.rows_affected() == 0 {
                continue;
            }
            if let Some(scope) = row.scope(gate.controller()) {
                room.notices.tell(&work, waiting(row, scope)).await?;
            }
            told += 1;
        }
        work.touched(&rows.iter().map(AskRow::client).collect::<Vec<_>>());
        work.commit().await?;
        // Another process told all of these meanwhile: the next turn looks again.
        if told == before {
            return Ok(told);
        }
    }
}

fn waiting(row: &AskRow, scope: Scope) -> Waiting {
    Waiting {
        client: row.client(),
        scope,
        matter_id: Some(row.matter_id),
        occasion: "feedback",
        object_kind: "feedback_ask",
        object_id: row.id,
        key: format!("feedback/{}/{}", row.id, row.opens_on),
    }
}
