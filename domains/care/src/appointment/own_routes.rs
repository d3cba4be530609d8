//! The client's own side of appointments.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Problem;
use trust::{ClientSession, IfMatch, Json, Versioned, Work};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{Appointment, AskOther, OwnAppointment, OwnCancel};
use super::{answer, calendar, store, view};
use crate::{Care, Error, actions};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(confirm))
        .routes(routes!(ask_other))
        .routes(routes!(cancel))
        .routes(routes!(to_calendar))
}

/// Those of the last weeks are shown with those to come.
const BACK_DAYS: i64 = 60;

/// The client's own appointments of the last two months and to come, earliest first.
#[utoipa::path(get, path = "/api/v1/client/appointments", tag = "own", operation_id = "own_appointments",
    responses((status = 200, body = Vec<OwnAppointment>), (status = 401, body = Problem)),
    extensions(("x-action" = json!("care.own.appointments"))))]
async fn list(session: ClientSession) -> Result<Json<Vec<OwnAppointment>>, Problem> {
    let own = session.open(&actions::OWN_APPOINTMENTS).await?;
    let found = store::own(&own, own.at() - chrono::Duration::days(BACK_DAYS)).await.map_err(Error::from)?;
    let names = view::Names::read(&own, &found).await?;
    Ok(Json(found.iter().map(|a| names.own(a, own.at())).collect()))
}

/// The answer to a change, read inside it.
async fn told(work: &Work, appointment: &Appointment) -> Result<OwnAppointment, Problem> {
    let names = view::Names::read(work, std::slice::from_ref(appointment)).await?;
    Ok(names.own(appointment, work.at()))
}

/// Says that the time suits.
#[utoipa::path(post, path = "/api/v1/client/appointments/{id}/confirm", tag = "own", operation_id = "confirm_own_appointment",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")),
    responses((status = 200, body = OwnAppointment), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.own.confirm_appointment"))))]
async fn confirm(session: ClientSession, Path(id): Path<Uuid>, IfMatch(seen): IfMatch) -> Result<Versioned<OwnAppointment>, Problem> {
    let proof = session.change(&actions::OWN_CONFIRM).await?;
    let work = proof.begin().await?;
    let appointment = answer::confirm(&work, proof.own(), id, seen).await?;
    let view = told(&work, &appointment).await?;
    work.commit().await?;
    Ok(Versioned(view.version, view))
}

/// Asks for another time, in the client's own words. The appointment stands until staff change or cancel it.
#[utoipa::path(post, path = "/api/v1/client/appointments/{id}/ask-other", tag = "own", operation_id = "ask_other_time",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = AskOther,
    responses((status = 200, body = OwnAppointment), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.own.ask_other_time"))))]
async fn ask_other(
    session: ClientSession,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<AskOther>,
) -> Result<Versioned<OwnAppointment>, Problem> {
    let proof = session.change(&actions::OWN_ASK_OTHER).await?;
    let work = proof.begin().await?;
    let appointment = answer::ask_other(&work, proof.own(), id, seen, &input.text).await?;
    let view = told(&work, &appointment).await?;
    work.commit().await?;
    Ok(Versioned(view.version, view))
}

/// Cancels an appointment of one's own.
#[utoipa::path(post, path = "/api/v1/client/appointments/{id}/cancel", tag = "own", operation_id = "cancel_own_appointment",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = OwnCancel,
    responses((status = 200, body = OwnAppointment), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.own.cancel_appointment"))))]
async fn cancel(
    session: ClientSession,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<OwnCancel>,
) -> Result<Versioned<OwnAppointment>, Problem> {
    let proof = session.change(&actions::OWN_CANCEL).await?;
    let work = proof.begin().await?;
    let appointment = answer::cancel(&work, proof.own(), id, seen, input.text.as_deref()).await?;
    let view = told(&work, &appointment).await?;
    work.commit().await?;
    Ok(Versioned(view.version, view))
}

/// The appointment as a calendar file. Taken again after a change, it puts the new time in the place of the old.
#[utoipa::path(get, path = "/api/v1/client/appointments/{id}/calendar", tag = "own", params(("id" = Uuid, Path)), operation_id = "own_appointment_calendar",
    responses((status = 200, description = "iCalendar (RFC 5545): the time, and nothing of what it is about", content_type = "text/calendar"),
        (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.own.appointment_calendar"))))]
async fn to_calendar(session: ClientSession, State(care): State<Care>, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let own = session.open(&actions::OWN_CALENDAR).await?;
    let appointment = store::by_id(own.reader(), id, own.clients()).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
    crate::own::shown(&own, appointment.scope.register, appointment.matter_id)?;
    let language = people::reach::of(&own, own.clients()).await?.language;
    let file = calendar::file(&appointment, language, care.notices.link());
    let mut answer = file.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"tapaaminen.ics\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
