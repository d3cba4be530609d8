//! Reading documents and their facts.

use std::collections::{BTreeMap, HashMap};

use ::store::sea_orm::ConnectionTrait;
use kernel::ClientId;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use super::form::Form;
use super::{Document, DocumentName, DocumentRef, store};
use crate::mapping::Facts;
use crate::{DocumentError, Documents};

/// A document that the proof reaches.
///
/// # Errors
/// `NotFound`, also when it is there but not within the proof; or the database's.
pub async fn read(opened: &Opened, id: Uuid) -> Result<Document, DocumentError> {
    store::opened(opened, id).await?.ok_or(DocumentError::NotFound)
}

/// A finished document about the client. Whether the client may see it by now is for the matter to say.
///
/// # Errors
/// As [`read`].
pub async fn read_own(own: &Own, id: Uuid) -> Result<Document, DocumentError> {
    store::own(own, id).await?.ok_or(DocumentError::NotFound)
}

/// A finished document that the client may see by now: the matter says when.
///
/// # Errors
/// As [`read`].
pub async fn read_shown(room: &Documents, own: &Own, id: Uuid) -> Result<Document, DocumentError> {
    let document = read_own(own, id).await?;
    if room.matters.shown_to_client(own, &document).await? { Ok(document) } else { Err(DocumentError::NotFound) }
}

/// What documents are called, by id, for a caller whose proof covers them already.
///
/// # Errors
/// The database's.
pub async fn names(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, DocumentName>, DocumentError> {
    Ok(store::names(conn, ids, None).await?)
}

/// As [`names`], of those the proof reaches.
///
/// # Errors
/// The database's.
pub async fn names_seen(opened: &Opened, ids: &[Uuid]) -> Result<HashMap<Uuid, DocumentName>, DocumentError> {
    Ok(store::names(opened.reader(), ids, Some(&opened.scopes().sql("d"))).await?)
}

/// The documents of a matter about the given clients (those of the caller's proof), oldest first.
///
/// # Errors
/// The database's.
pub async fn of_matter(conn: &impl ConnectionTrait, matter_id: Uuid, clients: &[ClientId]) -> Result<Vec<DocumentRef>, DocumentError> {
    Ok(store::of_matter(conn, matter_id, clients).await?)
}

/// A document inside a change, for a caller whose proof covers it already.
///
/// # Errors
/// The database's.
pub async fn read_in(work: &Work, id: Uuid) -> Result<Option<Document>, DocumentError> {
    Ok(store::in_work(work, id).await?)
}

/// The facts of a document as it stands, inside a change.
///
/// # Errors
/// `NotFound`, a structure that cannot be used, or the database's.
pub async fn facts(work: &Work, id: Uuid) -> Result<Facts, DocumentError> {
    let document = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
    let form = Form::of(work, &document).await?;
    Ok(form.facts(&document.body))
}

/// Where the facts of a document stand in its body, by the name of the fact.
///
/// # Errors
/// As [`facts`].
pub async fn places(work: &Work, id: Uuid) -> Result<BTreeMap<String, String>, DocumentError> {
    let document = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
    let form = Form::of(work, &document).await?;
    let facts = form.mapping().into_iter().flat_map(|m| &m.facts);
    Ok(facts.map(|f| (f.fact.clone(), f.path.trim_end_matches("/*").to_owned())).collect())
}

/// A document with the body, state and writer of a kept version.
///
/// # Errors
/// As [`read`]; a version that was not kept is not found.
pub async fn read_version(opened: &Opened, id: Uuid, version: i32) -> Result<Document, DocumentError> {
    let mut document = read(opened, id).await?;
    let body = store::version_body(opened.reader(), id, version).await?.ok_or(DocumentError::NotFound)?;
    let kept = document.versions.iter().find(|v| v.version == version).cloned().ok_or(DocumentError::NotFound)?;
    document.version = version;
    document.state = kept.state;
    document.updated_at = kept.at;
    document.updated_by = kept.by;
    document.body = body;
    document.known_paths.clear();
    document.known_from.clear();
    document.permitted_actions.clear();
    Ok(document)
}
