use trust::{Opened, Work};
use uuid::Uuid;

use super::change::{held, save};
use super::make::{event, happened, waiting};
use super::model::{Appointment, CancelAppointment, CancelReason, MAX_WORDS};
use super::store;
use crate::matter::NewStep;
use crate::{Care, Error, thing};

/// Staff cancel an appointment with a reason; afterwards too, when the client did not come. The client is told, unless it
/// was they who did not come.
///
/// # Errors
/// `already_cancelled`, `appointment_to_come` for a no-show before its time, fields that need mending, or 412.
pub async fn cancel(
    care: &Care,
    work: &Work,
    opened: &Opened,
    id: Uuid,
    seen: i32,
    input: &CancelAppointment,
) -> Result<Appointment, Error> {
    let mut a = held(work, opened, id).await?;
    let before = a.clone();
    let text = thing::optional("/text", input.text.as_deref(), MAX_WORDS)?;
    if input.reason == CancelReason::Other && text.is_none() {
        return Err(Error::field("/text", "required"));
    }
    a.cancel(input.reason, text, work.at()).map_err(Error::Refused)?;
    save(work, opened, care, &mut a, seen, &before).await?;
    let step = NewStep::new("appointment_cancelled").reason(input.reason.code()).from_to(a.starts_at.to_rfc3339(), None);
    happened(work, &a, a.matter_id, step).await?;
    work.emit(event("care.appointment.cancelled", &a)).await?;
    if a.starts_at > work.at() {
        care.notices.tell(work, waiting(&a, "appointment_cancelled")).await?;
    }
    Ok(a)
}

/// Cancels an appointment because of what a register told; the client is told when there is someone to tell.
///
/// # Errors
/// `already_cancelled`; `NotFound` when it was changed meanwhile.
pub(crate) async fn cancel_by(care: &Care, work: &Work, a: &mut Appointment, tell: bool) -> Result<(), Error> {
    a.cancel(CancelReason::NotNeeded, None, work.at()).map_err(Error::Refused)?;
    let seen = a.version;
    if !store::save(work, a, seen).await? {
        return Err(Error::NotFound);
    }
    let step = NewStep::new("appointment_cancelled").reason(CancelReason::NotNeeded.code()).from_to(a.starts_at.to_rfc3339(), None);
    happened(work, a, a.matter_id, step).await?;
    work.emit(event("care.appointment.cancelled", a)).await?;
    if tell && a.starts_at > work.at() {
        care.notices.tell(work, waiting(a, "appointment_cancelled")).await?;
    }
    Ok(())
}
