use kernel::Problem;
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{ChangeNote, Note, NoteKind, has_happened, may_change};
use super::store;
use crate::matter::{self, NewStep};
use crate::{Error, thing};

/// Mends a note: its writer may, for a day.
///
/// # Errors
/// `not_author`, `note_settled`, `note_of_document`, a matter that is not open, a field that needs mending, or 412 with the note as it is now.
pub async fn change(work: &Work, opened: &Opened, matter_id: Uuid, id: Uuid, seen: i32, input: &ChangeNote) -> Result<Note, Error> {
    let matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let now = store::by_id(work, opened, matter.id, id).await?.ok_or(Error::NotFound)?;
    let people = people::organisation::people_by_id(work, &[now.author_id]).await?;
    if now.document_id.is_some() {
        return Err(Error::Refused("note_of_document"));
    }
    may_change(now.author_id, now.created_at, opened.staff().id, work.at()).map_err(Error::Refused)?;
    let kind = input.kind.or_else(|| NoteKind::parse(&now.kind)).unwrap_or(NoteKind::Other);
    let at = input.at.unwrap_or(now.happened_at);
    if !has_happened(at, work.at()) {
        return Err(Error::field("/at", "in_future"));
    }
    let text = thing::text("/text", input.text.as_deref().unwrap_or(&now.text))?;
    let client = kernel::ClientId(now.client_id);
    if !store::update(work, id, seen, kind, at, &text).await? {
        return Err(Problem::version_conflict(now.note(&people, opened.staff().id, work.at(), true)).into());
    }
    matter::step(work, matter.id, NewStep::new("note_changed").about(id)).await?;
    work.emit(thing::event("care.note.changed", "note", id, &matter, client)).await?;
    let row = store::by_id(work, opened, matter.id, id).await?.ok_or(Error::NotFound)?;
    Ok(row.note(&people, opened.staff().id, work.at(), true))
}
