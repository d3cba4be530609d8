use ::rules::{Happening, Lane, Notice, Rules};
use kernel::{ClientId, Problem};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Decision, Force};
use super::rules::{deemed, last_day};
use super::store;
use crate::clock::{self, Told};
use crate::matter::{self, NewStep};
use crate::{Care, Error, remedy, thing};

/// Sends a decision that has been made: from now on the client sees it, and the time to ask for review begins on the day it
/// is deemed received; of a way that proves the day itself, when that day is recorded. The decision whose place it takes is no
/// longer in force.
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
    let rule = set.body.rule_on("appeal", work.today());
    let mut received = deemed(rule, work.today(), notice);
    let mut appeal_until = received.map(|day| last_day(rule, day));
    // A corrected slip of the pen is the same decision: its time runs on as it ran (434/2003 53 § 2 mom. [verified]).
    let old = match row.replaces_id {
        Some(id) => store::by_id(work, opened, id).await?,
        None => None,
    };
    let same_time = match &old {
        Some(old) if remedy::store::corrects_writing(work, id).await? && old.appeal_until.is_some() => Some(old.appeal_until),
        _ => None,
    };
    if let Some(until) = same_time {
        received = old.as_ref().and_then(|o| o.received_on.or(o.deemed_received_on)).or(received);
        appeal_until = until;
    }
    let sending = store::Sending { by: opened.staff().id, notice, received, appeal_until, rule_version: &set.version };
    if !store::sent(work, id, seen, &sending).await? {
        let people = store::people_of(work, &row).await?;
        return Err(Problem::version_conflict(row.told(&people)).into());
    }
    let client = ClientId(row.client_id);
    matter::step(work, matter.id, NewStep::new("decision_sent").from_to(None, notice.code().to_owned()).about(id)).await?;
    work.emit(thing::event("care.decision.sent", "decision", id, &matter, client)).await?;
    care.notices.tell(work, thing::waiting(&matter, client, "decision_sent", "decision", id)).await?;
    if let Some(old) = &old {
        store::put_force(work, old.id, Force::Replaced).await?;
        matter::step(work, matter.id, NewStep::new("decision_replaced").about(old.id)).await?;
        work.emit(thing::event("care.decision.replaced", "decision", old.id, &matter, client)).await?;
    }
    if same_time.is_none() {
        // The old decision's time ends with it: a change is sought to the new one.
        if let Some(old) = &old {
            clock::over(work, rules, &mut matter, old.id).await?;
        }
        let told = Told { outcome: row.outcome(), notice: Some(notice), about: Some(id), ..Told::default() };
        clock::reached(work, rules, &mut matter, Happening::DecisionSent, told).await?;
    }
    if row.outcome() != Some(::rules::Outcome::Negative) {
        matter::advance(work, rules, &mut matter, Lane::Managing).await?;
    }
    let row = store::by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let people = store::people_of(work, &row).await?;
    Ok(row.told(&people))
}
