//! Begin a document, filled in with what is known.

use ::store::NewEvent;
use kernel::{ClientId, Scope};
use trust::Work;
use uuid::Uuid;

use super::store::{self, NewRow};
use super::{Author, Document};
use crate::DocumentError;
use crate::mapping::{Known, prefill};
use crate::structure::{self, Kind, shipped};

/// What is to be begun.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// The kind.
    pub kind: Kind,
    /// Where it belongs.
    pub scope: Scope,
    /// The matter it is made in.
    pub matter_id: Option<Uuid>,
    /// The clients it is about, the main one first; at least one.
    pub clients: Vec<ClientId>,
    /// What is known beforehand.
    pub known: Known,
    /// The writer, when it is not the one who does the work (a batch writes for its people).
    pub author: Option<Author>,
}

/// Begins a document in the caller's transaction, or gives the open draft of this kind, matter and main client.
///
/// # Errors
/// [`DocumentError::NoClient`], a structure that cannot be used, or the database's.
pub async fn begin(work: &Work, new: NewDocument) -> Result<Document, DocumentError> {
    let main = *new.clients.first().ok_or(DocumentError::NoClient)?;
    if let Some(matter) = new.matter_id
        && let Some(open) = store::open_draft(work, matter, new.kind, main).await?
    {
        return Ok(open);
    }
    let author = match new.author {
        Some(author) => author,
        None => author(work)?,
    };
    let ours = shipped(new.kind)?;
    let structure_id = structure::store::ensure_shipped(work, work.new_id(), work.at(), ours).await?;
    let filled = prefill(&ours.structure, &ours.mapping, &ours.validators, &new.known);
    let id = work.new_id();
    let mut clients = new.clients;
    clients.dedup();
    store::insert(
        work,
        &NewRow {
            id,
            scope: new.scope,
            structure_id,
            kind: new.kind,
            matter_id: new.matter_id,
            clients: &clients,
            body: &filled.body,
            known: &filled.paths,
            author: &author,
        },
    )
    .await?;
    work.touched(&clients);
    work.emit(event("documents.document.begun", id, main, new.matter_id, Some(new.kind))).await?;
    store::in_work(work, id).await?.ok_or(DocumentError::NotFound)
}

/// Who does the work, as a writer.
pub(super) fn author(work: &Work) -> Result<Author, DocumentError> {
    let id = work.actor_id().ok_or(DocumentError::NotFound)?;
    Ok(Author { kind: work.actor_kind().to_owned(), id, name: String::new() })
}

/// An event of a document: ids and codes only.
pub(super) fn event(what: &'static str, id: Uuid, client: ClientId, matter: Option<Uuid>, kind: Option<Kind>) -> NewEvent {
    NewEvent::new(what, "document", id).client(client.0).data(serde_json::json!({"matter_id": matter, "kind": kind.map(Kind::code)}))
}
