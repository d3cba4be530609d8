//! The only place with queries for documents.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask, Text};
use serde_json::Value;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value as Bind};
use store::sql;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use super::{Author, Document, DocumentName, DocumentRef, DocumentState, StructureRef, VersionRef};
use crate::structure::Kind;

/// Saves of one writer within this time of the kept version replace it: autosave must not bury the versions that tell
/// who wrote what.
const ONE_SITTING: Duration = Duration::minutes(10);

const COLUMNS: &str = "d.id, d.controller, d.register, d.service_task, d.catalogue_row, d.structure_id, d.kind, d.matter_id, d.state, d.body, \
     d.known, d.author_kind, d.author_id, d.finished_at, d.version, d.updated_at, s.oid, s.structure_version, s.title_fi, s.title_sv, s.title_en";
const FROM: &str = "FROM document d JOIN structure s ON s.id = d.structure_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    controller: Uuid,
    register: String,
    service_task: String,
    catalogue_row: i32,
    structure_id: Uuid,
    kind: Option<String>,
    matter_id: Option<Uuid>,
    state: String,
    body: Value,
    known: Option<Value>,
    author_kind: String,
    author_id: Uuid,
    finished_at: Option<DateTime<Utc>>,
    version: i32,
    updated_at: DateTime<Utc>,
    oid: String,
    structure_version: String,
    title_fi: String,
    title_sv: Option<String>,
    title_en: Option<String>,
}

impl Row {
    fn into_document(self, clients: Vec<ClientId>, versions: Vec<VersionRef>) -> Result<Document, DbErr> {
        let unknown = |what: &str| DbErr::Type(format!("document: unknown {what}"));
        let known_from: BTreeMap<String, String> =
            self.known.map(serde_json::from_value).transpose().map_err(|e| DbErr::Json(e.to_string()))?.unwrap_or_default();
        Ok(Document {
            id: self.id,
            version: self.version,
            kind: self.kind.and_then(|k| k.parse::<Kind>().ok()),
            title: Text { fi: self.title_fi, sv: self.title_sv, en: self.title_en },
            state: DocumentState::of(&self.state),
            body: self.body,
            structure: StructureRef { id: self.structure_id, oid: self.oid, version: self.structure_version },
            matter_id: self.matter_id,
            client_ids: clients,
            updated_at: self.updated_at,
            updated_by: Author { kind: self.author_kind, id: self.author_id, name: String::new() },
            finished_at: self.finished_at,
            known_paths: known_from.keys().cloned().collect(),
            known_from,
            versions,
            permitted_actions: Vec::new(),
            scope: Scope {
                controller: self.controller,
                register: Register::parse(&self.register).ok_or_else(|| unknown("register"))?,
                service_task: ServiceTask::parse(&self.service_task).ok_or_else(|| unknown("service task"))?,
                catalogue_row: self.catalogue_row,
            },
        })
    }
}

async fn whole(conn: &impl ConnectionTrait, row: Option<Row>) -> Result<Option<Document>, DbErr> {
    let Some(row) = row else { return Ok(None) };
    let clients = clients(conn, row.id).await?;
    let versions = versions(conn, row.id).await?;
    let mut document = row.into_document(clients, versions)?;
    name_writers(conn, &mut document).await?;
    Ok(Some(document))
}

/// Names the professionals who wrote; a client's name is told by the header of the page.
async fn name_writers(conn: &impl ConnectionTrait, document: &mut Document) -> Result<(), DbErr> {
    let mut writers: Vec<&mut Author> = document.versions.iter_mut().map(|v| &mut v.by).collect();
    writers.push(&mut document.updated_by);
    let ids: Vec<Uuid> = writers.iter().filter(|a| a.kind == "staff").map(|a| a.id).collect();
    let people = people::organisation::people_by_id(conn, &ids).await?;
    for writer in writers {
        if let Some(person) = people.get(&writer.id) {
            writer.name.clone_from(&person.name);
        }
    }
    Ok(())
}

/// A document inside a change, whose proof covers it already.
pub async fn in_work(work: &Work, id: Uuid) -> Result<Option<Document>, DbErr> {
    let row = sql::one(work, &format!("SELECT {COLUMNS} {FROM} WHERE d.id = $1"), [id.into()]).await?;
    whole(work, row).await
}

