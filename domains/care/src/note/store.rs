//! The only place with queries for notes.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use people::PersonRef;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use std::collections::HashMap;
use store::sql;
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Note, NoteKind, may_change};
use crate::thing;

#[derive(FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub kind: String,
    pub happened_at: DateTime<Utc>,
    pub text: String,
    pub author_id: Uuid,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub document_id: Option<Uuid>,
}

impl Row {
    pub fn note(self, people: &HashMap<Uuid, PersonRef>, viewer: Uuid, now: DateTime<Utc>, open: bool) -> Note {
        let change = open && self.document_id.is_none() && may_change(self.author_id, self.created_at, viewer, now).is_ok();
        Note {
            id: self.id,
            version: self.version,
            kind: NoteKind::parse(&self.kind).unwrap_or(NoteKind::Other),
            at: self.happened_at,
            text: self.text,
            client_id: self.client_id,
            document_id: self.document_id,
            author: people.get(&self.author_id).cloned(),
            written_at: self.created_at,
            permitted_actions: if change { vec!["change".into()] } else { Vec::new() },
        }
    }
}

const COLUMNS: &str = "n.id, n.client_id, n.kind, n.happened_at, n.text, n.author_id, n.version, n.created_at, n.document_id";

/// The matter's notes about the clients the proof covers, newest first.
pub async fn of_matter(opened: &Opened, matter: Uuid) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("n", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM note n WHERE n.matter_id = $1 AND {clients} AND {} ORDER BY n.happened_at DESC, n.id DESC",
        opened.scopes().sql("n")
    );
    sql::all(opened.reader(), &text, std::iter::once(Value::from(matter)).chain(values)).await
}

pub async fn by_id(conn: &impl ConnectionTrait, opened: &Opened, matter: Uuid, id: Uuid) -> Result<Option<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("n", 3);
    let text = format!("SELECT {COLUMNS} FROM note n WHERE n.id = $1 AND n.matter_id = $2 AND {clients}");
    sql::one(conn, &text, [id.into(), matter.into()].into_iter().chain(values)).await
}

pub struct NewRow<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub matter: Uuid,
    pub kind: NoteKind,
    pub at: DateTime<Utc>,
    pub text: &'a str,
    pub author: Uuid,
    /// The document it was read from.
    pub document: Option<Uuid>,
}

pub async fn insert(work: &Work, new: NewRow<'_>) -> Result<(), DbErr> {
    let mut row = thing::owned(new.id, new.client, new.scope);
    row.extend([
        new.matter.into(),
        new.kind.code().into(),
        new.at.into(),
        new.text.into(),
        new.author.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
        new.document.into(),
    ]);
    let columns = ["matter_id", "kind", "happened_at", "text", "author_id", "version", "created_at", "updated_at", "document_id"];
    thing::insert(work, "note", &columns, vec![row]).await
}

/// False when the version is not the one seen any more.
pub async fn update(work: &Work, id: Uuid, seen: i32, kind: NoteKind, at: DateTime<Utc>, text: &str) -> Result<bool, DbErr> {
    let statement =
        "UPDATE note SET kind = $1, happened_at = $2, text = $3, updated_at = $4, version = version + 1 WHERE id = $5 AND version = $6";
    let values = [kind.code().into(), at.into(), text.into(), work.at().into(), id.into(), seen.into()];
    Ok(sql::exec(work, statement, values).await?.rows_affected() == 1)
}
