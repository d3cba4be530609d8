use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use serde::Deserialize;
use trust::{IfMatch, Json, Query, StaffSession};
use uuid::Uuid;

use super::protection::{self, MisusedOpenings, NewOpeningFinding};
use super::review::OpeningDetail;
use crate::{People, actions};

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MisusedQuery {
    /// What has a finding instead of what waits for one.
    #[serde(default)]
    found: bool,
    /// The last of the page before.
    after: Option<Uuid>,
}

/// Openings of registers that a supervisor judged a misuse, for the data protection officer.
#[utoipa::path(get, path = "/api/v1/staff/protection/openings", tag = "people", operation_id = "misused_openings", params(MisusedQuery),
    responses((status = 200, body = MisusedOpenings), (status = 403, body = Problem)), extensions(("x-action" = json!("people.protection.list"))))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<People>,
    Query(asked): Query<MisusedQuery>,
) -> Result<Json<MisusedOpenings>, Problem> {
    let listed = session.list(&actions::MISUSED)?;
    Ok(Json(protection::page(&room.rules, &listed, asked.found, asked.after).await?))
}

/// One with what was done under it.
#[utoipa::path(get, path = "/api/v1/staff/protection/openings/{id}", tag = "people", operation_id = "misused_opening", params(("id" = Uuid, Path)),
    responses((status = 200, body = OpeningDetail), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("people.protection.look"))))]
pub(crate) async fn look(session: StaffSession, State(room): State<People>, Path(id): Path<Uuid>) -> Result<Json<OpeningDetail>, Problem> {
    let listed = session.list(&actions::MISUSED_LOOK)?;
    Ok(Json(protection::one(&room.rules, &listed, id).await?))
}

/// Says what was found. It is final.
#[utoipa::path(post, path = "/api/v1/staff/protection/openings/{id}/finding", tag = "people", operation_id = "find_of_opening",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewOpeningFinding,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("people.protection.find"))))]
pub(crate) async fn find(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewOpeningFinding>,
) -> Result<StatusCode, Problem> {
    let mut work = session.change_reference(&actions::MISUSED_FIND)?.begin().await?;
    work.object("opening_review", id);
    let client = protection::find(&work, session.staff(), id, seen.0, &new).await?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
