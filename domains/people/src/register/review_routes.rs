use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use serde::Deserialize;
use trust::{IfMatch, Json, Query, StaffSession};
use uuid::Uuid;

use super::review::{self, NewVerdict, OpeningDetail, OpeningList};
use crate::{People, actions};

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OpeningQuery {
    /// What has been judged instead of what waits.
    #[serde(default)]
    settled: bool,
    /// The last of the page before.
    after: Option<Uuid>,
}

/// Openings of registers that wait for this supervisor's look, or have had it.
#[utoipa::path(get, path = "/api/v1/staff/openings", tag = "people", extensions(("x-action" = json!("people.opening.list"))), params(OpeningQuery),
    responses((status = 200, body = OpeningList), (status = 403, body = Problem)))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<People>,
    Query(asked): Query<OpeningQuery>,
) -> Result<Json<OpeningList>, Problem> {
    let listed = session.list(&actions::OPENINGS)?;
    Ok(Json(review::page(&room.rules, &listed, asked.settled, asked.after).await?))
}

/// One opening with what was done under it.
#[utoipa::path(get, path = "/api/v1/staff/openings/{id}", tag = "people", extensions(("x-action" = json!("people.opening.look"))), params(("id" = Uuid, Path)),
    responses((status = 200, body = OpeningDetail), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn look(session: StaffSession, State(room): State<People>, Path(id): Path<Uuid>) -> Result<Json<OpeningDetail>, Problem> {
    let listed = session.list(&actions::OPENING)?;
    // What was done a moment ago is in the list too.
    session.gate().flush_log().await;
    Ok(Json(review::one(&room.rules, &listed, id).await?))
}

/// Says what the supervisor found: accepted, to be looked into, or a misuse.
#[utoipa::path(post, path = "/api/v1/staff/openings/{id}/verdict", tag = "people", extensions(("x-action" = json!("people.opening.judge"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewVerdict,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub(crate) async fn judge(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewVerdict>,
) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::OPENING_JUDGE)?;
    let mut work = change.begin().await?;
    work.object("opening_review", id);
    let client = review::judge(&work, session.staff(), id, seen.0, &new).await?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
