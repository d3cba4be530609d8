use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Problem;
use trust::{Json, Query, StaffSession};

use super::model::{FeedbackFigures, FeedbackQuery, FeedbackWordList};
use super::{csv, list};
use crate::{Experience, actions};

/// How clients have found it, in figures of one of one's own teams; nobody is named in them.
#[utoipa::path(get, path = "/api/v1/staff/feedback-matters", tag = "experience", operation_id = "feedback_figures", params(FeedbackQuery),
    responses((status = 200, body = FeedbackFigures), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("experience.feedback.list"))))]
pub(crate) async fn figures(
    session: StaffSession,
    State(room): State<Experience>,
    Query(asked): Query<FeedbackQuery>,
) -> Result<Json<FeedbackFigures>, Problem> {
    let listed = session.list(&actions::FIGURES)?;
    let told = list::figures(&room.rules.now(), &listed, &asked, session.allows(&actions::WORDS)).await?;
    // Figures; no client's data leave.
    listed.shown(&[]);
    Ok(Json(told))
}

/// What clients have written, without names but of those who let theirs be told.
#[utoipa::path(get, path = "/api/v1/staff/feedback-matters/words", tag = "experience", operation_id = "feedback_words", params(FeedbackQuery),
    responses((status = 200, body = FeedbackWordList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("experience.words.list"))))]
pub(crate) async fn words(
    session: StaffSession,
    State(room): State<Experience>,
    Query(asked): Query<FeedbackQuery>,
) -> Result<Json<FeedbackWordList>, Problem> {
    let listed = session.list(&actions::WORDS)?;
    Ok(Json(list::words(&room.rules.now(), &listed, &asked).await?))
}

/// The figures as a table.
#[utoipa::path(get, path = "/api/v1/staff/feedback-matters/export.csv", tag = "experience", operation_id = "feedback_export",
    params(FeedbackQuery),
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("experience.feedback.export"))))]
pub(crate) async fn export(
    session: StaffSession,
    State(room): State<Experience>,
    Query(asked): Query<FeedbackQuery>,
) -> Result<Response, Problem> {
    let listed = session.list(&actions::EXPORT)?;
    let told = list::figures(&room.rules.now(), &listed, &asked, false).await?;
    listed.shown_as(&[], "export", format!("csv questions={} months={}", told.questions.len(), told.months.len()));
    let mut response = csv::table(&told, asked.lang.unwrap_or_default()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"feedback.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
