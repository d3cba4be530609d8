use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use serde::Deserialize;
use trust::{IfMatch, Json, Query, StaffSession};
use uuid::Uuid;

use super::model::{NewWatchFinding, PassedReviews};
use super::{find as finding, list as listing};
use crate::review::model::WatchDetail;
use crate::{Watch, actions};

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PassedQuery {
    /// What has a finding instead of what waits for one.
    #[serde(default)]
    found: bool,
    /// The last of the page before.
    after: Option<Uuid>,
}

/// Looks that supervisors have passed on, for the data protection officer.
#[utoipa::path(get, path = "/api/v1/staff/protection/reviews", tag = "watch", operation_id = "passed_reviews", params(PassedQuery),
    responses((status = 200, body = PassedReviews), (status = 403, body = Problem)), extensions(("x-action" = json!("watch.protection.list"))))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<Watch>,
    Query(asked): Query<PassedQuery>,
) -> Result<Json<PassedReviews>, Problem> {
    let listed = session.list(&actions::PASSED)?;
    Ok(Json(listing::page(&room.rules, &listed, asked.found, asked.after).await?))
}

/// One with the lines of the log it rests on, and all that has been said of it.
#[utoipa::path(get, path = "/api/v1/staff/protection/reviews/{id}", tag = "watch", operation_id = "passed_review", params(("id" = Uuid, Path)),
    responses((status = 200, body = WatchDetail), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("watch.protection.look"))))]
pub(crate) async fn look(session: StaffSession, State(room): State<Watch>, Path(id): Path<Uuid>) -> Result<Json<WatchDetail>, Problem> {
    let listed = session.list(&actions::PASSED_LOOK)?;
    Ok(Json(listing::one(&room.rules, &listed, id).await?))
}

/// Says what was found. It is final.
#[utoipa::path(post, path = "/api/v1/staff/protection/reviews/{id}/finding", tag = "watch", operation_id = "watch_find",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewWatchFinding,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("watch.protection.find"))))]
pub(crate) async fn find(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewWatchFinding>,
) -> Result<StatusCode, Problem> {
    let mut work = session.change_reference(&actions::FIND)?.begin().await?;
    work.object("watch_review", id);
    finding::find(&work, session.staff(), id, seen.0, &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
