//! The only place with queries of this room.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use serde::Serialize;
use store::sql;
use trust::{Job, SealedColumn, Work};
use uuid::Uuid;

/// The one feed there is.
pub const FEED: &str = "dvv";

/// Where the reading stands.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Feed {
    pub cursor: i64,
    /// Where the reading before stood: each turn reads from here, so that what came late to the register is found.
    pub previous: i64,
    pub begun_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    pub changed_at: Option<DateTime<Utc>>,
    pub failing_since: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
}

pub async fn feed(conn: &impl ConnectionTrait) -> Result<Option<Feed>, DbErr> {
    let text = "SELECT cursor, previous, begun_at, read_at, changed_at, failing_since, last_error FROM population_feed WHERE name = $1";
    sql::one(conn, text, [FEED.into()]).await
}

/// Begins the feed at a key; `false` when another has begun it.
pub async fn begin(work: &Work, key: i64) -> Result<bool, DbErr> {
    let text = "INSERT INTO population_feed (name, cursor, previous, begun_at) VALUES ($1, $2, $2, $3) ON CONFLICT (name) DO NOTHING";
    Ok(sql::exec(work, text, [FEED.into(), key.into(), work.at().into()]).await?.rows_affected() == 1)
}

/// Moves the reading on; `false` when another reader has moved it meanwhile.
pub async fn advance(work: &Work, from: &Feed, to: i64, previous: i64, news: bool) -> Result<bool, DbErr> {
    let text = "UPDATE population_feed SET cursor = $1, previous = $2, read_at = $3, changed_at = CASE WHEN $4 = 1 THEN $3 ELSE changed_at END, \
                failing_since = NULL, last_error = NULL WHERE name = $5 AND cursor = $6 AND previous = $7";
    let values: [Value; 7] =
        [to.into(), previous.into(), work.at().into(), i32::from(news).into(), FEED.into(), from.cursor.into(), from.previous.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// Remembers that the register does not answer, and since when.
pub async fn failing(work: &Work, code: &str) -> Result<(), DbErr> {
    let text = "UPDATE population_feed SET failing_since = COALESCE(failing_since, $1), last_error = $2 WHERE name = $3";
    sql::exec(work, text, [work.at().into(), code.into(), FEED.into()]).await?;
    Ok(())
}

/// Where messages are kept, for a change of the node's key.
pub static SEALED: SealedColumn =
    SealedColumn { table: "population_message", id: "id", column: "sealed", kind: None, beside: |_, _, _| Vec::new() };

/// A message to be kept.
pub struct NewMessage<'a> {
    pub client: Option<ClientId>,
    pub digest: Vec<u8>,
    pub source: &'a str,
    pub number: i64,
    pub changed_at: Option<DateTime<Utc>>,
    pub groups: String,
    /// taken | set_aside
    pub state: &'a str,
    pub reason: Option<&'a str>,
    pub place: Option<&'a str>,
    pub body: &'a [u8],
}

/// Keeps a message; `false` when it is there already.
pub async fn keep(work: &Work, m: &NewMessage<'_>) -> Result<bool, Failed> {
    let id = work.new_id();
    let scope = scope(work.gate().controller());
    let sealed = work.gate().keys().seal(id.as_bytes(), m.body)?;
    let text = "INSERT INTO population_message (id, client_id, controller, register, service_task, catalogue_row, digest, source, change_number, \
                changed_at, groups, state, reason, place, sealed, attempts, taken_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, $15) ON CONFLICT (digest) DO NOTHING";
    let values: [Value; 15] = [
        id.into(),
        m.client.map(|c| c.0).into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        m.digest.clone().into(),
        m.source.into(),
        m.number.into(),
        m.changed_at.into(),
        m.groups.clone().into(),
        m.state.into(),
        m.reason.into(),
        m.place.into(),
        sealed.into(),
        work.at().into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// A statement or the sealing failed.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Key(#[from] ::store::keys::KeyError),
}

/// Where a message that has not become a client's own rows belongs: the county's social register, as client rows do.
fn scope(controller: Uuid) -> Scope {
    Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 }
}

/// Which of these are there already.
pub async fn known(conn: &impl ConnectionTrait, digests: &[Vec<u8>]) -> Result<std::collections::HashSet<Vec<u8>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        digest: Vec<u8>,
    }
    let mut out = std::collections::HashSet::with_capacity(digests.len());
    for chunk in digests.chunks(500) {
        let text = format!("SELECT digest FROM population_message WHERE digest IN ({})", sql::params(1, chunk.len()));
        let rows: Vec<Row> = sql::all(conn, &text, chunk.iter().map(|d| Value::from(d.clone()))).await?;
        out.extend(rows.into_iter().map(|r| r.digest));
    }
    Ok(out)
}

/// A message set aside, for the administrator: why and where, never whose.
#[derive(Clone, Debug, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct AsideMessage {
    pub id: Uuid,
    pub change_number: i64,
    pub changed_at: Option<DateTime<Utc>>,
    /// Names of its groups, blanks between.
    pub groups: String,
    /// missing · not_a_hetu · not_a_day · not_a_time · not_a_text · too_long · unknown_person · hetu_of_another ·
    /// municipality_unknown
    pub reason: Option<String>,
    /// Where in the message.
    pub place: Option<String>,
    pub attempts: i32,
    pub taken_at: DateTime<Utc>,
}

