//! Where matters have been: a row for each stay in a step, in the hands of a team, kept in the transaction of the change itself. A map of
//! what really happened is one grouped reading of these (the room `flow`); the feed stays what people read.

use std::collections::HashMap;

use ::store::sql;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Problem, helsinki_date};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use trust::{Gate, Work};
use uuid::Uuid;

use crate::Error;
use crate::matter::initiate::NewMatter;
use crate::matter::{Matter, MatterState};

/// Before the first step.
pub const START: &str = "start";
/// With the one who sent it.
pub const RETURNED: &str = "returned";
/// After the last step; nothing stays there.
pub const CLOSED: &str = "closed";

/// The stays behind a number (`s`), for a list of them: the matter as it is reached today, by whoever holds it now, and in whose hands it was
/// in that stay. The client is asked only where rows themselves are shown.
pub const STAYS: &str = "SELECT m.id, m.number, m.handler_id, m.team_id, m.register, m.service_task, \
     (SELECT mc.client_id FROM matter_client mc WHERE mc.matter_id = m.id AND mc.main AND mc.left_at IS NULL) AS client_id, \
     st.team_id AS stay_team_id, st.step, st.nth, st.from_step, st.entered_on, st.left_on, st.days, st.to_step, st.handed \
     FROM matter_stay st JOIN matter m ON m.id = st.matter_id";

/// The same without whose they are: for counting.
pub const COUNTED: &str = "SELECT st.register, st.service_task, st.team_id AS stay_team_id, st.step, st.nth, st.from_step, st.entered_on, \
     st.left_on, st.days, st.to_step, st.handed FROM matter_stay st";

/// The way of one matter (`$1`), the oldest stay first; whoever asks has opened the matter.
pub const WAY: &str = "SELECT st.team_id, st.service_task, st.step, st.nth, st.from_step, st.entered_on, st.left_on FROM matter_stay st \
     WHERE st.matter_id = $1 ORDER BY st.position";

/// A stay as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub step: &'static str,
    pub nth: i32,
    pub from_step: &'static str,
    pub entered_at: DateTime<Utc>,
    /// When it left, and for where.
    pub left: Option<(DateTime<Utc>, &'static str)>,
}

/// The step a matter is in.
pub fn step_of(matter: &Matter) -> &'static str {
    match matter.state {
        MatterState::Open => matter.lane.code(),
        MatterState::Returned => RETURNED,
        MatterState::Closed => CLOSED,
    }
}

/// A line of the feed: when, what, from, to.
pub struct Fed<'a> {
    pub at: DateTime<Utc>,
    pub kind: &'a str,
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
}