/// A document that the proof reaches: about one of its clients, in one of its scopes.
pub async fn opened(proof: &Opened, id: Uuid) -> Result<Option<Document>, DbErr> {
    let (about, clients) = proof.clients_sql("dc", 2);
    let text = format!(
        "SELECT {COLUMNS} {FROM} WHERE d.id = $1 AND {} AND EXISTS (SELECT 1 FROM document_client dc WHERE dc.document_id = d.id AND dc.left_at IS NULL AND {about})",
        proof.scopes().sql("d")
    );
    let values = std::iter::once(Bind::from(id)).chain(clients);
    let row = sql::one(proof.reader(), &text, values).await?;
    whole(proof.reader(), row).await
}

/// A finished document about the client.
pub async fn own(proof: &Own, id: Uuid) -> Result<Option<Document>, DbErr> {
    let (about, clients) = proof.clients_sql("dc", 2);
    let shown = proof.shown_sql("d", Some("matter_id"));
    let text = format!(
        "SELECT {COLUMNS} {FROM} WHERE d.id = $1 AND d.state = 'final'{shown} \
         AND EXISTS (SELECT 1 FROM document_client dc WHERE dc.document_id = d.id AND dc.left_at IS NULL AND {about})"
    );
    let values = std::iter::once(Bind::from(id)).chain(clients);
    let row = sql::one(proof.reader(), &text, values).await?;
    whole(proof.reader(), row).await
}

/// A finished document, for a named batch.
pub async fn finished(job: &trust::Job, id: Uuid) -> Result<Option<Document>, DbErr> {
    let row = sql::one(job.reader(), &format!("SELECT {COLUMNS} {FROM} WHERE d.id = $1 AND d.state = 'final'"), [id.into()]).await?;
    whole(job.reader(), row).await
}

#[derive(FromQueryResult)]
struct NameRow {
    id: Uuid,
    finished_at: Option<DateTime<Utc>>,
    title_fi: String,
    title_sv: Option<String>,
    title_en: Option<String>,
}

/// The titles of documents of which `seen` (a predicate over `d`, or nothing) holds.
pub async fn names(conn: &impl ConnectionTrait, ids: &[Uuid], seen: Option<&str>) -> Result<HashMap<Uuid, DocumentName>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT d.id, d.finished_at, s.title_fi, s.title_sv, s.title_en {FROM} WHERE d.id IN ({}) AND {}",
        sql::params(1, ids.len()),
        seen.unwrap_or("1 = 1")
    );
    let rows: Vec<NameRow> = sql::all(conn, &text, ids.iter().map(|id| Bind::from(*id))).await?;
    let named = rows.into_iter().map(|row| {
        let title = Text { fi: row.title_fi, sv: row.title_sv, en: row.title_en };
        (row.id, DocumentName { id: row.id, title, finished_at: row.finished_at })
    });
    Ok(named.collect())
}

/// The open draft of a kind in a matter that is about a client.
pub async fn open_draft(work: &Work, matter: Uuid, kind: Kind, client: ClientId) -> Result<Option<Document>, DbErr> {
    open_draft_where(work, matter, client, "d.kind", kind.code(), kind.code().into()).await
}

/// The open draft on a structure in a matter that is about a client.
pub async fn open_draft_on(work: &Work, matter: Uuid, structure: Uuid, client: ClientId) -> Result<Option<Document>, DbErr> {
    open_draft_where(work, matter, client, "d.structure_id", &structure.to_string(), structure.into()).await
}

async fn open_draft_where(
    work: &Work,
    matter: Uuid,
    client: ClientId,
    column: &str,
    name: &str,
    value: Bind,
) -> Result<Option<Document>, DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        // Two who begin at once get the same draft: the second waits here until the first has committed.
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [format!("document/{matter}/{name}").into()]).await?;
    }
    let text = format!(
        "SELECT {COLUMNS} {FROM} JOIN document_client dc ON dc.document_id = d.id AND dc.client_id = $3 AND dc.left_at IS NULL \
         WHERE d.matter_id = $1 AND {column} = $2 AND d.state = 'draft' ORDER BY d.id LIMIT 1"
    );
    let row = sql::one(work, &text, [matter.into(), value, client.0.into()]).await?;
    whole(work, row).await
}

#[derive(FromQueryResult)]
struct ListRow {
    id: Uuid,
    kind: Option<String>,
    state: String,
    version: i32,
    updated_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    title_fi: String,
    title_sv: Option<String>,
    title_en: Option<String>,
}

