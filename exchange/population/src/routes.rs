//! The administrator's side: the state of the feed, what was missed and caught up, what was set aside.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::Problem;
use sea_orm::DbErr;
use serde::Serialize;
use trust::{Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::store::{self, AsideMessage, FeedGap};
use crate::{Population, actions};

pub(crate) fn routes() -> OpenApiRouter<Population> {
    OpenApiRouter::new().routes(routes!(look)).routes(routes!(read)).routes(routes!(retry)).routes(routes!(leave))
}

/// Gaps and messages shown at most.
const MOST: u32 = 50;

/// The state of the population register's feed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FeedView {
    /// Whether this node has a source to read.
    pub configured: bool,
    /// The host that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begun_at: Option<DateTime<Utc>>,
    /// The last reading that came to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<DateTime<Utc>>,
    /// How long ago that was, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag_seconds: Option<i64>,
    /// The newest change taken, by the register's own time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_change_at: Option<DateTime<Utc>>,
    /// The register's key the reading stands at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<DateTime<Utc>>,
    /// Why the last reading failed, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Whose changes are asked for.
    pub people: i64,
    pub taken: i64,
    pub set_aside: i64,
    /// Newest first, at most 50.
    pub gaps: Vec<FeedGap>,
    /// Oldest first, at most 50.
    pub messages: Vec<AsideMessage>,
}

fn failed(error: DbErr) -> Problem {
    tracing::error!(%error, "a statement of the population room failed");
    Problem::internal()
}

#[utoipa::path(get, path = "/api/v1/staff/administration/registers", tag = "population", extensions(("x-action" = json!("population.feed.look"))),
    responses((status = 200, body = FeedView), (status = 403, body = Problem)))]
async fn look(session: StaffSession, State(room): State<Population>) -> Result<Json<FeedView>, Problem> {
    let listed = session.list(&actions::LOOK)?;
    let reader = listed.reader();
    let feed = store::feed(reader).await.map_err(failed)?;
    let counts = store::counts(reader).await.map_err(failed)?;
    let view = FeedView {
        configured: room.source.is_some(),
        host: room.source.as_ref().map(|s| s.host()),
        begun_at: feed.as_ref().map(|f| f.begun_at),
        read_at: feed.as_ref().and_then(|f| f.read_at),
        lag_seconds: feed.as_ref().and_then(|f| f.read_at).map(|at| (listed.at() - at).num_seconds()),
        last_change_at: counts.newest,
        cursor: feed.as_ref().map(|f| f.cursor),
        failing_since: feed.as_ref().and_then(|f| f.failing_since),
        last_error: feed.and_then(|f| f.last_error),
        people: counts.people,
        taken: counts.taken,
        set_aside: counts.set_aside,
        gaps: store::gaps(reader, MOST).await.map_err(failed)?,
        messages: store::aside(reader, MOST).await.map_err(failed)?,
    };
    // Numbers, times and codes: nobody's data leave.
    listed.shown(&[]);
    Ok(Json(view))
}

/// Reads the feed now, as a job.
#[utoipa::path(post, path = "/api/v1/staff/administration/registers/read", tag = "population", extensions(("x-action" = json!("population.feed.read"))),
    responses((status = 202, description = "Asked for"), (status = 403, body = Problem), (status = 409, body = Problem)))]
async fn read(session: StaffSession, State(room): State<Population>) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::READ)?;
    if room.source.is_none() {
        return Err(Problem::state_refused("no_source"));
    }
    let work = change.begin().await?;
    room.ask_now(&work).await.map_err(failed)?;
    work.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// Tries to take a message that was set aside again.
#[utoipa::path(post, path = "/api/v1/staff/administration/registers/messages/{id}/retry", tag = "population",
    extensions(("x-action" = json!("population.message.retry"))), params(("id" = Uuid, Path)),
    responses((status = 204, description = "Taken"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, description = "Still not: `reason`", body = Problem)))]
async fn retry(session: StaffSession, State(room): State<Population>, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::RETRY)?;
    let mut work = change.begin().await?;
    work.object("population_message", id);
    match room.again(work, id).await? {
        None => Ok(StatusCode::NO_CONTENT),
        Some(reason) => {
            let mut work = change.begin().await?;
            work.object("population_message", id);
            store::settle(&work, id, None, "set_aside", (Some(&reason), None)).await.map_err(failed)?;
            work.commit().await?;
            Err(Problem::state_refused("still_aside").with("why", reason))
        }
    }
}

/// Leaves a message that was set aside for good: it is not tried again.
#[utoipa::path(post, path = "/api/v1/staff/administration/registers/messages/{id}/leave", tag = "population",
    extensions(("x-action" = json!("population.message.leave"))), params(("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn leave(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::LEAVE)?;
    let mut work = change.begin().await?;
    work.object("population_message", id);
    store::held(&work, id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    store::settle(&work, id, None, "left", (None, None)).await.map_err(failed)?;
    let event = ::store::NewEvent::new("population.message.left", "population_message", id);
    work.emit(event).await.map_err(failed)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
