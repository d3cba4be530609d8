//! The only place with queries of this part.

use chrono::{DateTime, Utc};
use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use trust::will::Expression;
use uuid::Uuid;

use crate::inform::scope_of;

/// What a message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Give,
    End,
}

impl Doing {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Give => "give",
            Self::End => "end",
        }
    }
}

pub(super) const WAITING: &str = "waiting";
pub(super) const TAKEN: &str = "taken";
pub(super) const REFUSED: &str = "refused";

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Message {
    pub id: Uuid,
    pub client_id: Uuid,
    pub expression_id: Uuid,
    pub doing: String,
    /// waiting | taken | refused
    pub state: String,
    pub reason: Option<String>,
    pub made_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

const MESSAGE: &str = "SELECT id, client_id, expression_id, doing, state, reason, made_at, settled_at FROM kanta_message";

/// Puts a message in; its id is what Kanta knows it by.
pub(super) async fn add_message(work: &Work, row: &Expression, doing: Doing) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let columns =
        ["id", "client_id", "controller", "register", "service_task", "catalogue_row", "expression_id", "doing", "state", "made_at"];
    let values: Vec<Value> = vec![
        id.into(),
        row.client_id.into(),
        work.gate().controller().into(),
        row.register.clone().into(),
        row.service_task.clone().into(),
        1.into(),
        row.id.into(),
        doing.code().into(),
        WAITING.into(),
        work.at().into(),
    ];
    sql::insert_many(work, "kanta_message", &columns, vec![values]).await?;
    Ok(id)
}

pub(super) async fn message(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Message>, DbErr> {
    sql::one(conn, &format!("{MESSAGE} WHERE id = $1"), [id.into()]).await
}

/// All messages of these, oldest first.
pub(super) async fn messages_of(conn: &impl ConnectionTrait, expressions: &[Uuid]) -> Result<Vec<Message>, DbErr> {
    let mut all = Vec::new();
    for some in expressions.chunks(500) {
        let text = format!("{MESSAGE} WHERE expression_id IN ({}) ORDER BY id", sql::params(1, some.len()));
        all.extend(sql::all::<Message>(conn, &text, some.iter().map(|id| (*id).into())).await?);
    }
    Ok(all)
}

/// What became of a message. One that has been settled stays as it is.
pub(super) async fn settle(work: &Work, id: Uuid, state: &str, reason: Option<&str>, receipt: Option<&str>) -> Result<(), DbErr> {
    let text = "UPDATE kanta_message SET state = $1, reason = $2, receipt = $3, settled_at = $4 WHERE id = $5 AND state = 'waiting'";
    let settled = (state != WAITING).then(|| work.at());
    let values: [Value; 5] = [state.into(), reason.map(str::to_owned).into(), receipt.map(str::to_owned).into(), settled.into(), id.into()];
    sql::exec(work, text, values).await?;
    Ok(())
}

/// Which of the node's rows is which of Kanta's.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Link {
    pub name: String,
    pub expression_id: Uuid,
    pub version: i64,
    pub seen_at: DateTime<Utc>,
}

const LINK: &str = "SELECT name, expression_id, version, seen_at FROM kanta_expression";

pub(super) async fn by_name(conn: &impl ConnectionTrait, name: &str) -> Result<Option<Link>, DbErr> {
    sql::one(conn, &format!("{LINK} WHERE name = $1"), [name.into()]).await
}

pub(super) async fn links_of(conn: &impl ConnectionTrait, expressions: &[Uuid]) -> Result<Vec<Link>, DbErr> {
    let mut all = Vec::new();
    for some in expressions.chunks(500) {
        let text = format!("{LINK} WHERE expression_id IN ({}) ORDER BY id", sql::params(1, some.len()));
        all.extend(sql::all::<Link>(conn, &text, some.iter().map(|id| (*id).into())).await?);
    }
    Ok(all)
}

/// That this row is this one of Kanta's, and its newest version known here.
pub(super) async fn link(work: &Work, row: &Expression, name: &str, version: i64) -> Result<(), DbErr> {
    let text = "INSERT INTO kanta_expression (id, client_id, controller, register, service_task, catalogue_row, name, expression_id, version, seen_at) \
                VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9) ON CONFLICT (name) DO UPDATE SET expression_id = $7, \
                version = CASE WHEN kanta_expression.version > $8 THEN kanta_expression.version ELSE $8 END, seen_at = $9";
    let values: [Value; 9] = [
        work.new_id().into(),
        row.client_id.into(),
        work.gate().controller().into(),
        row.register.clone().into(),
        row.service_task.clone().into(),
        name.into(),
        row.id.into(),
        version.into(),
        work.at().into(),
    ];
    sql::exec(work, text, values).await?;
    Ok(())
}

/// How fresh what is known of a client is.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Person {
    pub client_id: Uuid,
    pub stale: bool,
    pub asked_at: Option<DateTime<Utc>>,
    pub failing_since: Option<DateTime<Utc>>,
}

const PERSON: &str = "SELECT client_id, stale, asked_at, failing_since FROM kanta_person";

