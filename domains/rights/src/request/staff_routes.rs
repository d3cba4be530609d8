use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::model::{NewExtension, NewRightsAnswer, RightsQuery, RightsRequest, RightsRequests};
use super::{answer as answering, list};
use crate::{RightsRoom, actions};

/// Requests of one's own desk: what waits, oldest first; what has been answered, newest first. A name is sent in the body.
#[utoipa::path(post, path = "/api/v1/staff/rights/search", tag = "rights", operation_id = "rights_requests", request_body = RightsQuery,
    responses((status = 200, body = RightsRequests), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("rights.request.list"))))]
pub(crate) async fn search(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Json(query): Json<RightsQuery>,
) -> Result<Json<RightsRequests>, Problem> {
    let listed = session.list(&actions::LIST)?;
    Ok(Json(list::page(&room.rules, session.gate().keys(), &listed, &query).await?))
}

/// One request.
#[utoipa::path(get, path = "/api/v1/staff/rights/{id}", tag = "rights", operation_id = "rights_request", params(("id" = Uuid, Path)),
    responses((status = 200, body = RightsRequest), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("rights.request.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<Uuid>,
) -> Result<Versioned<RightsRequest>, Problem> {
    let listed = session.list(&actions::ONE)?;
    let request = list::one(&room.rules, &listed, id).await?;
    Ok(Versioned(request.version, request))
}

/// Answers a request to mend: how it was mended, or why not.
#[utoipa::path(post, path = "/api/v1/staff/rights/{id}/answer", tag = "rights", operation_id = "answer_rights",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewRightsAnswer,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("rights.request.answer"))))]
pub(crate) async fn answer(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewRightsAnswer>,
) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::ANSWER)?;
    let mut work = change.begin().await?;
    work.object("rights_request", id);
    let client = answering::answer(&room, &work, session.staff(), id, seen.0, &new).await?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts the last day off and tells the client why.
#[utoipa::path(post, path = "/api/v1/staff/rights/{id}/extend", tag = "rights", operation_id = "extend_rights",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewExtension,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("rights.request.extend"))))]
pub(crate) async fn extend(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewExtension>,
) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::EXTEND)?;
    let mut work = change.begin().await?;
    work.object("rights_request", id);
    let client = answering::extend(&room, &work, session.staff(), id, seen.0, &new).await?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