/// The documents of a matter about the given clients, oldest first.
pub async fn of_matter(conn: &impl ConnectionTrait, matter: Uuid, clients: &[ClientId]) -> Result<Vec<DocumentRef>, DbErr> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT d.id, d.kind, d.state, d.version, d.updated_at, d.finished_at, s.title_fi, s.title_sv, s.title_en {FROM} WHERE d.matter_id = $1 \
         AND EXISTS (SELECT 1 FROM document_client dc WHERE dc.document_id = d.id AND dc.left_at IS NULL AND dc.client_id IN ({})) ORDER BY d.id",
        sql::params(2, clients.len())
    );
    let values = std::iter::once(Bind::from(matter)).chain(clients.iter().map(|c| c.0.into()));
    let rows: Vec<ListRow> = sql::all(conn, &text, values).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        out.push(DocumentRef {
            id: row.id,
            kind: row.kind.and_then(|k| k.parse().ok()),
            title: Text { fi: row.title_fi, sv: row.title_sv, en: row.title_en },
            state: DocumentState::of(&row.state),
            version: row.version,
            updated_at: row.updated_at,
            finished_at: row.finished_at,
            client_ids: self::clients(conn, row.id).await?,
        });
    }
    Ok(out)
}

async fn clients(conn: &impl ConnectionTrait, id: Uuid) -> Result<Vec<ClientId>, DbErr> {
    let text = "SELECT client_id FROM document_client WHERE document_id = $1 AND left_at IS NULL ORDER BY joined_at, client_id";
    let rows = sql::rows(conn, text, [id.into()]).await?;
    rows.iter().map(|r| r.try_get("", "client_id").map(ClientId)).collect()
}

#[derive(FromQueryResult)]
struct VersionRow {
    version: i32,
    state: String,
    at: DateTime<Utc>,
    author_kind: String,
    author_id: Uuid,
}

async fn versions(conn: &impl ConnectionTrait, id: Uuid) -> Result<Vec<VersionRef>, DbErr> {
    let text = "SELECT version, state, at, author_kind, author_id FROM document_version WHERE document_id = $1 ORDER BY version DESC";
    let rows: Vec<VersionRow> = sql::all(conn, text, [id.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|r| VersionRef {
            version: r.version,
            at: r.at,
            by: Author { kind: r.author_kind, id: r.author_id, name: String::new() },
            state: DocumentState::of(&r.state),
        })
        .collect())
}

/// The body of a kept version.
pub async fn version_body(conn: &impl ConnectionTrait, id: Uuid, version: i32) -> Result<Option<Value>, DbErr> {
    let text = "SELECT body FROM document_version WHERE document_id = $1 AND version = $2";
    let rows = sql::rows(conn, text, [id.into(), version.into()]).await?;
    rows.first().map(|r| r.try_get("", "body")).transpose()
}

/// A document to write.
pub struct NewRow<'a> {
    pub id: Uuid,
    pub scope: Scope,
    pub structure_id: Uuid,
    pub kind: Option<Kind>,
    pub matter_id: Option<Uuid>,
    pub clients: &'a [ClientId],
    pub body: &'a Value,
    pub known: &'a BTreeMap<String, String>,
    pub author: &'a Author,
}

/// Writes a draft, its clients and its first version.
pub async fn insert(work: &Work, new: &NewRow<'_>) -> Result<(), DbErr> {
    let text = "INSERT INTO document (id, controller, register, service_task, catalogue_row, structure_id, kind, matter_id, state, body, known, \
                author_kind, author_id, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, 1, $13, $13)";
    let values = [
        new.id.into(),
        new.scope.controller.into(),
        new.scope.register.code().into(),
        new.scope.service_task.code().into(),
        new.scope.catalogue_row.into(),
        new.structure_id.into(),
        new.kind.map(Kind::code).into(),
        new.matter_id.into(),
        new.body.clone().into(),
        json(new.known)?.into(),
        new.author.kind.clone().into(),
        new.author.id.into(),
        work.at().into(),
    ];
    sql::exec(work, text, values).await?;
    let rows = new.clients.iter().map(|c| vec![new.id.into(), c.0.into(), work.at().into()]).collect();
    sql::insert_many(work, "document_client", &["document_id", "client_id", "joined_at"], rows).await?;
    keep(work, new.id, 1, DocumentState::Draft, new.body, new.author).await
}

