use kernel::{ClientId, Problem};
use trust::{Opened, Work};
use uuid::Uuid;

use super::store;
use crate::matter::{self, NewStep};
use crate::{Error, thing};

/// Withdraws a draft: it and its document are removed, the feed tells that there was one.
///
/// # Errors
/// `already_decided`, or 412 with the decision as it is now.
pub async fn withdraw(work: &Work, opened: &Opened, id: Uuid, seen: i32) -> Result<(), Error> {
    let row = store::by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let matter = matter::lock(work, opened, row.matter_id).await?;
    row.state().withdraw().map_err(Error::Refused)?;
    if !store::remove(work, id, seen).await? {
        let people = store::people_of(work, &row).await?;
        return Err(Problem::version_conflict(row.told(&people)).into());
    }
    documents::discard(work, row.document_id).await?;
    matter::step(work, matter.id, NewStep::new("decision_withdrawn").about(id)).await?;
    work.emit(thing::event("care.decision.withdrawn", "decision", id, &matter, ClientId(row.client_id))).await?;
    Ok(())
}
