//! The only place with queries for attachments.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use people::PersonRef;
use sea_orm::{DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Job, Opened, Work};
use uuid::Uuid;

use super::model::{Attachment, DELAYED_MINUTES};
use super::scan::ScanState;
use crate::thing;

#[derive(FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub name: String,
    pub media_type: String,
    pub size: i32,
    pub author_id: Uuid,
    pub added_at: DateTime<Utc>,
    pub scan_state: String,
    pub scan_found: Option<String>,
}

impl Row {
    /// As it is shown at an instant.
    pub fn view(self, by: Option<PersonRef>, now: DateTime<Utc>) -> Attachment {
        let scan = ScanState::parse(&self.scan_state);
        Attachment {
            delayed: scan == ScanState::Waiting && now - self.added_at > chrono::Duration::minutes(DELAYED_MINUTES),
            id: self.id,
            name: self.name,
            content_type: self.media_type,
            size: self.size,
            at: self.added_at,
            client_id: self.client_id,
            by,
            scan,
            found: self.scan_found,
        }
    }
}

const COLUMNS: &str = "a.id, a.client_id, a.name, a.media_type, a.size, a.author_id, a.added_at, a.scan_state, a.scan_found";

/// The matter's attachments, newest first.
pub async fn of_matter(opened: &Opened, matter: Uuid) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("a", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM attachment a WHERE a.matter_id = $1 AND a.removed_at IS NULL AND {clients} AND {} ORDER BY a.added_at DESC, a.id DESC",
        opened.scopes().sql("a")
    );
    sql::all(opened.reader(), &text, std::iter::once(Value::from(matter)).chain(values)).await
}

/// The same content under the same name, added by the same person: a form sent twice.
pub async fn same(work: &Work, matter: Uuid, client: ClientId, name: &str, sha256: &[u8], author: Uuid) -> Result<Option<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM attachment a WHERE a.matter_id = $1 AND a.client_id = $2 AND a.name = $3 AND a.sha256 = $4 AND a.author_id = $5 \
         AND a.removed_at IS NULL"
    );
    sql::one(work, &text, [matter.into(), client.0.into(), name.into(), sha256.to_vec().into(), author.into()]).await
}

#[derive(FromQueryResult)]
pub struct Content {
    pub name: String,
    pub media_type: String,
    pub scan_state: String,
    pub content: Vec<u8>,
}

/// An attachment with its content.
pub async fn content(opened: &Opened, id: Uuid) -> Result<Option<Content>, DbErr> {
    let (clients, values) = opened.clients_sql("a", 2);
    let text = format!(
        "SELECT a.name, a.media_type, a.scan_state, c.content FROM attachment a JOIN attachment_content c ON c.attachment_id = a.id \
         WHERE a.id = $1 AND a.removed_at IS NULL AND {clients} AND {}",
        opened.scopes().sql("a")
    );
    sql::one(opened.reader(), &text, std::iter::once(Value::from(id)).chain(values)).await
}

/// An attachment with its content, for a named batch; what is infected or not looked through yet is not given.
pub async fn copied(job: &Job, id: Uuid, scanned: bool) -> Result<Option<Content>, DbErr> {
    let text = "SELECT a.name, a.media_type, a.scan_state, c.content FROM attachment a JOIN attachment_content c ON c.attachment_id = a.id \
                WHERE a.id = $1 AND a.removed_at IS NULL";
    let found: Option<Content> = sql::one(job.reader(), text, [id.into()]).await?;
    Ok(found.filter(|f| match ScanState::parse(&f.scan_state) {
        ScanState::Clean => true,
        ScanState::Unchecked => !scanned,
        ScanState::Infected | ScanState::Waiting => false,
    }))
}

pub struct NewRow<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub matter: Uuid,
    pub name: &'a str,
    pub media_type: &'a str,
    pub size: i32,
    pub sha256: Vec<u8>,
    pub author: Uuid,
    pub scan: ScanState,
}

pub async fn insert(work: &Work, new: NewRow<'_>, content: Vec<u8>) -> Result<(), DbErr> {
    let mut row = thing::owned(new.id, new.client, new.scope);
    row.extend([
        new.matter.into(),
        new.name.into(),
        new.media_type.into(),
        new.size.into(),
        new.sha256.into(),
        "staff".into(),
        new.author.into(),
        work.at().into(),
        new.scan.code().into(),
    ]);
    let columns = ["matter_id", "name", "media_type", "size", "sha256", "author_kind", "author_id", "added_at", "scan_state"];
    thing::insert(work, "attachment", &columns, vec![row]).await?;
    sql::insert_many(work, "attachment_content", &["attachment_id", "content"], vec![vec![new.id.into(), content.into()]]).await
}
