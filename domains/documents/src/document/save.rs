//! Autosave of a draft.

use serde_json::Value;
use trust::Work;
use uuid::Uuid;

use super::begin::{author, event};
use super::form::Form;
use super::{Document, DocumentState, store};
use crate::DocumentError;
use crate::validate::Mode;

/// Saves a draft's body in the caller's transaction. It may have holes; types, code sets and lengths are checked.
///
/// # Errors
/// [`DocumentError::Conflict`] with the document as it is now when `seen` is not its version any more; `Finished`, `Invalid`,
/// `NotFound`, or the database's.
pub async fn save(work: &Work, id: Uuid, seen: i32, body: Value) -> Result<Document, DocumentError> {
    let now = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
    if now.version != seen {
        return Err(DocumentError::Conflict(Box::new(now)));
    }
    if now.state == DocumentState::Final {
        return Err(DocumentError::Finished);
    }
    let form = Form::of(work, &now).await?;
    let errors = form.validators().check(Mode::Draft, &body);
    if !errors.is_empty() {
        return Err(DocumentError::Invalid(errors));
    }
    let author = author(work)?;
    // What someone has changed is theirs, no longer filled in from elsewhere.
    let mut known = now.known_from.clone();
    known.retain(|path, _| now.body.pointer(path) == body.pointer(path));
    if !store::update(work, id, seen, &body, &known, &author).await? {
        let current = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
        return Err(DocumentError::Conflict(Box::new(current)));
    }
    store::keep(work, id, seen + 1, DocumentState::Draft, &body, &author).await?;
    if let Some(client) = now.client_ids.first() {
        work.emit(event("documents.document.saved", id, *client, now.matter_id, now.kind)).await?;
    }
    store::in_work(work, id).await?.ok_or(DocumentError::NotFound)
}
