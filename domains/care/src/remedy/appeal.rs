use ::rules::Rules;
use kernel::{ClientId, Problem};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{AppealOutcome, AppealState, EndAppeal, NewAppeal};
use super::rules::force_after;
use super::{instruction, store};
use crate::clock;
use crate::decision::store::{by_id, put_force};
use crate::matter::{self, NewStep};
use crate::{Error, thing};

/// Longest name of a court and longest number of its own, in characters.
const COURT: usize = 200;

/// Writes down that a court has been appealed to. The decision stays as it is until the court or the authority says otherwise.
///
/// # Errors
/// `not_sent`; a day after today or before the decision was sent; a text that does not do.
pub async fn record(work: &Work, opened: &Opened, rules: &Rules, decision: Uuid, new: &NewAppeal) -> Result<Uuid, Error> {
    let row = by_id(work, opened, decision).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::lock(work, opened, row.matter_id).await?;
    let sent = row.sent_at.map(kernel::helsinki_date).ok_or(Error::Refused("not_sent"))?;
    if new.made_on > work.today() {
        return Err(Error::field("/made_on", "in_future"));
    }
    if new.made_on < sent {
        return Err(Error::field("/made_on", "before_sent"));
    }
    let court = match thing::optional("/court", new.court.as_deref(), COURT)? {
        Some(court) => court,
        None => match rules.remedies.on(work.today()).body.of(matter.scope.service_task, true) {
            Some(remedy) => instruction::place(work, remedy, work.today()).await?.0.fi,
            None => return Err(Error::field("/court", "required")),
        },
    };
    let reference = thing::optional("/reference", new.reference.as_deref(), COURT)?;
    let client = ClientId(row.client_id);
    let by = opened.staff().id;
    let appeal = store::NewAppealRow { client, decision, court: &court, reference: reference.as_deref(), made_on: new.made_on, by };
    let id = store::insert_appeal(work, &matter, appeal).await?;
    matter::step(work, matter.id, NewStep::new("appeal_recorded").from_to(None, court).about(row.id)).await?;
    work.emit(thing::event("care.appeal.recorded", "decision_appeal", id, &matter, client)).await?;
    // The client's time has done its work: for the decision, and for what was decided on a request about it.
    clock::over(work, rules, &mut matter, row.id).await?;
    for review in store::reviews(work, row.id).await? {
        clock::over(work, rules, &mut matter, review.id).await?;
    }
    Ok(id)
}

/// Writes down how an appeal ended, and what that makes of the decision.
///
/// # Errors
/// `appeal_over`; a day after today or before the appeal; 412.
pub async fn end(work: &Work, opened: &Opened, (decision, appeal): (Uuid, Uuid), seen: i32, input: &EndAppeal) -> Result<(), Error> {
    let row = by_id(work, opened, decision).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::lock(work, opened, row.matter_id).await?;
    let now = store::appeals(work, row.id).await?.into_iter().find(|a| a.id == appeal).ok_or(Error::NotFound)?;
    let state = if input.outcome.is_some() { AppealState::Decided } else { AppealState::Withdrawn };
    now.state()?.end(state).map_err(Error::Refused)?;
    if input.decided_on > work.today() {
        return Err(Error::field("/decided_on", "in_future"));
    }
    if input.decided_on < now.made_on {
        return Err(Error::field("/decided_on", "before_start"));
    }
    let note = thing::optional("/note", input.note.as_deref(), thing::MAX_TEXT)?;
    if !store::appeal_over(work, appeal, seen, state, input.outcome, input.decided_on, note.as_deref()).await? {
        return Err(Problem::version_conflict(serde_json::json!({ "id": now.id, "version": now.version })).into());
    }
    if let Some(force) = force_after(input.outcome).filter(|_| row.force().holds()) {
        put_force(work, row.id, force).await?;
    }
    // Sent back, it is to be dealt with anew.
    if input.outcome == Some(AppealOutcome::Returned) {
        matter::open_again(work, &mut matter, "appeal_returned").await?;
    }
    let code = input.outcome.map_or(state.code(), AppealOutcome::code).to_owned();
    matter::step(work, matter.id, NewStep::new("appeal_ended").from_to(None, code).about(row.id)).await?;
    work.emit(thing::event("care.appeal.ended", "decision_appeal", appeal, &matter, ClientId(row.client_id))).await?;
    Ok(())
}
