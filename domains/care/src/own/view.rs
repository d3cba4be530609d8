use kernel::{ClientId, Problem, Register};
use trust::{Own, Work};
use uuid::Uuid;

use super::matters::{views, write_view};
use crate::matter::{self, Matter, NewStep};
use crate::{Error, thing};

/// The matter of one's own, held; `NotFound` when the client has not joined it.
pub async fn held(work: &Work, own: &Own, id: Uuid) -> Result<(Matter, ClientId), Error> {
    let matter = matter::held(work, id).await?;
    shown(own, matter.scope.register, Some(matter.id))?;
    let client = matter.clients.iter().copied().find(|c| own.clients().contains(c)).ok_or(Error::NotFound)?;
    Ok((matter, client))
}

/// What is hidden from whoever acts for the client is not found.
pub fn shown(own: &Own, register: Register, matter: Option<Uuid>) -> Result<(), Error> {
    if own.hidden().shows(register, matter) { Ok(()) } else { Err(Error::NotFound) }
}

/// Writes the client's own view of an open matter.
///
/// # Errors
/// A matter that is closed, a text that does not do, or 412 with the view as it is now.
pub async fn write(work: &Work, own: &Own, id: Uuid, seen: i32, text: &str) -> Result<(), Error> {
    let (matter, client) = held(work, own, id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let text = thing::text("/text", text)?;
    if !write_view(work, &matter, client, seen, &text).await? {
        let (text, version) = views(own).await?.remove(&id).unwrap_or_default();
        return Err(Problem::version_conflict(serde_json::json!({ "text": text, "version": version })).into());
    }
    matter::step(work, matter.id, NewStep::new("own_view")).await?;
    work.emit(thing::event("care.own_view.written", "matter", matter.id, &matter, client)).await?;
    Ok(())
}