/// What is set aside, oldest first.
pub async fn aside(conn: &impl ConnectionTrait, limit: u32) -> Result<Vec<AsideMessage>, DbErr> {
    let text = format!(
        "SELECT id, change_number, changed_at, groups, reason, place, attempts, taken_at FROM population_message \
         WHERE state = 'set_aside' ORDER BY taken_at, id LIMIT {limit}"
    );
    sql::all(conn, &text, []).await
}

/// One that is set aside, held, with what it said.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Held {
    pub id: Uuid,
    pub change_number: i64,
    pub sealed: Vec<u8>,
}

pub async fn held(work: &Work, id: Uuid) -> Result<Option<Held>, DbErr> {
    let hold = if work.get_database_backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let text = format!("SELECT id, change_number, sealed FROM population_message WHERE id = $1 AND state = 'set_aside'{hold}");
    sql::one(work, &text, [id.into()]).await
}

/// Writes what became of one that was set aside.
pub async fn settle(work: &Work, id: Uuid, client: Option<ClientId>, state: &str, why: (Option<&str>, Option<&str>)) -> Result<(), DbErr> {
    let text = "UPDATE population_message SET state = $1, reason = $2, place = $3, client_id = COALESCE($4, client_id), \
                attempts = attempts + 1, updated_at = $5 WHERE id = $6";
    let values: [Value; 6] = [state.into(), why.0.into(), why.1.into(), client.map(|c| c.0).into(), work.at().into(), id.into()];
    sql::exec(work, text, values).await?;
    Ok(())
}

/// Changes that were missed.
#[derive(Clone, Debug, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct FeedGap {
    pub id: Uuid,
    /// down: the node did not read for a while · late: a change came to the register's log behind the reading · lost: the register
    /// no longer knew where the reading stood, and everybody's data were read anew
    pub kind: String,
    pub from_number: i64,
    pub to_number: i64,
    /// Messages caught up.
    pub messages: i32,
    pub noticed_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filled_at: Option<DateTime<Utc>>,
}

/// The latest, newest first.
pub async fn gaps(conn: &impl ConnectionTrait, limit: u32) -> Result<Vec<FeedGap>, DbErr> {
    let text = format!(
        "SELECT id, kind, from_number, to_number, messages, noticed_at, filled_at FROM population_gap ORDER BY noticed_at DESC, id DESC LIMIT {limit}"
    );
    sql::all(conn, &text, []).await
}

pub async fn gap(work: &Work, kind: &str, from: i64, to: i64, messages: usize, filled: bool) -> Result<(), DbErr> {
    let columns = ["id", "kind", "from_number", "to_number", "messages", "noticed_at", "filled_at"];
    let row: Vec<Value> = vec![
        work.new_id().into(),
        kind.into(),
        from.into(),
        to.into(),
        i32::try_from(messages).unwrap_or(i32::MAX).into(),
        work.at().into(),
        filled.then(|| work.at()).into(),
    ];
    sql::insert_many(work, "population_gap", &columns, vec![row]).await
}

/// Everybody's data have been read anew: what was lost is caught up. Gives how many gaps were filled.
pub async fn fill(work: &Work, messages: usize) -> Result<u64, DbErr> {
    let text = "UPDATE population_gap SET filled_at = $1, messages = messages + $2 WHERE filled_at IS NULL";
    let values: [Value; 2] = [work.at().into(), i32::try_from(messages).unwrap_or(i32::MAX).into()];
    Ok(sql::exec(work, text, values).await?.rows_affected())
}

/// Which of these are followed.
pub async fn followed(job: &Job, clients: &[ClientId]) -> Result<std::collections::HashSet<ClientId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
    }
    let mut out = std::collections::HashSet::with_capacity(clients.len());
    for chunk in clients.chunks(1_000) {
        let text = format!("SELECT client_id FROM population_person WHERE client_id IN ({})", sql::params(1, chunk.len()));
        let rows: Vec<Row> = sql::all(job.reader(), &text, chunk.iter().map(|c| Value::from(c.0))).await?;
        out.extend(rows.into_iter().map(|r| ClientId(r.client_id)));
    }
    Ok(out)
}

/// From now on their changes are asked for.
pub async fn follow(work: &Work, clients: &[ClientId]) -> Result<(), DbErr> {
    let scope = scope(work.gate().controller());
    for client in clients {
        let text = "INSERT INTO population_person (id, client_id, controller, register, service_task, catalogue_row, followed_at) \
                    VALUES ($1, $2, $3, $4, $5, 1, $6) ON CONFLICT (client_id) DO NOTHING";
        let values: [Value; 6] = [
            work.new_id().into(),
            client.0.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            work.at().into(),
        ];
        sql::exec(work, text, values).await?;
    }
    Ok(())
}

/// Nobody is followed: everybody's data are read anew.
pub async fn forget(work: &Work) -> Result<(), DbErr> {
    sql::exec(work, "DELETE FROM population_person", []).await?;
    Ok(())
}

/// In numbers.
#[derive(Clone, Debug, Default, PartialEq, FromQueryResult)]
pub struct Counts {
    pub people: i64,
    pub taken: i64,
    pub set_aside: i64,
    pub newest: Option<DateTime<Utc>>,
}

pub async fn counts(conn: &impl ConnectionTrait) -> Result<Counts, DbErr> {
    let text = "SELECT (SELECT COUNT(*) FROM population_person) AS people, \
                (SELECT COUNT(*) FROM population_message WHERE state = 'taken') AS taken, \
                (SELECT COUNT(*) FROM population_message WHERE state = 'set_aside') AS set_aside, \
                (SELECT MAX(changed_at) FROM population_message WHERE state = 'taken') AS newest";
    Ok(sql::one(conn, text, []).await?.unwrap_or_default())
}
