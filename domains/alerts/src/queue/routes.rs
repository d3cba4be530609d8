use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{Action, Change, ClientSession, IfMatch, Json, StaffSession, Work};
use uuid::Uuid;

use super::model::{AlertList, AlertQuery, NewAlertClosing, NewAlertSnooze, OwnAlert, RaisedAlert};
use super::{list as listing, step};
use crate::{Alerts, Error, actions};

/// Alerts on the desks of one's teams, and one's own. By POST: what is typed into the search may be a name.
#[utoipa::path(post, path = "/api/v1/staff/alerts/search", tag = "alerts", operation_id = "alerts", request_body = AlertQuery,
    responses((status = 200, body = AlertList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("alerts.queue.list"))))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<Alerts>,
    Json(asked): Json<AlertQuery>,
) -> Result<Json<AlertList>, Problem> {
    let listed = session.list(&actions::LIST)?;
    Ok(Json(listing::page(&room.rules, &room.sources, session.gate().keys(), &listed, &asked).await?))
}

/// What is open of one client.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/alerts", tag = "alerts", operation_id = "client_alerts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<RaisedAlert>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("alerts.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<Alerts>,
    Path(id): Path<ClientId>,
) -> Result<Json<Vec<RaisedAlert>>, Problem> {
    let opened = session.open(id, &actions::CLIENT).await?;
    Ok(Json(listing::of_client(&room.rules, &room.sources, &opened).await?))
}

/// What the services have noticed of oneself and look into.
#[utoipa::path(get, path = "/api/v1/client/alerts", tag = "own", operation_id = "own_alerts",
    responses((status = 200, body = Vec<OwnAlert>), (status = 401, body = Problem)), extensions(("x-action" = json!("alerts.own.look"))))]
pub(crate) async fn own(session: ClientSession, State(room): State<Alerts>) -> Result<Json<Vec<OwnAlert>>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(listing::own(&room.rules, &own).await?))
}

/// A change of one client's alert, named in its log line; refused while its processing is restricted.
async fn begin(session: &StaffSession, action: &'static Action, client: ClientId, id: Uuid) -> Result<(Change, Work), Problem> {
    let change = session.change(&[client], action).await?;
    change.unrestricted(&[id]).await?;
    let mut work = change.begin().await?;
    work.object("alert", id);
    Ok((change, work))
}

async fn finish(work: Work, done: Result<(), Error>) -> Result<StatusCode, Problem> {
    done.map_err(Problem::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes it.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/alerts/{alert}/take", tag = "alerts", operation_id = "take_alert",
    params(("id" = Uuid, Path), ("alert" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("alerts.alert.take"))))]
pub(crate) async fn take(session: StaffSession, Path((client, id)): Path<(ClientId, Uuid)>, seen: IfMatch) -> Result<StatusCode, Problem> {
    let (change, work) = begin(&session, &actions::TAKE, client, id).await?;
    let done = step::take(&work, change.client()?, session.staff(), id, seen.0).await;
    finish(work, done).await
}

/// Gives it back to the desk.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/alerts/{alert}/release", tag = "alerts", operation_id = "release_alert",
    params(("id" = Uuid, Path), ("alert" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("alerts.alert.release"))))]
pub(crate) async fn release(
    session: StaffSession,
    Path((client, id)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
) -> Result<StatusCode, Problem> {
    let (change, work) = begin(&session, &actions::RELEASE, client, id).await?;
    let done = step::release(&work, change.client()?, session.staff(), id, seen.0).await;
    finish(work, done).await
}

/// Puts it off until a day.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/alerts/{alert}/snooze", tag = "alerts", operation_id = "snooze_alert",
    params(("id" = Uuid, Path), ("alert" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewAlertSnooze,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("alerts.alert.snooze"))))]
pub(crate) async fn snooze(
    session: StaffSession,
    Path((client, id)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewAlertSnooze>,
) -> Result<StatusCode, Problem> {
    let (change, work) = begin(&session, &actions::SNOOZE, client, id).await?;
    let done = step::snooze(&work, change.client()?, session.staff(), id, seen.0, &new).await;
    finish(work, done).await
}

/// Closes it: what was done, or why nothing was, and whether it was of use.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/alerts/{alert}/close", tag = "alerts", operation_id = "close_alert",
    params(("id" = Uuid, Path), ("alert" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewAlertClosing,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("alerts.alert.close"))))]
pub(crate) async fn close(
    session: StaffSession,
    Path((client, id)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewAlertClosing>,
) -> Result<StatusCode, Problem> {
    let (change, work) = begin(&session, &actions::CLOSE, client, id).await?;
    let done = step::close(&work, change.client()?, session.staff(), id, seen.0, &new).await;
    finish(work, done).await
}