/// The stays a feed tells of, in the order of time whatever order it is given in; the last agrees with where the matter stands now. Hand-overs
/// are not told by it: a feed names whom a matter was given to, which may be a person.
pub fn of_feed(matter: &Matter, mut feed: Vec<Fed<'_>>) -> Vec<Stay> {
    feed.sort_by_key(|line| line.at);
    let first = rules::Lane::FirstContact.code();
    let mut moves: Vec<(DateTime<Utc>, &'static str)> = vec![(matter.initiated_at, first)];
    let mut lane = first;
    for line in feed {
        let step = match line.kind {
            "moved" => line.to.and_then(rules::Lane::parse).map(rules::Lane::code),
            "returned" => Some(RETURNED),
            "closed" => Some(CLOSED),
            "reopened" | "resent" => Some(lane),
            // What was taken back never was.
            "undone" => {
                if matches!(line.from, Some("moved" | "returned")) && moves.len() > 1 {
                    moves.pop();
                }
                None
            }
            _ => None,
        };
        let Some(step) = step else { continue };
        if moves.last().is_some_and(|(_, last)| *last == step) {
            continue;
        }
        if ![RETURNED, CLOSED].contains(&step) {
            lane = step;
        }
        moves.push((line.at.max(matter.initiated_at), step));
    }
    let now = step_of(matter);
    if let Some((last_at, last)) = moves.last().copied()
        && last != now
    {
        moves.push((matter.closed_at.unwrap_or(matter.lane_since).max(last_at), now));
    }
    between(&moves)
}

fn between(moves: &[(DateTime<Utc>, &'static str)]) -> Vec<Stay> {
    let mut times: HashMap<&'static str, i32> = HashMap::new();
    let mut stays = Vec::with_capacity(moves.len());
    let mut from_step = START;
    for (at, (entered_at, step)) in moves.iter().copied().enumerate() {
        if step != CLOSED {
            let nth = times.entry(step).or_default();
            *nth += 1;
            stays.push(Stay { step, nth: *nth, from_step, entered_at, left: moves.get(at + 1).copied() });
        }
        from_step = step;
    }
    stays
}

fn days(entered: NaiveDate, left: NaiveDate) -> i32 {
    i32::try_from((left - entered).num_days().max(0)).unwrap_or(i32::MAX)
}

const COLUMNS: &[&str] = &[
    "id",
    "matter_id",
    "position",
    "register",
    "service_task",
    "team_id",
    "step",
    "nth",
    "from_step",
    "entered_at",
    "entered_on",
    "left_at",
    "left_on",
    "days",
    "to_step",
    "handed",
];

fn row(work: &Work, matter: &Matter, position: i32, stay: &Stay) -> Vec<Value> {
    let entered = helsinki_date(stay.entered_at);
    let left = stay.left.map(|(at, _)| helsinki_date(at));
    vec![
        work.new_id().into(),
        matter.id.into(),
        position.into(),
        matter.scope.register.code().into(),
        matter.scope.service_task.code().into(),
        matter.team_id.into(),
        stay.step.into(),
        stay.nth.into(),
        stay.from_step.into(),
        stay.entered_at.into(),
        entered.into(),
        stay.left.map(|(at, _)| at).into(),
        left.into(),
        left.map(|left| days(entered, left)).into(),
        stay.left.map(|(_, to)| to).into(),
        0i32.into(),
    ]
}

/// Writes the stays of new matters, those of the past with them.
pub(crate) async fn insert(work: &Work, new: &[NewMatter]) -> Result<(), Error> {
    let rows = new.iter().flat_map(|one| {
        let feed = one.steps.iter().map(|s| Fed { at: s.at, kind: s.kind, from: s.from.as_deref(), to: s.to.as_deref() });
        let stays = of_feed(&one.matter, feed.collect());
        stays.iter().zip(1i32..).map(|(stay, position)| row(work, &one.matter, position, stay)).collect::<Vec<_>>()
    });
    Ok(sql::insert_many(work, "matter_stay", COLUMNS, rows.collect()).await?)
}

#[derive(FromQueryResult)]
struct Last {
    id: Uuid,
    position: i32,
    team_id: Uuid,
    step: String,
    nth: i32,
    entered_at: DateTime<Utc>,
    entered_on: NaiveDate,
    left_on: Option<NaiveDate>,
}

async fn last(conn: &impl ConnectionTrait, matter: Uuid) -> Result<Option<Last>, DbErr> {
    let text = "SELECT s.id, s.position, s.team_id, s.step, s.nth, s.entered_at, s.entered_on, s.left_on FROM matter_stay s \
                WHERE s.matter_id = $1 ORDER BY s.position DESC LIMIT 1";
    sql::one(conn, text, [matter.into()]).await
}

/// Keeps where a matter is now, when that is elsewhere than where it was.
pub(crate) async fn record(work: &Work, matter: &Matter) -> Result<(), Error> {
    let mut found = last(work, matter.id).await?;
    if found.is_none() {
        // A matter of before this table: first what its feed tells.
        fill_one(work, matter).await?;
        found = last(work, matter.id).await?;
    }
    let (Some(last), now) = (found, step_of(matter)) else { return Ok(()) };
    let stays = last.left_on.is_none();
    let same = if stays { last.step == now && last.team_id == matter.team_id } else { now == CLOSED };
    if same {
        return Ok(());
    }
    let today = work.today();
    if stays {
        let text = "UPDATE matter_stay SET left_at = $1, left_on = $2, days = $3, to_step = $4, handed = $5 WHERE id = $6";
        let values: [Value; 6] = [
            work.at().into(),
            today.into(),
            days(last.entered_on, today).into(),
            now.into(),
            i32::from(last.team_id != matter.team_id).into(),
            last.id.into(),
        ];
        sql::exec(work, text, values).await?;
    }
    if now == CLOSED {
        return Ok(());
    }
    let from_step = if stays { last.step.as_str() } else { CLOSED };
    let nth = if from_step == now { last.nth } else { times(work, matter.id, now).await? + 1 };
    let values: Vec<Value> = vec![
        work.new_id().into(),
        matter.id.into(),
        (last.position + 1).into(),
        matter.scope.register.code().into(),
        matter.scope.service_task.code().into(),
        matter.team_id.into(),
        now.into(),
        nth.into(),
        from_step.into(),
        work.at().into(),
        today.into(),
        None::<DateTime<Utc>>.into(),
        None::<NaiveDate>.into(),
        None::<i32>.into(),
        None::<String>.into(),
        0i32.into(),
    ];
    Ok(sql::insert_many(work, "matter_stay", COLUMNS, vec![values]).await?)
}

/// How many times a matter has been in a step.
async fn times(work: &Work, matter: Uuid, step: &str) -> Result<i32, DbErr> {
    #[derive(FromQueryResult)]
    struct Nth {
        nth: i32,
    }
    let text = "SELECT s.nth FROM matter_stay s WHERE s.matter_id = $1 AND s.step = $2 ORDER BY s.nth DESC LIMIT 1";
    let found: Option<Nth> = sql::one(work, text, [matter.into(), step.into()]).await?;
    Ok(found.map_or(0, |one| one.nth))
}

/// What was done at `done_at` is taken back: the stay that began with it never was.
pub(crate) async fn take_back(work: &Work, matter: Uuid, done_at: DateTime<Utc>) -> Result<(), Error> {
    let Some(newest) = last(work, matter).await? else { return Ok(()) };
    if newest.entered_at != done_at || newest.position < 2 {
        return Ok(());
    }
    sql::exec(work, "DELETE FROM matter_stay WHERE id = $1", [newest.id.into()]).await?;
    let text = "UPDATE matter_stay SET left_at = NULL, left_on = NULL, days = NULL, to_step = NULL, handed = 0 \
                WHERE matter_id = $1 AND position = $2";
    sql::exec(work, text, [matter.into(), (newest.position - 1).into()]).await?;
    Ok(())
}

/// Reads the stays of a matter of before this table from its feed.
async fn fill_one(work: &Work, matter: &Matter) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Line {
        at: DateTime<Utc>,
        kind: String,
        from_value: Option<String>,
        to_value: Option<String>,
    }
    let text = "SELECT s.at, s.kind, s.from_value, s.to_value FROM matter_step s WHERE s.matter_id = $1 ORDER BY s.at, s.id";
    let lines: Vec<Line> = sql::all(work, text, [matter.id.into()]).await?;
    let feed =
        lines.iter().map(|line| Fed { at: line.at, kind: &line.kind, from: line.from_value.as_deref(), to: line.to_value.as_deref() });
    // A change under way has not written its line yet: how the matter stood is in the database.
    let before = crate::matter::store::many(work, &[matter.id]).await?.pop().ok_or(Error::NotFound)?;
    let stays = of_feed(&before, feed.collect());
    let rows = stays.iter().zip(1i32..).map(|(stay, position)| row(work, &before, position, stay));
    Ok(sql::insert_many(work, "matter_stay", COLUMNS, rows.collect()).await?)
}

/// Matters filled in one transaction.
const AT_ONCE: usize = 200;

/// Reads the stays of matters of before this table, until there are none left without. Gives how many were filled.
///
/// # Errors
/// When the database does not answer.
pub async fn fill(gate: &Gate) -> Result<usize, Problem> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let (mut filled, mut after) = (0, Uuid::nil());
    loop {
        let work = gate.job("care.stay.fill", "administration", None).begin().await?;
        // What another process fills, or somebody changes, is not waited for.
        let hold = if work.get_database_backend() == DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
        let text = format!(
            "SELECT m.id FROM matter m WHERE m.id > $1 AND NOT EXISTS (SELECT 1 FROM matter_stay s WHERE s.matter_id = m.id) \
             ORDER BY m.id LIMIT {AT_ONCE}{hold}"
        );
        let ids: Vec<Id> = sql::all(&work, &text, [after.into()]).await.map_err(Error::from)?;
        let Some(last) = ids.last() else { return Ok(filled) };
        after = last.id;
        let ids: Vec<Uuid> = ids.into_iter().map(|one| one.id).collect();
        for matter in crate::matter::store::many(&work, &ids).await.map_err(Error::from)? {
            fill_one(&work, &matter).await?;
        }
        work.commit().await?;
        filled += ids.len();
    }
}

#[cfg(test)]
mod tests;
