//! Begin a document, filled in with what is known.

use ::store::NewEvent;
use kernel::{ClientId, Scope};
use trust::Work;
use uuid::Uuid;

use super::form::Form;
use super::store::{self, NewRow};
use super::{Author, Document};
use crate::DocumentError;
use crate::mapping::{Known, Prefilled, prefill};
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
    let filled = prefill(&ours.structure, Some(&ours.mapping), &ours.validators, &new.known);
    let place = Place { structure_id, kind: Some(new.kind), scope: new.scope, matter_id: new.matter_id };
    write(work, place, new.clients, filled, author).await
}

/// A document on a structure of the database.
#[derive(Debug, Clone)]
pub struct NewOnStructure {
    /// Key of the structure.
    pub structure_id: Uuid,
    /// Where it belongs.
    pub scope: Scope,
    /// The matter it is made in.
    pub matter_id: Option<Uuid>,
    /// The clients it is about, the main one first; at least one.
    pub clients: Vec<ClientId>,
    /// What is known beforehand.
    pub known: Known,
}

/// What a structure is to the rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureUse {
    /// The product's kind whose facts its documents give.
    pub kind: Option<Kind>,
    /// Whether it is one of the product's own four, which have ways of their own.
    pub own: bool,
}

/// What a structure is to the rooms; nothing when it is not loaded.
///
/// # Errors
/// A structure that cannot be used, or the database's.
pub async fn use_of(work: &Work, structure_id: Uuid) -> Result<Option<StructureUse>, DocumentError> {
    let form = Form::by_id(work, structure_id).await?;
    Ok(form.map(|f| {
        let own = f.structure().kind;
        StructureUse { kind: own.or_else(|| f.mapping().and_then(|m| m.kind)), own: own.is_some() }
    }))
}

/// Begins a document on a structure of the database in the caller's transaction, or gives the open draft on it.
///
/// # Errors
/// [`DocumentError::NoClient`], `NotFound` for a structure that is not there, or the database's.
pub async fn begin_on(work: &Work, new: NewOnStructure) -> Result<Document, DocumentError> {
    let main = *new.clients.first().ok_or(DocumentError::NoClient)?;
    let form = Form::by_id(work, new.structure_id).await?.ok_or(DocumentError::NotFound)?;
    if let Some(matter) = new.matter_id
        && let Some(open) = store::open_draft_on(work, matter, new.structure_id, main).await?
    {
        return Ok(open);
    }
    let author = author(work)?;
    let filled = prefill(form.structure(), form.mapping(), form.validators(), &new.known);
    let kind = form.structure().kind.or_else(|| form.mapping().and_then(|m| m.kind));
    let place = Place { structure_id: new.structure_id, kind, scope: new.scope, matter_id: new.matter_id };
    write(work, place, new.clients, filled, author).await
}

struct Place {
    structure_id: Uuid,
    kind: Option<Kind>,
    scope: Scope,
    matter_id: Option<Uuid>,
}

async fn write(
    work: &Work,
    place: Place,
    mut clients: Vec<ClientId>,
    filled: Prefilled,
    author: Author,
) -> Result<Document, DocumentError> {
    let main = *clients.first().ok_or(DocumentError::NoClient)?;
    let id = work.new_id();
    clients.dedup();
    store::insert(
        work,
        &NewRow {
            id,
            scope: place.scope,
            structure_id: place.structure_id,
            kind: place.kind,
            matter_id: place.matter_id,
            clients: &clients,
            body: &filled.body,
            known: &filled.paths,
            author: &author,
        },
    )
    .await?;
    work.touched(&clients);
    work.emit(event("documents.document.begun", id, main, place.matter_id, place.kind)).await?;
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
