use ::rules::{Happening, Lane, Notice, Rules};
use kernel::{ClientId, Problem};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::Decision;
use super::rules::appeal;
use super::store;
use crate::clock::{self, Told};
use crate::matter::{self, NewStep};
use crate::{Care, Error, thing};

/// Sends a decision that has been made: from now on the client sees it, and the time to ask for review begins on the day it
/// is deemed received.
///
/// # Errors
/// `not_decided`, `already_sent`, or 412 with the decision as it is now.
pub async fn send(care: &Care, work: &Work, opened: &Opened, id: Uuid, seen: i32, notice: Notice) -> Result<Decision, Error> {
    let rules: &Rules = &care.rules;
    let row = store::by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::lock(work, opened, row.matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    row.state().send().map_err(Error::Refused)?;
    let set = rules.deadlines.on(work.today());
    let (received, appeal_until) = appeal(set.body.rule_on("appeal", work.today()), work.today(), notice);
    let sending = store::Sending { by: opened.staff().id, notice, received, appeal_until, rule_version: &set.version };
    if !store::sent(work, id, seen, &sending).await? {
        let people = store::people_of(work, &row).await?;
        return Err(Problem::version_conflict(row.told(&people)).into());
    }
    let client = ClientId(row.client_id);
    matter::step(work, matter.id, NewStep::new("decision_sent").from_to(None, notice.code().to_owned()).about(id)).await?;
    work.emit(thing::event("care.decision.sent", "decision", id, &matter, client)).await?;
    care.notices.tell(work, thing::waiting(&matter, client, "decision_sent", "decision", id)).await?;
    clock::reached(work, rules, &mut matter, Happening::DecisionSent, Told { outcome: row.outcome(), notice: Some(notice) }).await?;
    if row.outcome() != Some(::rules::Outcome::Negative) {
        matter::advance(work, rules, &mut matter, Lane::Managing).await?;
    }
    let row = store::by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let people = store::people_of(work, &row).await?;
    Ok(row.told(&people))
}
