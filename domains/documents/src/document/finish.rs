//! Finish a document: checked whole, never changed again, its facts handed to who asked.

use trust::Work;
use uuid::Uuid;

use super::begin::{author, event};
use super::form::Form;
use super::{Document, DocumentState, codes_used, store};
use crate::DocumentError;
use crate::mapping::Facts;
use crate::validate::Mode;

/// Finishes a draft in the caller's transaction and gives its facts.
///
/// # Errors
/// As [`super::save`]; `Invalid` names every path that the structure asks for and the body does not have.
pub async fn finish(work: &Work, id: Uuid, seen: i32) -> Result<(Document, Facts), DocumentError> {
    let now = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
    if now.version != seen {
        return Err(DocumentError::Conflict(Box::new(now)));
    }
    if now.state == DocumentState::Final {
        return Err(DocumentError::Finished);
    }
    let form = Form::of(work, &now).await?;
    let mut errors = form.validators().check(Mode::Whole, &now.body);
    codes_used::check(work, form.structure(), &now.body, &mut errors).await?;
    if !errors.is_empty() {
        return Err(DocumentError::Invalid(errors));
    }
    let author = author(work)?;
    if !store::finish(work, id, seen, &author).await? {
        let current = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
        return Err(DocumentError::Conflict(Box::new(current)));
    }
    store::keep(work, id, seen + 1, DocumentState::Final, &now.body, &author).await?;
    if let Some(client) = now.client_ids.first() {
        work.emit(event("documents.document.finished", id, *client, now.matter_id, now.kind)).await?;
    }
    let finished = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
    let facts = form.facts(&finished.body);
    Ok((finished, facts))
}
