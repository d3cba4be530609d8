//! The only place with queries for messages.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use people::{IdentityCard, PersonRef, Proof};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use super::model::{Message, Side};
use crate::thing;

#[derive(FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub from_kind: String,
    pub author_id: Uuid,
    pub text: String,
    pub sent_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

impl Row {
    /// With the writer's name: a professional's, or the client's own.
    pub fn message(self, people: &HashMap<Uuid, PersonRef>, cards: &[IdentityCard]) -> Message {
        let from = Side::of(&self.from_kind);
        let author = match from {
            Side::Staff => people.get(&self.author_id).map(|p| p.name.clone()),
            Side::Client => cards.iter().find(|c| c.id == self.author_id).map(|c| format!("{} {}", c.given_name, c.family_name)),
        };
        Message {
            id: self.id,
            at: self.sent_at,
            from,
            author: author.unwrap_or_default(),
            text: self.text,
            client_id: self.client_id,
            acting: None,
            read_at: self.read_at,
        }
    }
}

/// The messages with the names of those who wrote them, and of what others wrote for the client by what they did.
///
/// # Errors
/// When the database does not answer.
pub async fn told<P: Proof<Conn: ConnectionTrait>>(proof: &P, rows: Vec<Row>) -> Result<Vec<Message>, DbErr> {
    let staff: Vec<Uuid> = rows.iter().filter(|r| r.from_kind == "staff").map(|r| r.author_id).collect();
    let people = people::organisation::people_by_id(proof.conn(), &staff).await?;
    let mut clients: Vec<ClientId> = rows.iter().filter(|r| r.from_kind == "client").map(|r| ClientId(r.author_id)).collect();
    clients.sort_unstable();
    clients.dedup();
    let cards = people::card::cards(proof, &clients).await?;
    let written: Vec<Uuid> = rows.iter().filter(|r| r.from_kind == "client").map(|r| r.id).collect();
    let acted = trust::acting::of(proof.conn(), &written).await?;
    let by = |row: &Row| acted.get(&row.id).map(|one| one.ground);
    Ok(rows.into_iter().map(|row| (by(&row), row)).map(|(acting, row)| Message { acting, ..row.message(&people, &cards) }).collect())
}

const COLUMNS: &str = "m.id, m.client_id, m.from_kind, m.author_id, m.text, m.sent_at, m.read_at";

async fn thread(conn: &impl ConnectionTrait, matter: Uuid, clients: &str, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM message m WHERE m.matter_id = $1 AND {clients} ORDER BY m.sent_at, m.id");
    sql::all(conn, &text, std::iter::once(Value::from(matter)).chain(values)).await
}

/// A matter's messages with the clients the proof covers, oldest first.
pub async fn of_matter(opened: &Opened, matter: Uuid) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("m", 2);
    let clients = format!("{clients} AND {}", opened.scopes().sql("m"));
    thread(opened.reader(), matter, &clients, values).await
}

/// The client's own thread in a matter, oldest first.
pub async fn own(own: &Own, matter: Uuid) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = own.clients_sql("m", 2);
    thread(own.reader(), matter, &clients, values).await
}

/// How many messages of staff the client has not read, by matter.
pub async fn unread(own: &Own) -> Result<HashMap<Uuid, i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Unread {
        matter_id: Uuid,
        n: i64,
    }
    let (clients, values) = own.clients_sql("m", 1);
    let text = format!(
        "SELECT m.matter_id, COUNT(*) AS n FROM message m WHERE {clients} AND m.from_kind = 'staff' AND m.read_at IS NULL GROUP BY m.matter_id"
    );
    let rows: Vec<Unread> = sql::all(own.reader(), &text, values).await?;
    Ok(rows.into_iter().map(|r| (r.matter_id, r.n)).collect())
}

pub struct NewRow<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub matter: Uuid,
    pub from: Side,
    pub author: Uuid,
    pub text: &'a str,
}

pub async fn insert(work: &Work, new: NewRow<'_>) -> Result<(), DbErr> {
    let mut row = thing::owned(new.id, new.client, new.scope);
    row.extend([new.matter.into(), new.from.code().into(), new.author.into(), new.text.into(), work.at().into()]);
    let columns = ["matter_id", "from_kind", "author_id", "text", "sent_at"];
    thing::insert(work, "message", &columns, vec![row]).await
}

/// Marks what the other side wrote to these clients in the matter as read by `reader`'s side; gives how many were unread.
pub async fn mark_read(work: &Work, matter: Uuid, clients: &[ClientId], reader: Side) -> Result<u64, DbErr> {
    let text = format!(
        "UPDATE message SET read_at = $1 WHERE matter_id = $2 AND from_kind = $3 AND read_at IS NULL AND client_id IN ({})",
        sql::params(4, clients.len())
    );
    let values =
        [Value::from(work.at()), matter.into(), reader.other().code().into()].into_iter().chain(clients.iter().map(|c| c.0.into()));
    Ok(sql::exec(work, &text, values).await?.rows_affected())
}
