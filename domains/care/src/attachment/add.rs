use sha2::{Digest, Sha256};
use trust::{Opened, Work};
use uuid::Uuid;

use super::kind::FileKind;
use super::model::{Attachment, safe_name};
use super::scan::{ScanState, Scanner, wait};
use super::store;
use crate::matter::{self, NewStep};
use crate::{Error, thing};

/// A file as it came.
pub struct Upload {
    pub name: String,
    pub content: Vec<u8>,
    /// Which client of the matter it is about; the main one, when left out.
    pub client_id: Option<Uuid>,
}

/// Adds a file to an open matter. The same file sent twice is there once. With a scanner in use it waits for its verdict.
///
/// # Errors
/// When the matter is not open or the content is of no kind that is taken.
pub async fn add(work: &Work, opened: &Opened, scanner: &Scanner, matter_id: Uuid, upload: Upload) -> Result<Attachment, Error> {
    let matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let client = thing::about(&matter, opened, upload.client_id)?;
    let kind = FileKind::of(&upload.content).ok_or_else(|| Error::field("/file", "file_kind"))?;
    let size = i32::try_from(upload.content.len()).map_err(|_| Error::field("/file", "too_large"))?;
    let (id, author, name) = (work.new_id(), opened.staff().id, safe_name(&upload.name, kind.ending()));
    let by = people::organisation::people_by_id(work, &[author]).await?.remove(&author);
    let sha256 = Sha256::digest(&upload.content).to_vec();
    if let Some(row) = store::same(work, matter.id, client, &name, &sha256, author).await? {
        return Ok(row.view(by, work.at()));
    }
    let scan = if scanner.in_use() { ScanState::Waiting } else { ScanState::Unchecked };
    let new = store::NewRow {
        id,
        client,
        scope: thing::scope(&matter, 15),
        matter: matter.id,
        name: &name,
        media_type: kind.media_type(),
        size,
        sha256,
        author,
        scan,
    };
    store::insert(work, new, upload.content).await?;
    if scan == ScanState::Waiting {
        wait(work, id).await?;
    }
    matter::step(work, matter.id, NewStep::new("attached").about(id)).await?;
    work.emit(thing::event("care.attachment.added", "attachment", id, &matter, client)).await?;
    Ok(Attachment {
        id,
        name,
        content_type: kind.media_type().to_owned(),
        size,
        at: work.at(),
        client_id: client.0,
        by,
        scan,
        found: None,
        delayed: false,
    })
}
