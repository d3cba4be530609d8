//! Clients who join a matter or leave it, as its documents see it.

use kernel::ClientId;
use trust::Work;
use uuid::Uuid;

use super::store;
use crate::DocumentError;

/// A client joined a matter: its drafts about several clients are about them too. A draft about one client stays theirs, since it
/// may hold their words; a decision is about its one client always.
///
/// # Errors
/// The database's.
pub async fn join(work: &Work, matter_id: Uuid, client: ClientId) -> Result<(), DocumentError> {
    Ok(store::join(work, matter_id, client).await?)
}

/// A client left a matter: its drafts are about them no more; what was finished stays.
///
/// # Errors
/// The database's.
pub async fn leave(work: &Work, matter_id: Uuid, client: ClientId) -> Result<(), DocumentError> {
    Ok(store::leave(work, matter_id, client).await?)
}
