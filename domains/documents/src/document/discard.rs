//! Discard a draft that came to nothing.

use trust::Work;
use uuid::Uuid;

use super::begin::event;
use super::store;
use crate::DocumentError;

/// Removes a draft with its versions in the caller's transaction. The event and the log line remain.
///
/// # Errors
/// `NotFound`; `Finished` when it is not a draft any more; or the database's.
pub async fn discard(work: &Work, id: Uuid) -> Result<(), DocumentError> {
    let now = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
    if !store::remove_draft(work, id).await? {
        return Err(DocumentError::Finished);
    }
    if let Some(client) = now.client_ids.first() {
        work.emit(event("documents.document.discarded", id, *client, now.matter_id, now.kind)).await?;
    }
    Ok(())
}
