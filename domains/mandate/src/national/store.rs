//! The only place with queries for mandates and for those who have gone to the register.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub actor_id: Uuid,
    pub issue: String,
    pub fetched_at: DateTime<Utc>,
}

const COLUMNS: &str = "m.id, m.client_id, m.actor_id, m.issue, m.fetched_at";

fn ids(all: &[ClientId]) -> impl Iterator<Item = Value> + '_ {
    all.iter().map(|one| Value::from(one.0))
}

/// The mandates a person has been told to have, newest first.
pub(crate) async fn of_actor(conn: &impl ConnectionTrait, actor: &[ClientId], now: DateTime<Utc>) -> Result<Vec<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM mandate m WHERE m.valid_until > $1 AND m.ended_at IS NULL AND m.actor_id IN ({}) ORDER BY m.fetched_at DESC, m.id",
        sql::params(2, actor.len())
    );
    sql::all(conn, &text, std::iter::once(Value::from(now)).chain(ids(actor))).await
}

/// The mandates by which somebody may act for a client just now, newest first.
pub(crate) async fn of_client(conn: &impl ConnectionTrait, client: &[ClientId], now: DateTime<Utc>) -> Result<Vec<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM mandate m WHERE m.valid_until > $1 AND m.ended_at IS NULL AND m.client_id IN ({}) ORDER BY m.fetched_at DESC, m.id",
        sql::params(2, client.len())
    );
    sql::all(conn, &text, std::iter::once(Value::from(now)).chain(ids(client))).await
}

/// The issues in which one may act for the other.
pub(crate) async fn in_force(
    conn: &impl ConnectionTrait,
    actor: &[ClientId],
    client: &[ClientId],
    now: DateTime<Utc>,
) -> Result<Vec<String>, DbErr> {
    let all = of_actor(conn, actor, now).await?;
    Ok(all.into_iter().filter(|row| client.contains(&ClientId(row.client_id))).map(|row| row.issue).collect())
}

/// Ends what was known of one for the other.
pub(crate) async fn end(work: &Work, actor: ClientId, client: ClientId) -> Result<(), DbErr> {
    let text = "UPDATE mandate SET ended_at = $1 WHERE actor_id = $2 AND client_id = $3 AND ended_at IS NULL";
    sql::exec(work, text, [work.at().into(), actor.0.into(), client.0.into()]).await.map(|_| ())
}

pub(crate) async fn insert(work: &Work, actor: ClientId, client: ClientId, issue: &str, until: DateTime<Utc>) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let columns =
        ["id", "client_id", "controller", "register", "service_task", "catalogue_row", "actor_id", "issue", "fetched_at", "valid_until"];
    let row: Vec<Value> = vec![
        id.into(),
        client.0.into(),
        work.gate().controller().into(),
        Register::Social.code().into(),
        trust::opening::whole(Register::Social).code().into(),
        3i32.into(),
        actor.0.into(),
        issue.into(),
        work.at().into(),
        until.into(),
    ];
    sql::insert_many(work, "mandate", &columns, vec![row]).await?;
    Ok(id)
}

/// Keeps that somebody has gone to the register; what nobody came back from is forgotten.
pub(crate) async fn depart(work: &Work, state: &[u8], session: &[u8], register_session: &str, until: DateTime<Utc>) -> Result<(), DbErr> {
    sql::exec(work, "DELETE FROM mandate_departure WHERE expires_at < $1", [work.at().into()]).await?;
    let row: Vec<Value> = vec![state.to_vec().into(), session.to_vec().into(), register_session.into(), until.into()];
    sql::insert_many(work, "mandate_departure", &["state_hash", "session_hash", "register_session", "expires_at"], vec![row]).await
}

/// The register's session of one who comes back with this state in the session they left from; it does once.
pub(crate) async fn arrive(work: &Work, state: &[u8], session: &[u8]) -> Result<Option<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Gone {
        session_hash: Vec<u8>,
        register_session: String,
        expires_at: DateTime<Utc>,
    }
    let text = "SELECT session_hash, register_session, expires_at FROM mandate_departure WHERE state_hash = $1";
    let found: Option<Gone> = sql::one(work, text, [state.to_vec().into()]).await?;
    let taken = sql::exec(work, "DELETE FROM mandate_departure WHERE state_hash = $1", [state.to_vec().into()]).await?.rows_affected();
    Ok(found.filter(|gone| taken == 1 && gone.session_hash == session && gone.expires_at > work.at()).map(|gone| gone.register_session))
}
