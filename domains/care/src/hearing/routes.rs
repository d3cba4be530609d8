use axum::extract::{Path, State};
use kernel::Problem;
use trust::{Answer, IdemJson, Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::answer as write_answer;
use super::ask::ask as write_question;
use super::model::{Hearing, HearingAnswer, NewHearing};
use super::store;
use crate::{Care, Error, actions, matter};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(list, ask)).routes(routes!(answer))
}

/// Hearings of a matter, newest first.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/hearings", tag = "care", params(("id" = Uuid, Path)), operation_id = "list_hearings",
    responses((status = 200, body = Vec<Hearing>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.hearing.list"))))]
async fn list(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Vec<Hearing>>, Problem> {
    let opened = session.open_object("matter", id, &actions::HEARINGS).await?;
    let open = matter::load(&opened, id).await?.must_be_open().is_ok();
    let rows = store::of_matter(&opened, id).await.map_err(Error::from)?;
    let askers: Vec<Uuid> = rows.iter().map(|r| r.asked_by).collect();
    let people = people::organisation::people_by_id(opened.reader(), &askers).await.map_err(Error::from)?;
    Ok(Json(rows.into_iter().map(|r| r.hearing(&people, open)).collect()))
}

/// Asks a client before a decision.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/hearings", tag = "care", params(("id" = Uuid, Path)), operation_id = "ask_hearing",
    request_body = NewHearing,
    responses((status = 201, body = Hearing), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.hearing.ask"))))]
async fn ask(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewHearing>,
) -> Result<Answer, Problem> {
    let proof = session.change_object("matter", id, &actions::HEARING_ASK).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let work = proof.begin().await?;
    let hearing = write_question(&care, &work, proof.client()?, id, &input.value).await?;
    work.remember(&input, 201, &hearing).await?;
    work.commit().await?;
    Answer::created(&hearing)
}

/// Writes down the client's answer, or that there was none in time.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/hearings/{hearing_id}/answer", tag = "care", operation_id = "answer_hearing",
    params(("id" = Uuid, Path), ("hearing_id" = Uuid, Path)), request_body = HearingAnswer,
    responses((status = 200, body = Hearing), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.hearing.answer"))))]
async fn answer(
    session: StaffSession,
    Path((id, hearing_id)): Path<(Uuid, Uuid)>,
    Json(input): Json<HearingAnswer>,
) -> Result<Json<Hearing>, Problem> {
    let proof = session.change_object("matter", id, &actions::HEARING_ANSWER).await?;
    let work = proof.begin().await?;
    let hearing = write_answer(&work, proof.client()?, id, hearing_id, &input).await?;
    work.commit().await?;
    Ok(Json(hearing))
}
