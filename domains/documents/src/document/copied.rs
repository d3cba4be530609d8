//! A finished document for the copy of a client's own data.

use kernel::{ClientId, Lang};
use trust::Job;
use uuid::Uuid;

use super::print_out::print_out;
use super::store;
use crate::{DocumentError, Documents};

impl Documents {
    /// Draws a finished document for these clients of it alone; what others of a shared document are is not drawn. `None`: there is no
    /// such document, or none of them is in it by now. Which documents a copy holds is for the caller to say.
    ///
    /// # Errors
    /// The print's or the database's.
    pub async fn printed(&self, job: &Job, id: Uuid, clients: &[ClientId], lang: Lang) -> Result<Option<Vec<u8>>, DocumentError> {
        let Some(document) = store::finished(job, id).await? else { return Ok(None) };
        let own: Vec<ClientId> = document.client_ids.iter().copied().filter(|c| clients.contains(c)).collect();
        if own.is_empty() {
            return Ok(None);
        }
        print_out(job.gate(), self.matters.as_ref(), job, &document, &own, lang).await.map(Some)
    }
}
