use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use kernel::{ClientId, Problem};
use trust::{Answer, IdemJson, IfMatch, Json, Query, StaffSession, Versioned, Work};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::day::{self, DayList, DayQuery};
use super::model::{Appointment, AppointmentView, CancelAppointment, NewAppointment};
use super::{cancel, change, make, store, view};
use crate::{Care, Error, actions, matter};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(of_matter, add_to_matter))
        .routes(routes!(of_client, add_to_client))
        .routes(routes!(change_one))
        .routes(routes!(cancel_one))
        .routes(routes!(day_list))
}

/// Appointments older than this are not listed on a client; a matter lists all of its own.
const BACK_DAYS: i64 = 365;

async fn told(
    care: &Care,
    proof: &impl people::Proof,
    appointments: &[Appointment],
    now: DateTime<Utc>,
) -> Result<Vec<AppointmentView>, Problem> {
    Ok(view::told(proof, &care.rules, appointments, now).await?)
}

/// One appointment as the change left it, read inside the change.
async fn told_one(care: &Care, work: &Work, appointment: &Appointment) -> Result<AppointmentView, Problem> {
    told(care, work, std::slice::from_ref(appointment), work.at()).await?.into_iter().next().ok_or_else(Problem::not_found)
}

/// Appointments of a matter, newest first.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/appointments", tag = "care", params(("id" = Uuid, Path)), operation_id = "list_matter_appointments",
    responses((status = 200, body = Vec<AppointmentView>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.appointment.list"))))]
async fn of_matter(session: StaffSession, State(care): State<Care>, Path(id): Path<Uuid>) -> Result<Json<Vec<AppointmentView>>, Problem> {
    let opened = session.open_object("matter", id, &actions::APPOINTMENTS).await?;
    matter::load(&opened, id).await?;
    let found = store::of_matter(&opened, id).await.map_err(Error::from)?;
    Ok(Json(told(&care, &opened, &found, opened.at()).await?))
}

/// A new appointment on a matter. 409 `overlaps` names the times at which one who would come is taken; sent again with
/// `despite_overlap` it is made all the same.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/appointments", tag = "care", params(("id" = Uuid, Path)), operation_id = "make_matter_appointment",
    request_body = NewAppointment,
    responses((status = 201, body = AppointmentView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.appointment.make"))))]
async fn add_to_matter(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewAppointment>,
) -> Result<Answer, Problem> {
    let proof = session.change_object("matter", id, &actions::APPOINTMENT_MAKE).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = proof.begin().await?;
    let made = make::on_matter(&care, &work, proof.client()?, id, &input.value).await?;
    work.object("appointment", made.id);
    let view = told_one(&care, &work, &made).await?;
    work.remember(&input, 201, &view).await?;
    work.commit().await?;
    Ok(Answer::created(&view)?.version(view.version))
}

/// Appointments of a client of the last year and to come, newest first.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/appointments", tag = "care", params(("id" = Uuid, Path)), operation_id = "list_client_appointments",
    responses((status = 200, body = Vec<AppointmentView>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.appointment.list"))))]
async fn of_client(session: StaffSession, State(care): State<Care>, Path(id): Path<Uuid>) -> Result<Json<Vec<AppointmentView>>, Problem> {
    let opened = session.open(ClientId(id), &actions::APPOINTMENTS).await?;
    let from = opened.at() - chrono::Duration::days(BACK_DAYS);
    let found = store::of_client(&opened, from).await.map_err(Error::from)?;
    Ok(Json(told(&care, &opened, &found, opened.at()).await?))
}

/// A new appointment with a client outside any matter. Who makes it answers for it.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/appointments", tag = "care", params(("id" = Uuid, Path)), operation_id = "make_client_appointment",
    request_body = NewAppointment,
    responses((status = 201, body = AppointmentView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.appointment.make"))))]
async fn add_to_client(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewAppointment>,
) -> Result<Answer, Problem> {
    let proof = session.change(&[ClientId(id)], &actions::APPOINTMENT_MAKE).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = proof.begin().await?;
    let made = make::on_client(&care, &work, proof.client()?, &input.value).await?;
    work.object("appointment", made.id);
    let view = told_one(&care, &work, &made).await?;
    work.remember(&input, 201, &view).await?;
    work.commit().await?;
    Ok(Answer::created(&view)?.version(view.version))
}

/// Changes when, where, who or what. The client is told, and asked again when the time or the place changed.
#[utoipa::path(put, path = "/api/v1/staff/appointments/{id}", tag = "care", operation_id = "change_appointment",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = NewAppointment,
    responses((status = 200, body = AppointmentView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.appointment.change"))))]
async fn change_one(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<NewAppointment>,
) -> Result<Versioned<AppointmentView>, Problem> {
    let proof = session.change_object("appointment", id, &actions::APPOINTMENT_CHANGE).await?;
    let work = proof.begin().await?;
    let changed = change::change(&care, &work, proof.client()?, id, seen, &input).await?;
    let view = told_one(&care, &work, &changed).await?;
    work.commit().await?;
    Ok(Versioned(view.version, view))
}

/// Cancels with a reason. The client is told, unless its time is past.
#[utoipa::path(post, path = "/api/v1/staff/appointments/{id}/cancel", tag = "care", operation_id = "cancel_appointment",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = CancelAppointment,
    responses((status = 200, body = AppointmentView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.appointment.cancel"))))]
async fn cancel_one(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<CancelAppointment>,
) -> Result<Versioned<AppointmentView>, Problem> {
    let proof = session.change_object("appointment", id, &actions::APPOINTMENT_CANCEL).await?;
    let work = proof.begin().await?;
    let cancelled = cancel::cancel(&care, &work, proof.client()?, id, seen, &input).await?;
    let view = told_one(&care, &work, &cancelled).await?;
    work.commit().await?;
    Ok(Versioned(view.version, view))
}

/// Whom one meets today and in the days to come: one's own appointments, a team's, or a colleague's.
#[utoipa::path(get, path = "/api/v1/staff/day", tag = "care", params(DayQuery), operation_id = "day_list",
    responses((status = 200, body = DayList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.appointment.day"))))]
async fn day_list(session: StaffSession, Query(query): Query<DayQuery>) -> Result<Json<DayList>, Problem> {
    let listed = session.list(&actions::APPOINTMENT_DAY)?;
    Ok(Json(day::read(&listed, &query).await?))
}
