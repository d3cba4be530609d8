use kernel::ClientId;
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{ChangeForce, ForceChange};
use crate::decision::Force;
use crate::decision::store::{by_id, put_force};
use crate::matter::change::required;
use crate::matter::{self, NewStep};
use crate::{Error, thing};

/// Stops carrying a decision out for the time being, or lets it go on. Whether the asker has the power was asked of the
/// policies by the proof.
///
/// # Errors
/// `not_sent`, `decision_not_in_force`, `already_suspended`, `not_suspended`; a missing reason.
pub async fn change(work: &Work, opened: &Opened, id: Uuid, input: &ChangeForce) -> Result<(), Error> {
    let row = by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let matter = matter::lock(work, opened, row.matter_id).await?;
    if row.sent_at.is_none() {
        return Err(Error::Refused("not_sent"));
    }
    let reason = required("/reason", &input.reason)?;
    let to = match input.change {
        ForceChange::Suspend => Force::Suspended,
        ForceChange::GoOn => Force::InForce,
    };
    let now = row.force().put(to).map_err(Error::Refused)?;
    put_force(work, id, now).await?;
    let kind = if now == Force::Suspended { "decision_suspended" } else { "decision_goes_on" };
    matter::step(work, matter.id, NewStep::new(kind).reason(reason).about(id)).await?;
    work.emit(thing::event("care.decision.force_changed", "decision", id, &matter, ClientId(row.client_id))).await?;
    Ok(())
}
