use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use trust::{Answer, IdemJson, IfMatch, Json, StaffSession};
use uuid::Uuid;

use super::change;
use super::model::{NewLifting, NewRestriction};
use crate::copy::model::RightsMade;
use crate::{RightsRoom, actions};

/// Marks what a request is about as restricted.
#[utoipa::path(post, path = "/api/v1/staff/rights/{id}/restrictions", tag = "rights", operation_id = "restrict",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewRestriction,
    responses((status = 201, body = RightsMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("rights.restriction.mark"))))]
pub(crate) async fn mark(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<Uuid>,
    body: IdemJson<NewRestriction>,
) -> Result<Answer, Problem> {
    let proof = session.change_reference(&actions::RESTRICT)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = proof.begin().await?;
    let (id, client) = change::mark(&room, &mut work, session.staff(), id, &body.value).await?;
    work.touched(&[client]);
    let made = RightsMade { id };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Tells the client that a restriction will be lifted, and why.
#[utoipa::path(post, path = "/api/v1/staff/rights/restrictions/{id}/inform", tag = "rights", operation_id = "inform_of_lifting",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewLifting,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("rights.restriction.inform"))))]
pub(crate) async fn inform(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewLifting>,
) -> Result<StatusCode, Problem> {
    let proof = session.change_reference(&actions::INFORM)?;
    let mut work = proof.begin().await?;
    work.object("rights_restriction", id);
    let client = change::inform(&room, &work, session.staff(), id, seen.0, &new).await?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lifts a restriction that the client has been told of.
#[utoipa::path(post, path = "/api/v1/staff/rights/restrictions/{id}/lift", tag = "rights", operation_id = "lift_restriction",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("rights.restriction.lift"))))]
pub(crate) async fn lift(session: StaffSession, Path(id): Path<Uuid>, seen: IfMatch) -> Result<StatusCode, Problem> {
    let proof = session.change_reference(&actions::LIFT)?;
    let mut work = proof.begin().await?;
    work.object("rights_restriction", id);
    let client = change::lift(&work, session.staff(), id, seen.0).await?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