pub(super) async fn people(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<Vec<Person>, DbErr> {
    let mut all = Vec::new();
    for some in clients.chunks(500) {
        let text = format!("{PERSON} WHERE client_id IN ({})", sql::params(1, some.len()));
        all.extend(sql::all::<Person>(conn, &text, some.iter().map(|c| c.0.into())).await?);
    }
    Ok(all)
}

/// Some of those whose state is to be read.
pub(super) async fn stale(conn: &impl ConnectionTrait, most: u32) -> Result<Vec<ClientId>, DbErr> {
    let rows: Vec<Person> = sql::all(conn, &format!("{PERSON} WHERE stale ORDER BY client_id LIMIT {most}"), []).await?;
    Ok(rows.into_iter().map(|row| ClientId(row.client_id)).collect())
}

/// From now on they are followed; their state is to be read first.
pub(super) async fn follow(work: &Work, clients: &[ClientId]) -> Result<(), DbErr> {
    for client in clients {
        person(work, *client, "ON CONFLICT (client_id) DO NOTHING", []).await?;
    }
    Ok(())
}

/// The state of these is to be read anew.
pub(super) async fn again(work: &Work, clients: &[ClientId]) -> Result<(), DbErr> {
    for some in clients.chunks(500) {
        let text = format!("UPDATE kanta_person SET stale = $1 WHERE client_id IN ({})", sql::params(2, some.len()));
        let values = std::iter::once(Value::from(true)).chain(some.iter().map(|client| client.0.into()));
        sql::exec(work, &text, values).await?;
    }
    Ok(())
}

async fn person(work: &Work, client: ClientId, conflict: &str, more: impl IntoIterator<Item = Value>) -> Result<bool, DbErr> {
    let scope = scope_of(work.gate().controller(), None);
    let text = format!(
        "INSERT INTO kanta_person (id, client_id, controller, register, service_task, catalogue_row, stale, wanted_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) {conflict}"
    );
    let own: [Value; 8] = [
        work.new_id().into(),
        client.0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        true.into(),
        work.at().into(),
    ];
    Ok(sql::exec(work, &text, own.into_iter().chain(more)).await?.rows_affected() > 0)
}

/// Somebody has opened the client's page. Tells whether Kanta is to be asked: not when it was a moment ago.
pub(super) async fn want(work: &Work, client: ClientId, before: DateTime<Utc>) -> Result<bool, DbErr> {
    let conflict = "ON CONFLICT (client_id) DO UPDATE SET wanted_at = $8 WHERE kanta_person.wanted_at < $9 OR kanta_person.stale = $7";
    person(work, client, conflict, [before.into()]).await
}

/// All that Kanta has of the client was asked for at `from`, and is here.
pub(super) async fn asked(work: &Work, client: ClientId, from: DateTime<Utc>) -> Result<(), DbErr> {
    person(work, client, "ON CONFLICT (client_id) DO NOTHING", []).await?;
    let text = "UPDATE kanta_person SET stale = $1, asked_at = $2, failing_since = NULL, reason = NULL WHERE client_id = $3";
    sql::exec(work, text, [false.into(), from.into(), client.0.into()]).await?;
    Ok(())
}

pub(super) async fn not_answered(work: &Work, client: ClientId, reason: &str) -> Result<(), DbErr> {
    let text = "UPDATE kanta_person SET failing_since = COALESCE(failing_since, $1), reason = $2 WHERE client_id = $3";
    sql::exec(work, text, [work.at().into(), reason.into(), client.0.into()]).await?;
    Ok(())
}

/// Where the reading of changes stands.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Feed {
    pub cursor: i64,
    pub read_at: Option<DateTime<Utc>>,
    pub swept_at: Option<DateTime<Utc>>,
    pub failing_since: Option<DateTime<Utc>>,
}

/// The one feed there is.
const FEED: &str = "kanta";

pub(super) async fn feed(conn: &impl ConnectionTrait) -> Result<Option<Feed>, DbErr> {
    let text = "SELECT cursor, read_at, swept_at, failing_since FROM kanta_feed WHERE name = $1";
    sql::one(conn, text, [FEED.into()]).await
}

pub(super) async fn begin(work: &Work, cursor: i64) -> Result<(), DbErr> {
    let text = "INSERT INTO kanta_feed (name, cursor, missed) VALUES ($1, $2, 0) ON CONFLICT (name) DO NOTHING";
    sql::exec(work, text, [FEED.into(), cursor.into()]).await?;
    Ok(())
}

/// Moves the reading on. When something was missed, everybody's state is to be read anew. `false`: another reader has moved it.
pub(super) async fn advance(work: &Work, from: i64, to: i64, missed: bool) -> Result<bool, DbErr> {
    let text = "UPDATE kanta_feed SET cursor = $1, read_at = $2, failing_since = NULL, reason = NULL, missed = missed + $3, \
                missed_at = CASE WHEN $3 = 1 THEN $2 ELSE missed_at END WHERE name = $4 AND cursor = $5";
    let values: [Value; 5] = [to.into(), work.at().into(), i32::from(missed).into(), FEED.into(), from.into()];
    let moved = sql::exec(work, text, values).await?.rows_affected() > 0;
    if moved && missed {
        sql::exec(work, "UPDATE kanta_person SET stale = $1", [true.into()]).await?;
    }
    Ok(moved)
}

pub(super) async fn swept(work: &Work) -> Result<(), DbErr> {
    sql::exec(work, "UPDATE kanta_feed SET swept_at = $1 WHERE name = $2", [work.at().into(), FEED.into()]).await?;
    Ok(())
}

pub(super) async fn failing(work: &Work, reason: &str) -> Result<(), DbErr> {
    let text = "UPDATE kanta_feed SET failing_since = COALESCE(failing_since, $1), reason = $2 WHERE name = $3";
    sql::exec(work, text, [work.at().into(), reason.into(), FEED.into()]).await?;
    Ok(())
}
