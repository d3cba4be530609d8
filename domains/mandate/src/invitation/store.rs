//! The only place with queries for invitations.

use chrono::{DateTime, NaiveDate, Utc};
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
    pub invited_name: String,
    pub invited_id: Option<Uuid>,
    pub groups: String,
    pub valid_until: NaiveDate,
    pub state: String,
    pub made_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_side: Option<String>,
}

impl Row {
    pub fn groups(&self) -> Vec<String> {
        self.groups.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }
    pub fn open(&self) -> bool {
        matches!(self.state.as_str(), "waiting" | "accepted")
    }
}

const COLUMNS: &str =
    "i.id, i.client_id, i.invited_name, i.invited_id, i.groups, i.valid_until, i.state, i.made_at, i.answered_at, i.ended_at, i.ended_side";

fn ids(all: &[ClientId]) -> impl Iterator<Item = Value> + '_ {
    all.iter().map(|one| Value::from(one.0))
}

async fn some(conn: &impl ConnectionTrait, predicate: &str, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    sql::all(conn, &format!("SELECT {COLUMNS} FROM invitation i WHERE {predicate} ORDER BY i.made_at DESC, i.id DESC LIMIT 100"), values)
        .await
}

/// Invitations these identities have made, newest first.
pub(crate) async fn made_by(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<Vec<Row>, DbErr> {
    some(conn, &format!("i.client_id IN ({})", sql::params(1, clients.len())), ids(clients).collect()).await
}

/// Invitations that wait for the person of these keyed hashes.
pub(crate) async fn waiting_for(conn: &impl ConnectionTrait, blinds: &[Vec<u8>], today: NaiveDate) -> Result<Vec<Row>, DbErr> {
    if blinds.is_empty() {
        return Ok(Vec::new());
    }
    let predicate = format!("i.state = 'waiting' AND i.valid_until >= $1 AND i.invited_blind IN ({})", sql::params(2, blinds.len()));
    some(conn, &predicate, std::iter::once(Value::from(today)).chain(blinds.iter().map(|b| Value::from(b.clone()))).collect()).await
}

/// Invitations these identities have accepted and that hold.
pub(crate) async fn accepted_by(conn: &impl ConnectionTrait, invited: &[ClientId], today: NaiveDate) -> Result<Vec<Row>, DbErr> {
    let predicate = format!("i.state = 'accepted' AND i.valid_until >= $1 AND i.invited_id IN ({})", sql::params(2, invited.len()));
    some(conn, &predicate, std::iter::once(Value::from(today)).chain(ids(invited)).collect()).await
}

/// The accepted ones of a client that hold.
pub(crate) async fn holding(conn: &impl ConnectionTrait, clients: &[ClientId], today: NaiveDate) -> Result<Vec<Row>, DbErr> {
    let predicate = format!("i.state = 'accepted' AND i.valid_until >= $1 AND i.client_id IN ({})", sql::params(2, clients.len()));
    some(conn, &predicate, std::iter::once(Value::from(today)).chain(ids(clients)).collect()).await
}

/// One by its id, when it holds between these two.
pub(crate) async fn accepted(
    conn: &impl ConnectionTrait,
    id: Uuid,
    client: &[ClientId],
    invited: &[ClientId],
    today: NaiveDate,
) -> Result<Option<Row>, DbErr> {
    let all = accepted_by(conn, invited, today).await?;
    Ok(all.into_iter().find(|row| row.id == id && client.contains(&ClientId(row.client_id))))
}

pub(crate) async fn one(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Row>, DbErr> {
    Ok(some(conn, "i.id = $1", vec![id.into()]).await?.pop())
}

pub(crate) struct New<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub name: &'a str,
    pub sealed: Vec<u8>,
    pub blind: Vec<u8>,
    pub groups: &'a [String],
    pub until: NaiveDate,
}

pub(crate) async fn insert(work: &Work, new: New<'_>) -> Result<(), DbErr> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "invited_name",
        "sealed",
        "invited_blind",
        "groups",
        "valid_until",
        "state",
        "made_at",
    ];
    let row: Vec<Value> = vec![
        new.id.into(),
        new.client.0.into(),
        work.gate().controller().into(),
        Register::Social.code().into(),
        trust::opening::whole(Register::Social).code().into(),
        3i32.into(),
        new.name.into(),
        new.sealed.into(),
        new.blind.into(),
        new.groups.join(" ").into(),
        new.until.into(),
        "waiting".into(),
        work.at().into(),
    ];
    sql::insert_many(work, "invitation", &columns, vec![row]).await
}

/// Answers one that waits; what it was found by is forgotten. `false` when it waits no more.
pub(crate) async fn answered(work: &Work, id: Uuid, invited: ClientId, state: &str) -> Result<bool, DbErr> {
    let text = "UPDATE invitation SET state = $1, invited_id = $2, answered_at = $3, sealed = NULL, invited_blind = NULL \
                WHERE id = $4 AND state = 'waiting'";
    Ok(sql::exec(work, text, [state.into(), invited.0.into(), work.at().into(), id.into()]).await?.rows_affected() == 1)
}

/// Ends one that waits or holds. `false` when it does neither.
pub(crate) async fn ended(work: &Work, id: Uuid, by: &str) -> Result<bool, DbErr> {
    let text = "UPDATE invitation SET state = 'ended', ended_at = $1, ended_side = $2, sealed = NULL, invited_blind = NULL \
                WHERE id = $3 AND state IN ('waiting', 'accepted')";
    Ok(sql::exec(work, text, [work.at().into(), by.into(), id.into()]).await?.rows_affected() == 1)
}
