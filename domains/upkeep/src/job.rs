//! The queue of jobs and its dead letters over HTTP.

use axum::extract::Path;
use axum::http::StatusCode;
use jobs::admin::{self, JobCount, JobView, Which};
use kernel::Problem;
use serde::{Deserialize, Serialize};
use trust::{Json, Query, StaffSession, known};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::{Upkeep, actions, failed, look};

pub fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(replay)).routes(routes!(replay_all)).routes(routes!(cancel))
}

const PAGE: u32 = 100;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JobQuery {
    /// waiting | running | dead | done | cancelled; all when absent
    state: Option<String>,
    kind: Option<String>,
    /// Go on after this job
    after: Option<Uuid>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct JobPage {
    /// Newest first, at most 100.
    jobs: Vec<JobView>,
    /// How many there are of each kind in each state, whatever is listed.
    counts: Vec<JobCount>,
    /// Ask with this as `after` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Uuid>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ReplayAll {
    kind: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Replayed {
    replayed: u64,
}

#[utoipa::path(get, path = "/api/v1/staff/administration/jobs", tag = "upkeep", extensions(("x-action" = json!("upkeep.job.list"))),
    params(JobQuery), responses((status = 200, body = JobPage), (status = 403, body = Problem)))]
async fn list(session: StaffSession, Query(query): Query<JobQuery>) -> Result<Json<JobPage>, Problem> {
    look(&session, &actions::JOB_LIST)?;
    known("state", query.state.as_deref(), admin::STATES)?;
    let conn = session.gate().db().reference();
    let which = Which { state: query.state, kind: query.kind, after: query.after, limit: PAGE };
    let jobs = admin::list(&conn, &which).await.map_err(failed)?;
    let next = (jobs.len() == PAGE as usize).then(|| jobs.last().map(|j| j.id)).flatten();
    Ok(Json(JobPage { jobs, counts: admin::counts(&conn).await.map_err(failed)?, next }))
}

#[utoipa::path(post, path = "/api/v1/staff/administration/jobs/{id}/replay", tag = "upkeep", extensions(("x-action" = json!("upkeep.job.replay"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn replay(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let mut work = session.change_reference(&actions::JOB_REPLAY)?.begin().await?;
    work.object("job", id);
    if !admin::replay(&work, id).await.map_err(failed)? {
        return Err(Problem::not_found());
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replays every dead job of a kind: what was down is up again.
#[utoipa::path(post, path = "/api/v1/staff/administration/jobs/replay", tag = "upkeep", extensions(("x-action" = json!("upkeep.job.replay_all"))),
    request_body = ReplayAll, responses((status = 200, body = Replayed), (status = 403, body = Problem)))]
async fn replay_all(session: StaffSession, Json(body): Json<ReplayAll>) -> Result<Json<Replayed>, Problem> {
    let work = session.change_reference(&actions::JOB_REPLAY_ALL)?.begin().await?;
    let replayed = admin::replay_all(&work, &body.kind).await.map_err(failed)?;
    work.commit().await?;
    Ok(Json(Replayed { replayed }))
}

#[utoipa::path(post, path = "/api/v1/staff/administration/jobs/{id}/cancel", tag = "upkeep", extensions(("x-action" = json!("upkeep.job.cancel"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn cancel(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let mut work = session.change_reference(&actions::JOB_CANCEL)?.begin().await?;
    work.object("job", id);
    if !admin::cancel(&work, id).await.map_err(failed)? {
        return Err(Problem::not_found());
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