fn json(known: &BTreeMap<String, String>) -> Result<Value, DbErr> {
    serde_json::to_value(known).map_err(|e| DbErr::Json(e.to_string()))
}

/// A changed body of a draft. False when the version is no longer the one the writer saw, or the draft is finished.
pub async fn update(
    work: &Work,
    id: Uuid,
    seen: i32,
    body: &Value,
    known: &BTreeMap<String, String>,
    author: &Author,
) -> Result<bool, DbErr> {
    let text = "UPDATE document SET body = $1, known = $2, author_kind = $3, author_id = $4, updated_at = $5, version = version + 1 \
                WHERE id = $6 AND version = $7 AND state = 'draft'";
    let values =
        [body.clone().into(), json(known)?.into(), author.kind.clone().into(), author.id.into(), work.at().into(), id.into(), seen.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// Marks a draft finished. False as for [`update`].
pub async fn finish(work: &Work, id: Uuid, seen: i32, author: &Author) -> Result<bool, DbErr> {
    let text = "UPDATE document SET state = 'final', finished_at = $1, finished_by = $2, author_kind = $3, author_id = $2, updated_at = $1, \
                version = version + 1 WHERE id = $4 AND version = $5 AND state = 'draft'";
    let values = [work.at().into(), author.id.into(), author.kind.clone().into(), id.into(), seen.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// Keeps a version; a save of the same writer within [`ONE_SITTING`] takes the place of the one before.
pub async fn keep(work: &Work, id: Uuid, version: i32, state: DocumentState, body: &Value, author: &Author) -> Result<(), DbErr> {
    if state == DocumentState::Draft {
        let text = "DELETE FROM document_version WHERE document_id = $1 AND version = $2 - 1 AND version > 1 AND state = 'draft' \
                    AND author_id = $3 AND at > $4";
        let values = [id.into(), version.into(), author.id.into(), (work.at() - ONE_SITTING).into()];
        sql::exec(work, text, values).await?;
    }
    let text =
        "INSERT INTO document_version (document_id, version, state, body, at, author_kind, author_id) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        id.into(),
        version.into(),
        state.code().into(),
        body.clone().into(),
        work.at().into(),
        author.kind.clone().into(),
        author.id.into(),
    ];
    sql::exec(work, text, values).await.map(|_| ())
}

/// Removes a draft with its versions. False when it is not an open draft.
pub async fn remove_draft(work: &Work, id: Uuid) -> Result<bool, DbErr> {
    let rows = sql::rows(work, "SELECT id FROM document WHERE id = $1 AND state = 'draft'", [id.into()]).await?;
    if rows.is_empty() {
        return Ok(false);
    }
    for text in [
        "DELETE FROM document_version WHERE document_id = $1",
        "DELETE FROM document_client WHERE document_id = $1",
        "DELETE FROM document WHERE id = $1",
    ] {
        sql::exec(work, text, [id.into()]).await?;
    }
    Ok(true)
}

/// Adds a client to the drafts of a matter that are about several; one who left and returns joins again. A draft about one
/// client stays theirs: it may hold their words.
pub async fn join(work: &Work, matter: Uuid, client: ClientId) -> Result<(), DbErr> {
    let text = "INSERT INTO document_client (document_id, client_id, joined_at) \
                SELECT d.id, $2, $3 FROM document d WHERE d.matter_id = $1 AND d.state = 'draft' AND COALESCE(d.kind, '') <> 'decision' \
                AND (SELECT COUNT(*) FROM document_client o WHERE o.document_id = d.id) > 1 \
                ON CONFLICT (document_id, client_id) DO UPDATE SET joined_at = excluded.joined_at, left_at = NULL";
    sql::exec(work, text, [matter.into(), client.0.into(), work.at().into()]).await.map(|_| ())
}

/// Takes a client from the drafts of a matter; what is finished about them stays about them.
pub async fn leave(work: &Work, matter: Uuid, client: ClientId) -> Result<(), DbErr> {
    let text = "UPDATE document_client SET left_at = $3 WHERE client_id = $2 AND left_at IS NULL \
                AND document_id IN (SELECT id FROM document WHERE matter_id = $1 AND state = 'draft')";
    sql::exec(work, text, [matter.into(), client.0.into(), work.at().into()]).await.map(|_| ())
}
