use ::store::NewEvent;
use kernel::{ClientId, Problem};
use trust::relation::{self, NewTie};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Appointment, AppointmentState, Checked, NewAppointment, Overlap, check};
use super::store;
use crate::matter::{self, Matter, NewStep};
use crate::{Care, Error, thing};

/// How long a tie by an appointment outlives it, in days: to write down how it went.
const TIE_DAYS: i64 = 30;

/// Makes an appointment with a client of an open matter.
///
/// # Errors
/// A matter that is not open, fields that need mending, or `overlaps` when one who comes has another appointment then and
/// that was not accepted.
pub async fn on_matter(care: &Care, work: &Work, opened: &Opened, matter_id: Uuid, new: &NewAppointment) -> Result<Appointment, Error> {
    let matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let client = thing::about(&matter, opened, new.client_id)?;
    let checked = check(new, opened.staff().id, protected(work, client).await?, work.at())?;
    free(work, &checked, None, new.despite_overlap).await?;
    let appointment = fresh(care, work, opened, client, thing::scope(&matter, 18), matter.team_id, Some(matter.id), checked);
    put(care, work, &appointment, Some(&matter)).await?;
    Ok(appointment)
}

/// Makes an appointment with a client outside any matter. Who makes it answers for it, and is tied to the client by it.
///
/// # Errors
/// As [`on_matter`]; `no_team` for one who belongs to no team, whose day list would show it nowhere.
pub async fn on_client(care: &Care, work: &Work, opened: &Opened, new: &NewAppointment) -> Result<Appointment, Error> {
    let client = opened.client();
    let me = opened.staff().id;
    let team = opened.staff().team_ids.first().copied().ok_or(Error::Refused("no_team"))?;
    let (register, service_task) = opened.scopes().pairs().first().copied().ok_or(Error::NotFound)?;
    let scope = kernel::Scope { controller: work.gate().controller(), register, service_task, catalogue_row: 18 };
    let checked = check(new, me, protected(work, client).await?, work.at())?;
    if checked.people.first() != Some(&me) {
        return Err(Error::field("/professional_ids", "not_yourself"));
    }
    free(work, &checked, None, new.despite_overlap).await?;
    let appointment = fresh(care, work, opened, client, scope, team, None, checked);
    put(care, work, &appointment, None).await?;
    let tie = NewTie {
        client,
        scope,
        basis: "contact",
        object_kind: "appointment",
        object_id: appointment.id,
        professional_id: Some(me),
        team_id: None,
        unit_id: None,
        from: work.at(),
        to: Some(appointment.ends_at + chrono::Duration::days(TIE_DAYS)),
    };
    relation::tie(work, &[tie]).await?;
    Ok(appointment)
}

/// Whether the client's address is protected.
pub(super) async fn protected(work: &Work, client: ClientId) -> Result<bool, Error> {
    Ok(people::card::card(work, client).await?.is_none_or(|card| card.protected))
}

/// That who would come exists and has no other appointment then.
pub(super) async fn free(work: &Work, checked: &Checked, but: Option<Uuid>, accepted: bool) -> Result<(), Error> {
    let known = people::organisation::people_by_id(work, &checked.people).await?;
    if checked.people.iter().any(|p| !known.contains_key(p)) {
        return Err(Error::field("/professional_ids", "unknown"));
    }
    // In one order, so that two who book the same people do not wait for each other.
    let mut order = checked.people.clone();
    order.sort_unstable();
    for person in order {
        thing::one_at_a_time(work, &format!("appointments/{person}")).await?;
    }
    if accepted {
        return Ok(());
    }
    let busy = store::busy(work, &checked.people, checked.starts_at, checked.ends_at, but).await?;
    if busy.is_empty() {
        return Ok(());
    }
    let overlaps: Vec<Overlap> = busy
        .into_iter()
        .filter_map(|b| {
            let professional = known.get(&b.professional_id)?.clone();
            Some(Overlap { professional, starts_at: b.starts_at, ends_at: b.ends_at })
        })
        .collect();
    let problem = Problem::new(axum::http::StatusCode::CONFLICT, "overlaps", "Someone who would come has another appointment then");
    Err(problem.with("overlaps", overlaps).into())
}

#[allow(clippy::too_many_arguments, reason = "a row's parts, each told once by either caller")]
fn fresh(
    care: &Care,
    work: &Work,
    opened: &Opened,
    client: ClientId,
    scope: kernel::Scope,
    team_id: Uuid,
    matter_id: Option<Uuid>,
    checked: Checked,
) -> Appointment {
    let me = opened.staff().id;
    Appointment {
        id: work.new_id(),
        version: 1,
        client,
        scope,
        matter_id,
        team_id,
        handler_id: checked.people.first().copied().unwrap_or(me),
        people: checked.people,
        place: checked.place,
        address: checked.address,
        unit_id: checked.unit_id,
        link: checked.link,
        why: checked.why,
        starts_at: checked.starts_at,
        ends_at: checked.ends_at,
        state: AppointmentState::Booked,
        sequence: 0,
        client_words: None,
        cancel_reason: None,
        cancel_text: None,
        cancelled_by: None,
        created_by: me,
        // Made so late that the notice of it is the reminder too.
        reminded_at: care.remind_from(work.today(), checked.starts_at).le(&work.at()).then(|| work.at()),
        updated_at: work.at(),
    }
}

async fn put(care: &Care, work: &Work, appointment: &Appointment, matter: Option<&Matter>) -> Result<(), Error> {
    store::insert(work, std::slice::from_ref(appointment)).await?;
    happened(work, appointment, matter.map(|m| m.id), NewStep::new("appointment_made").from_to(None, appointment.starts_at.to_rfc3339()))
        .await?;
    work.emit(event("care.appointment.made", appointment)).await?;
    care.notices.tell(work, waiting(appointment, "appointment_made")).await?;
    Ok(())
}

/// A line in the matter's feed, when the appointment is on one.
pub(super) async fn happened(work: &Work, appointment: &Appointment, matter: Option<Uuid>, step: NewStep) -> Result<(), Error> {
    match matter {
        Some(matter) => matter::step(work, matter, step.about(appointment.id)).await,
        None => Ok(()),
    }
}

/// An event about an appointment, for the screens of its team and of who answers for it.
pub(super) fn event(kind: &'static str, a: &Appointment) -> NewEvent {
    let data = serde_json::json!({ "matter_id": a.matter_id, "handler_id": a.handler_id });
    NewEvent::new(kind, "appointment", a.id).client(a.client.0).team(a.team_id).data(data)
}

/// That something about the appointment waits for the client; once for each state of the calendar.
pub(super) fn waiting(a: &Appointment, occasion: &'static str) -> notices::Waiting {
    notices::Waiting {
        client: a.client,
        scope: a.scope,
        matter_id: a.matter_id,
        occasion,
        object_kind: "appointment",
        object_id: a.id,
        key: format!("{occasion}/{}/{}", a.id, a.sequence),
    }
}
