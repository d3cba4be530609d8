//! What the client does with an appointment of their own.

use kernel::Problem;
use trust::{Own, Work};
use uuid::Uuid;

use super::make::{event, happened};
use super::model::{Appointment, MAX_WORDS};
use super::{store, view};
use crate::matter::{NewStep, Refusal};
use crate::{Error, thing};

/// The time suits.
///
/// # Errors
/// `already_confirmed`, `already_cancelled`, `appointment_over`, or 412 with the appointment as it is now.
pub async fn confirm(work: &Work, own: &Own, id: Uuid, seen: i32) -> Result<Appointment, Error> {
    let at = work.at();
    answered(work, own, id, seen, ("care.appointment.confirmed", "appointment_confirmed"), |a| a.confirm(at)).await
}

/// Another time would suit better. The appointment stands until staff change or cancel it.
///
/// # Errors
/// As [`confirm`]; words that do not do.
pub async fn ask_other(work: &Work, own: &Own, id: Uuid, seen: i32, words: &str) -> Result<Appointment, Error> {
    let words = words_of(words)?;
    let at = work.at();
    answered(work, own, id, seen, ("care.appointment.other_asked", "appointment_other_asked"), |a| a.ask_other(words, at)).await
}

/// The client will not come.
///
/// # Errors
/// As [`confirm`]; words that do not do.
pub async fn cancel(work: &Work, own: &Own, id: Uuid, seen: i32, words: Option<&str>) -> Result<Appointment, Error> {
    let words = thing::optional("/text", words, MAX_WORDS)?;
    let at = work.at();
    answered(work, own, id, seen, ("care.appointment.cancelled", "appointment_cancelled"), |a| a.cancel_by_client(words, at)).await
}

fn words_of(words: &str) -> Result<String, Error> {
    thing::optional("/text", Some(words), MAX_WORDS)?.ok_or_else(|| Error::field("/text", "required"))
}

async fn answered(
    work: &Work,
    own: &Own,
    id: Uuid,
    seen: i32,
    (told, step): (&'static str, &'static str),
    change: impl FnOnce(&mut Appointment) -> Result<(), Refusal>,
) -> Result<Appointment, Error> {
    let mut a = store::held(work, id, own.clients()).await?.ok_or(Error::NotFound)?;
    crate::own::shown(own, a.scope.register, a.matter_id)?;
    let before = a.clone();
    change(&mut a).map_err(Error::Refused)?;
    if !store::save(work, &mut a, seen).await? {
        let names = view::Names::read(own, std::slice::from_ref(&before)).await?;
        return Err(Problem::version_conflict(names.own(&before, work.at())).into());
    }
    let mut line = NewStep::new(step).from_to(a.starts_at.to_rfc3339(), None);
    if let Some(reason) = a.cancel_reason.clone() {
        line = line.reason(reason);
    }
    happened(work, &a, a.matter_id, line).await?;
    work.emit(event(told, &a)).await?;
    Ok(a)
}
