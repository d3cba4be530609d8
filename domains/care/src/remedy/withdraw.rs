use ::rules::{Happening, Rules};
use kernel::ClientId;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use super::model::WithdrawReview;
use super::store::{self, ReviewRow};
use super::take::{held, moved};
use crate::clock::{self, Told};
use crate::matter::change::required;
use crate::matter::{self, Matter, NewStep};
use crate::{Error, thing};

/// A professional writes down that the client takes a request back.
///
/// # Errors
/// `review_decided`, `review_withdrawn`; a missing reason; 412.
pub async fn record(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    (decision, review): (Uuid, Uuid),
    seen: i32,
    input: &WithdrawReview,
) -> Result<(), Error> {
    let reason = required("/reason", &input.reason)?;
    let mut held = held(work, opened, decision, review).await?;
    end(work, rules, &mut held.matter, &held.review, seen, Some(reason)).await
}

/// The client takes their own request back.
///
/// # Errors
/// As [`record`]; `NotFound` when it is not theirs.
pub async fn own(work: &Work, own: &Own, rules: &Rules, review: Uuid, seen: i32) -> Result<(), Error> {
    let row = store::review(work, review, own.clients()).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::held(work, row.matter_id).await?;
    crate::own::shown(own, matter.scope.register, Some(matter.id))?;
    end(work, rules, &mut matter, &row, seen, None).await
}

async fn end(work: &Work, rules: &Rules, matter: &mut Matter, review: &ReviewRow, seen: i32, reason: Option<String>) -> Result<(), Error> {
    review.state()?.withdraw().map_err(Error::Refused)?;
    if !store::withdrawn(work, review.id, seen).await? {
        return Err(moved(review));
    }
    let mut line = NewStep::new("review_withdrawn").about(review.decision_id);
    line.reason = reason;
    matter::step(work, matter.id, line).await?;
    work.emit(thing::event("care.review.withdrawn", "review_request", review.id, matter, ClientId(review.client_id))).await?;
    clock::reached(work, rules, matter, Happening::ReviewDecided, Told::of(review.decision_id)).await
}
