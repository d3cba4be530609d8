use ::rules::{Happening, RemedyKind, Rules};
use chrono::NaiveDate;
use kernel::ClientId;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use super::model::{NewReview, OwnNewReview, ReviewChannel};
use super::read::remedy_of;
use super::{instruction, rules, store};
use crate::clock::{self, Told};
use crate::decision::store::{Row, by_id, of_client};
use crate::matter::{self, Matter, NewStep};
use crate::{Error, thing};

struct Asked<'a> {
    channel: ReviewChannel,
    arrived_on: NaiveDate,
    words: &'a str,
    recorded_by: Option<Uuid>,
}

/// A professional writes down a request that came on paper, by e-mail, by telephone or in person.
///
/// # Errors
/// As [`own`]; a day after today, `before_sent`; a way that is the client's own.
pub async fn record(work: &Work, opened: &Opened, rules: &Rules, decision: Uuid, new: &NewReview) -> Result<Uuid, Error> {
    let row = by_id(work, opened, decision).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::lock(work, opened, row.matter_id).await?;
    if new.channel == ReviewChannel::Own {
        return Err(Error::field("/channel", "not_in_list"));
    }
    if new.arrived_on > work.today() {
        return Err(Error::field("/arrived_on", "in_future"));
    }
    if row.sent_at.is_some_and(|at| new.arrived_on < kernel::helsinki_date(at)) {
        return Err(Error::field("/arrived_on", "before_sent"));
    }
    let words = thing::text("/words", &new.words)?;
    let asked = Asked { channel: new.channel, arrived_on: new.arrived_on, words: &words, recorded_by: Some(opened.staff().id) };
    receive(work, rules, &mut matter, &row, asked).await
}

/// The client asks for a review of a decision of their own. A request that comes late is taken in and marked late: whether it
/// is examined is for the organ to say, not for the program.
///
/// # Errors
/// `not_sent`, `decision_not_in_force`, `review_pending`, `review_decided`, `remedy_is_appeal`; a text that does not do.
pub async fn own(work: &Work, own: &Own, rules: &Rules, decision: Uuid, new: &OwnNewReview) -> Result<Uuid, Error> {
    let row = of_client(work, decision, own.clients()).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::held(work, row.matter_id).await?;
    crate::own::shown(own, matter.scope.register, Some(matter.id))?;
    let words = thing::text("/words", &new.words)?;
    let asked = Asked { channel: ReviewChannel::Own, arrived_on: work.today(), words: &words, recorded_by: None };
    receive(work, rules, &mut matter, &row, asked).await
}

async fn receive(work: &Work, rules: &Rules, matter: &mut Matter, row: &Row, asked: Asked<'_>) -> Result<Uuid, Error> {
    if row.sent_at.is_none() {
        return Err(Error::Refused("not_sent"));
    }
    if !row.force().holds() {
        return Err(Error::Refused("decision_not_in_force"));
    }
    for earlier in store::reviews(work, row.id).await? {
        match earlier.state()? {
            state if state.is_open() => return Err(Error::Refused("review_pending")),
            super::ReviewState::Decided => return Err(Error::Refused("review_decided")),
            _ => {}
        }
    }
    let after = store::after_review(work, row.id).await?;
    let (remedy, version) = remedy_of(rules, row, after, work.today()).ok_or(Error::Refused("no_remedy"))?;
    if remedy.kind == RemedyKind::Appeal {
        return Err(Error::Refused("remedy_is_appeal"));
    }
    let (authority, _) = instruction::place(work, remedy, work.today()).await?;
    // What was closed is on the desk again: somebody must see the request.
    matter::open_again(work, matter, "review_request").await?;
    let (id, client) = (work.new_id(), ClientId(row.client_id));
    let new = store::NewReviewRow {
        id,
        client,
        decision: row.id,
        channel: asked.channel,
        arrived_on: asked.arrived_on,
        late: rules::late(asked.arrived_on, row.appeal_until),
        words: asked.words,
        recorded_by: asked.recorded_by,
        authority: &authority,
        rule: &remedy.id,
        rule_version: version,
    };
    store::insert_review(work, matter, new).await?;
    let step = NewStep::new("review_asked").from_to(None, asked.channel.code().to_owned()).about(row.id);
    matter::step(work, matter.id, step).await?;
    work.emit(thing::event("care.review.asked", "review_request", id, matter, client)).await?;
    clock::reached(work, rules, matter, Happening::AppealMade, Told::of(row.id)).await?;
    Ok(id)
}
