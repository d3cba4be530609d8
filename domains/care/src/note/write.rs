use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{NewNote, Note, has_happened};
use super::store;
use crate::matter::{self, NewStep};
use crate::{Error, thing};

/// Writes a note in an open matter.
///
/// # Errors
/// When the matter is not open, the text is missing, too long or holds a personal identity code, or the time is to come.
pub async fn write(work: &Work, opened: &Opened, matter_id: Uuid, new: &NewNote) -> Result<Note, Error> {
    let matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let client = thing::about(&matter, opened, new.client_id)?;
    let text = thing::text("/text", &new.text)?;
    let at = new.at.unwrap_or_else(|| work.at());
    if !has_happened(at, work.at()) {
        return Err(Error::field("/at", "in_future"));
    }
    let id = work.new_id();
    let author = opened.staff().id;
    let scope = thing::scope(&matter, 15);
    store::insert(work, store::NewRow { id, client, scope, matter: matter.id, kind: new.kind, at, text: &text, author, document: None })
        .await?;
    matter::step(work, matter.id, NewStep::new("noted").from_to(None, new.kind.code().to_owned()).about(id)).await?;
    work.emit(thing::event("care.note.written", "note", id, &matter, client)).await?;
    let row = store::by_id(work, opened, matter.id, id).await?.ok_or(Error::NotFound)?;
    let people = people::organisation::people_by_id(work, &[author]).await?;
    Ok(row.note(&people, author, work.at(), true))
}
