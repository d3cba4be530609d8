use kernel::{ClientId, Problem};
use trust::{Opened, Work};
use uuid::Uuid;

use super::store::{self, ReviewRow};
use crate::decision::store::{Row, by_id};
use crate::matter::{self, Matter, NewStep};
use crate::{Error, thing};

/// A decision, one request about it and its matter, held.
pub struct Held {
    pub decision: Row,
    pub review: ReviewRow,
    pub matter: Matter,
}

/// The request of a decision that the proof reaches.
pub async fn held(work: &Work, opened: &Opened, decision: Uuid, review: Uuid) -> Result<Held, Error> {
    let decision = by_id(work, opened, decision).await?.ok_or(Error::NotFound)?;
    let matter = matter::lock(work, opened, decision.matter_id).await?;
    let review = store::review(work, review, opened.clients()).await?.filter(|r| r.decision_id == decision.id).ok_or(Error::NotFound)?;
    Ok(Held { decision, review, matter })
}

/// 412 with the version the request has now.
pub fn moved(review: &ReviewRow) -> Error {
    Problem::version_conflict(serde_json::json!({ "id": review.id, "version": review.version })).into()
}

/// Somebody begins to prepare a request for the organ.
///
/// # Errors
/// `review_taken`, `review_decided`, `review_withdrawn`, a matter that is not open, or 412.
pub async fn take(work: &Work, opened: &Opened, decision: Uuid, review: Uuid, seen: i32) -> Result<(), Error> {
    let held = held(work, opened, decision, review).await?;
    held.matter.must_be_open().map_err(Error::Refused)?;
    held.review.state()?.take().map_err(Error::Refused)?;
    if !store::taken(work, review, seen, opened.staff().id).await? {
        return Err(moved(&held.review));
    }
    matter::step(work, held.matter.id, NewStep::new("review_taken").about(held.decision.id)).await?;
    work.emit(thing::event("care.review.taken", "review_request", review, &held.matter, ClientId(held.review.client_id))).await?;
    Ok(())
}
