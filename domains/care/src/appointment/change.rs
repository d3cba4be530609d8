use kernel::Problem;
use trust::{Opened, Work};
use uuid::Uuid;

use super::make::{event, free, happened, protected, waiting};
use super::model::{Appointment, AppointmentState, NewAppointment, check};
use super::{store, view};
use crate::matter::NewStep;
use crate::{Care, Error};

/// Moves an appointment, or changes where it is, who comes or what it is about. The client's answer is asked again when the
/// time or the place changes.
///
/// # Errors
/// `already_cancelled`, `appointment_over`, fields that need mending, `overlaps`, or 412 with the appointment as it is now.
pub async fn change(care: &Care, work: &Work, opened: &Opened, id: Uuid, seen: i32, new: &NewAppointment) -> Result<Appointment, Error> {
    let mut a = held(work, opened, id).await?;
    a.may_change(work.at()).map_err(Error::Refused)?;
    let checked = check(new, a.handler_id, protected(work, a.client).await?, work.at())?;
    if a.matter_id.is_none() && checked.people.first() != Some(&a.handler_id) {
        // Outside a matter the tie to the client is the one's who answers for it.
        return Err(Error::field("/professional_ids", "not_yourself"));
    }
    free(work, &checked, Some(id), new.despite_overlap).await?;
    let before = a.clone();
    a.handler_id = checked.people.first().copied().unwrap_or(a.handler_id);
    (a.place, a.address, a.unit_id, a.link) = (checked.place, checked.address, checked.unit_id, checked.link);
    (a.starts_at, a.ends_at, a.why) = (checked.starts_at, checked.ends_at, checked.why);
    let moved = (before.starts_at, before.ends_at, before.place, &before.address, before.unit_id, &before.link)
        != (a.starts_at, a.ends_at, a.place, &a.address, a.unit_id, &a.link);
    if moved || before.state == AppointmentState::OtherAsked {
        a.state = AppointmentState::Booked;
        a.client_words = None;
    }
    a.sequence += 1;
    if before.starts_at != a.starts_at {
        a.reminded_at = care.remind_from(work.today(), a.starts_at).le(&work.at()).then(|| work.at());
    }
    save(work, opened, care, &mut a, seen, &before).await?;
    if checked.people != before.people {
        store::set_people(work, a.id, &checked.people).await?;
        a.people = checked.people;
    }
    let step = NewStep::new("appointment_changed").from_to(before.starts_at.to_rfc3339(), a.starts_at.to_rfc3339());
    happened(work, &a, a.matter_id, step).await?;
    work.emit(event("care.appointment.changed", &a)).await?;
    care.notices.tell(work, waiting(&a, "appointment_changed")).await?;
    Ok(a)
}

/// The appointment, held, when the proof reaches it.
pub(super) async fn held(work: &Work, opened: &Opened, id: Uuid) -> Result<Appointment, Error> {
    let a = store::held(work, id, opened.clients()).await?.ok_or(Error::NotFound)?;
    if opened.scopes().covers(&a.scope) { Ok(a) } else { Err(Error::NotFound) }
}

/// Writes it, or says how it is now.
pub(super) async fn save(
    work: &Work,
    opened: &Opened,
    care: &Care,
    a: &mut Appointment,
    seen: i32,
    now: &Appointment,
) -> Result<(), Error> {
    if store::save(work, a, seen).await? {
        return Ok(());
    }
    let current = view::told(opened, &care.rules, std::slice::from_ref(now), work.at()).await?;
    Err(Problem::version_conflict(current.into_iter().next()).into())
}
