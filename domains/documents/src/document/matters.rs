//! What this room needs of the room that keeps matters (`care`), which stands above it and so hands itself in.

use store::Reader;
use trust::{Own, Work};
use uuid::Uuid;

use super::Document;
use crate::DocumentError;
use crate::mapping::Facts;

/// The matters' side of a document.
#[async_trait::async_trait]
pub trait Matters: Send + Sync {
    /// A document was finished: writes its facts in the same transaction. An error undoes the finishing.
    async fn finished(&self, work: &Work, document: &Document, facts: &Facts) -> Result<(), DocumentError>;

    /// The number of a matter, for print.
    async fn number(&self, reader: &Reader, matter_id: Uuid) -> Result<Option<String>, DocumentError>;

    /// Whether a client may see a finished document about them: a plan, a decision once it is sent.
    async fn shown_to_client(&self, own: &Own, document: &Document) -> Result<bool, DocumentError>;
}
