use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use serde::Deserialize;
use trust::{Answer, ClientSession, IdemJson, IfMatch, Json, Query, StaffSession};
use uuid::Uuid;

use super::late::LateInquiries;
use super::model::{LogInquiries, LogInquiry, NewAnswer, NewInquiry};
use super::{answer as answering, ask as asking, late as overdue, list as listing};
use crate::{Insight, actions};

/// The client's questions about their log, with the answers.
#[utoipa::path(get, path = "/api/v1/client/log/inquiries", tag = "own", operation_id = "own_inquiries",
    responses((status = 200, body = Vec<LogInquiry>), (status = 401, body = Problem)),
    extensions(("x-action" = json!("insight.own.inquiries"))))]
pub(crate) async fn own(session: ClientSession, State(room): State<Insight>) -> Result<Json<Vec<LogInquiry>>, Problem> {
    let own = session.open(&actions::OWN_INQUIRIES).await?;
    Ok(Json(listing::own(&room.rules, &own).await?))
}

#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Asked {
    pub id: Uuid,
}

/// Asks about an entry of the log.
#[utoipa::path(post, path = "/api/v1/client/log/{id}/inquiries", tag = "own", operation_id = "ask_about_log",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewInquiry,
    responses((status = 201, body = Asked), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("insight.own.ask"))))]
pub(crate) async fn ask(
    session: ClientSession,
    State(room): State<Insight>,
    Path(id): Path<Uuid>,
    body: IdemJson<NewInquiry>,
) -> Result<Answer, Problem> {
    let proof = session.change(&actions::OWN_ASK).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = proof.begin().await?;
    let inquiry = asking::ask(&work, &room.rules, proof.own(), id, &body.value).await?;
    work.object("log_inquiry", inquiry);
    let asked = Asked { id: inquiry };
    work.remember(&body, 201, &asked).await?;
    work.commit().await?;
    Answer::created(&asked)
}

/// The client has seen the answers there are.
#[utoipa::path(post, path = "/api/v1/client/log/inquiries/seen", tag = "own", operation_id = "see_answers",
    responses((status = 204), (status = 401, body = Problem)), extensions(("x-action" = json!("insight.own.seen"))))]
pub(crate) async fn seen(session: ClientSession) -> Result<StatusCode, Problem> {
    let proof = session.change(&actions::OWN_SEEN).await?;
    let work = proof.begin().await?;
    answering::seen(&work, proof.own()).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InquiryQuery {
    /// What has been answered instead of what waits.
    #[serde(default)]
    answered: bool,
    /// The last of the page before.
    after: Option<Uuid>,
}

/// Questions about the log that this supervisor answers.
#[utoipa::path(get, path = "/api/v1/staff/log-inquiries", tag = "insight", operation_id = "log_inquiries", params(InquiryQuery),
    responses((status = 200, body = LogInquiries), (status = 403, body = Problem)), extensions(("x-action" = json!("insight.inquiry.list"))))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<Insight>,
    Query(asked): Query<InquiryQuery>,
) -> Result<Json<LogInquiries>, Problem> {
    let listed = session.list(&actions::INQUIRIES)?;
    Ok(Json(listing::page(&room.rules, &listed, asked.answered, asked.after).await?))
}

/// Answers a question; the client is told that something waits.
#[utoipa::path(post, path = "/api/v1/staff/log-inquiries/{id}/answer", tag = "insight", operation_id = "answer_log_inquiry",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewAnswer,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("insight.inquiry.answer"))))]
pub(crate) async fn answer(
    session: StaffSession,
    State(room): State<Insight>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewAnswer>,
) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::ANSWER)?;
    let mut work = change.begin().await?;
    work.object("log_inquiry", id);
    let client = answering::answer(&room, &work, session.staff(), id, seen.0, &new).await.map_err(Problem::from)?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LateQuery {
    /// The last of the page before.
    after: Option<Uuid>,
}

/// Questions about the log that wait although their time is out, in the whole county, for the data protection officer.
#[utoipa::path(get, path = "/api/v1/staff/protection/inquiries", tag = "insight", operation_id = "late_inquiries", params(LateQuery),
    responses((status = 200, body = LateInquiries), (status = 403, body = Problem)), extensions(("x-action" = json!("insight.protection.list"))))]
pub(crate) async fn late(session: StaffSession, Query(asked): Query<LateQuery>) -> Result<Json<LateInquiries>, Problem> {
    let listed = session.list(&actions::LATE)?;
    Ok(Json(overdue::page(&listed, asked.after).await?))
}
