use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{Action, Answer, Change, IdemJson, IfMatch, Json, StaffSession, Work};
use uuid::Uuid;

use crate::model::{ClientHomeSafety, NewRiskStep, NewSafetyAnswer, NewSafetyAssessment, SafetySaved, SafetyTalk};
use crate::{Error, HomeSafetyRoom, actions, assess, risk, view};

/// The client's home safety: assessments, risks, notifications, and the checklist.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/home-safety", tag = "homesafety", operation_id = "client_home_safety",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientHomeSafety), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("homesafety.client.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientHomeSafety>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    Ok(Json(view::seen(&room, &opened).await?))
}

/// Begins an assessment, or a correction of a finished one.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/home-safety/assessments", tag = "homesafety", operation_id = "begin_safety_assessment",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewSafetyAssessment,
    responses((status = 201, body = SafetySaved), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("homesafety.assessment.begin"))))]
pub(crate) async fn begin(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewSafetyAssessment>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::BEGIN).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made = assess::begin(&mut work, change.client()?, &room.rules, &body.value).await?;
    work.object("safety_assessment", made.id);
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// A change of one of the client's things, named in its log line; refused while its processing is restricted.
async fn begin_on(
    session: &StaffSession,
    action: &'static Action,
    client: ClientId,
    (kind, id): (&'static str, Uuid),
) -> Result<(Change, Work), Problem> {
    let change = session.change(&[client], action).await?;
    change.unrestricted(&[id]).await?;
    let mut work = change.begin().await?;
    work.object(kind, id);
    Ok((change, work))
}

async fn saved(work: Work, done: Result<SafetySaved, Error>) -> Result<Json<SafetySaved>, Problem> {
    let saved = done.map_err(Problem::from)?;
    work.commit().await?;
    Ok(Json(saved))
}

const ASSESSMENT: &str = "safety_assessment";

/// Saves the answer to one item of a draft.
#[utoipa::path(put, path = "/api/v1/staff/clients/{id}/home-safety/assessments/{assessment}/items/{item}", tag = "homesafety",
    operation_id = "answer_safety_item",
    params(("id" = Uuid, Path), ("assessment" = Uuid, Path), ("item" = String, Path), ("If-Match" = String, Header)),
    request_body = NewSafetyAnswer,
    responses((status = 200, body = SafetySaved), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("homesafety.assessment.answer"))))]
pub(crate) async fn answer(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Path((client, id, item)): Path<(ClientId, Uuid, String)>,
    seen: IfMatch,
    Json(new): Json<NewSafetyAnswer>,
) -> Result<Json<SafetySaved>, Problem> {
    let (change, work) = begin_on(&session, &actions::ANSWER, client, (ASSESSMENT, id)).await?;
    let done = assess::answer(&work, change.client()?, &room.rules, (id, &item, seen.0), &new).await;
    saved(work, done).await
}

/// Saves whether the client took part and what they say of it.
#[utoipa::path(put, path = "/api/v1/staff/clients/{id}/home-safety/assessments/{assessment}/talk", tag = "homesafety",
    operation_id = "safety_talk", params(("id" = Uuid, Path), ("assessment" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = SafetyTalk,
    responses((status = 200, body = SafetySaved), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("homesafety.assessment.talk"))))]
pub(crate) async fn talk(
    session: StaffSession,
    Path((client, id)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<SafetyTalk>,
) -> Result<Json<SafetySaved>, Problem> {
    let (change, work) = begin_on(&session, &actions::TALK, client, (ASSESSMENT, id)).await?;
    let done = assess::talk(&work, change.client()?, id, seen.0, &new).await;
    saved(work, done).await
}

/// Finishes a draft: its risks become risks that are followed.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/home-safety/assessments/{assessment}/finish", tag = "homesafety",
    operation_id = "finish_safety_assessment", params(("id" = Uuid, Path), ("assessment" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = SafetySaved), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("homesafety.assessment.finish"))))]
pub(crate) async fn finish(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Path((client, id)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
) -> Result<Json<SafetySaved>, Problem> {
    let (change, work) = begin_on(&session, &actions::FINISH, client, (ASSESSMENT, id)).await?;
    let done = assess::finish(&work, change.client()?, &room.rules, id, seen.0).await;
    saved(work, done).await
}

/// Puts a draft aside for good.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/home-safety/assessments/{assessment}/discard", tag = "homesafety",
    operation_id = "discard_safety_assessment", params(("id" = Uuid, Path), ("assessment" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = SafetySaved), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("homesafety.assessment.discard"))))]
pub(crate) async fn discard(
    session: StaffSession,
    Path((client, id)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
) -> Result<Json<SafetySaved>, Problem> {
    let (change, work) = begin_on(&session, &actions::DISCARD, client, (ASSESSMENT, id)).await?;
    let done = assess::discard(&work, change.client()?, id, seen.0).await;
    saved(work, done).await
}

/// The next step of a risk: agreed, mended, accepted, passed on, or open again.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/home-safety/risks/{risk}/step", tag = "homesafety", operation_id = "safety_risk_step",
    params(("id" = Uuid, Path), ("risk" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewRiskStep,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("homesafety.risk.step"))))]
pub(crate) async fn step(
    session: StaffSession,
    Path((client, id)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewRiskStep>,
) -> Result<StatusCode, Problem> {
    let (change, work) = begin_on(&session, &actions::STEP, client, ("safety_risk", id)).await?;
    risk::step(&work, change.client()?, id, seen.0, &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
