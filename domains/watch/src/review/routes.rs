use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use trust::{Action, IfMatch, Json, StaffSession, Work};
use uuid::Uuid;

use super::model::{NewWatchDecision, NewWatchWords, WatchAsked, WatchDetail, WatchList, WatchQuery};
use super::{list as listing, mine as own, say};
use crate::{Error, Watch, actions};

/// Looks that the rules raised for this supervisor to review. By POST: what is typed into the search may be a name.
#[utoipa::path(post, path = "/api/v1/staff/watch/reviews/search", tag = "watch", operation_id = "watch_reviews", request_body = WatchQuery,
    responses((status = 200, body = WatchList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("watch.review.list"))))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<Watch>,
    Json(asked): Json<WatchQuery>,
) -> Result<Json<WatchList>, Problem> {
    let listed = session.list(&actions::LIST)?;
    Ok(Json(listing::page(&room.rules, session.gate().keys(), &listed, &asked).await?))
}

/// One with the lines of the log it rests on.
#[utoipa::path(get, path = "/api/v1/staff/watch/reviews/{id}", tag = "watch", operation_id = "watch_review", params(("id" = Uuid, Path)),
    responses((status = 200, body = WatchDetail), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("watch.review.look"))))]
pub(crate) async fn look(session: StaffSession, State(room): State<Watch>, Path(id): Path<Uuid>) -> Result<Json<WatchDetail>, Problem> {
    let listed = session.list(&actions::LOOK)?;
    Ok(Json(listing::one(&room.rules, &listed, id).await?))
}

/// A change of one review, named in its log line.
async fn begin(session: &StaffSession, action: &'static Action, id: Uuid) -> Result<Work, Problem> {
    let mut work = session.change_reference(action)?.begin().await?;
    work.object("watch_review", id);
    Ok(work)
}

async fn finish(work: Work, done: Result<(), Error>) -> Result<StatusCode, Problem> {
    done.map_err(Problem::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks the one who looked to tell why.
#[utoipa::path(post, path = "/api/v1/staff/watch/reviews/{id}/ask", tag = "watch", operation_id = "watch_ask",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewWatchWords,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("watch.review.ask"))))]
pub(crate) async fn ask(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewWatchWords>,
) -> Result<StatusCode, Problem> {
    let work = begin(&session, &actions::ASK, id).await?;
    let done = say::ask(&work, session.staff(), id, seen.0, &new).await;
    finish(work, done).await
}

/// Says what was found: justified, not justified, or passed on to the data protection person.
#[utoipa::path(post, path = "/api/v1/staff/watch/reviews/{id}/decision", tag = "watch", operation_id = "watch_decide",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewWatchDecision,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("watch.review.decide"))))]
pub(crate) async fn decide(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewWatchDecision>,
) -> Result<StatusCode, Problem> {
    let work = begin(&session, &actions::DECIDE, id).await?;
    let done = say::decide(&work, session.staff(), id, seen.0, &new).await;
    finish(work, done).await
}

/// What one has been asked about one's own looks.
#[utoipa::path(get, path = "/api/v1/staff/watch/mine", tag = "watch", operation_id = "watch_mine",
    responses((status = 200, body = WatchAsked), (status = 401, body = Problem)), extensions(("x-action" = json!("watch.own.list"))))]
pub(crate) async fn mine(session: StaffSession, State(room): State<Watch>) -> Result<Json<WatchAsked>, Problem> {
    let listed = session.list(&actions::MINE)?;
    Ok(Json(own::asked(&room.rules, &listed).await?))
}

/// Tells why one looked.
#[utoipa::path(post, path = "/api/v1/staff/watch/mine/{id}/explanation", tag = "watch", operation_id = "watch_explain",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewWatchWords,
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("watch.own.explain"))))]
pub(crate) async fn explain(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewWatchWords>,
) -> Result<StatusCode, Problem> {
    let work = begin(&session, &actions::EXPLAIN, id).await?;
    let done = say::explain(&work, session.staff(), id, seen.0, &new).await;
    finish(work, done).await
}
