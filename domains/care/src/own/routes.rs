use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use trust::{Answer, ClientSession, IdemJson, IfMatch, Json, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::matters::Seen;
use super::model::{ClientMatter, ClientOverview, NewClientMatter, OwnView};
use super::read::{self, With};
use super::{start, view};
use crate::hearing::{Answered, Hearing, HearingAnswer};
use crate::message::{Message, NewMessage, Side};
use crate::{Care, Error, actions, hearing, message, thing};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(overview))
        .routes(routes!(begin))
        .routes(routes!(matter))
        .routes(routes!(messages, write_message))
        .routes(routes!(mark_read))
        .routes(routes!(own_view))
        .routes(routes!(answer))
}

/// All the client's own: matters, customerships, unread messages.
#[utoipa::path(get, path = "/api/v1/client/overview", tag = "own", operation_id = "own_overview",
    responses((status = 200, body = ClientOverview), (status = 401, body = Problem)),
    extensions(("x-action" = json!("care.own.overview"))))]
async fn overview(session: ClientSession, State(care): State<Care>) -> Result<Json<ClientOverview>, Problem> {
    let own = session.open(&actions::OWN_OVERVIEW).await?;
    Ok(Json(read::overview(&own, &care.rules).await?))
}

/// One matter of the client's own; the ETag is of the client's own view.
#[utoipa::path(get, path = "/api/v1/client/matters/{id}", tag = "own", params(("id" = Uuid, Path)), operation_id = "own_matter",
    responses((status = 200, body = ClientMatter), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.own.matter"))))]
async fn matter(session: ClientSession, State(care): State<Care>, Path(id): Path<Uuid>) -> Result<Versioned<ClientMatter>, Problem> {
    let own = session.open(&actions::OWN_MATTER).await?;
    let matter = read::matter(&own, &care.rules, id).await?;
    Ok(Versioned(matter.version, matter))
}

/// Starts a contact, an application or a notification of concern.
#[utoipa::path(post, path = "/api/v1/client/matters", tag = "own", operation_id = "own_start", request_body = NewClientMatter,
    responses((status = 201, body = ClientMatter), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.own.start"))))]
async fn begin(session: ClientSession, State(care): State<Care>, input: IdemJson<NewClientMatter>) -> Result<Answer, Problem> {
    let proof = session.change(&actions::OWN_START).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = proof.begin().await?;
    let matter = start::start(&work, &care.rules, proof.own(), &input.value).await?;
    work.object("matter", matter.id);
    let today = work.today();
    let teams = people::organisation::teams_by_id(&work, &[matter.team_id]).await.map_err(Error::from)?;
    let kept = crate::clock::of_matter(&work, matter.id).await.map_err(Error::from)?;
    let with = With {
        people: &HashMap::new(),
        teams: &teams,
        deadlines: kept.iter().map(|k| crate::clock::deadline(&care.rules, k, today)).collect(),
        reached: &HashMap::new(),
        unread: 0,
        own_view: None,
        plan: None,
        decisions: Vec::new(),
        hearings: Vec::new(),
    };
    let told = read::assemble(&care.rules, &Seen::from(&matter), with, today);
    work.remember(&input, 201, &told).await?;
    work.commit().await?;
    Ok(Answer::created(&told)?.version(told.version))
}

/// The client's messages in a matter, oldest first.
#[utoipa::path(get, path = "/api/v1/client/matters/{id}/messages", tag = "own", params(("id" = Uuid, Path)), operation_id = "own_messages",
    responses((status = 200, body = Vec<Message>), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.own.messages"))))]
async fn messages(session: ClientSession, Path(id): Path<Uuid>) -> Result<Json<Vec<Message>>, Problem> {
    let own = session.open(&actions::OWN_MESSAGES).await?;
    if super::matters::of(&own, Some(id)).await.map_err(Error::from)?.is_empty() {
        return Err(Problem::not_found());
    }
    let rows = message::store::own(&own, id).await.map_err(Error::from)?;
    Ok(Json(message::store::told(&own, rows).await.map_err(Error::from)?))
}

/// Writes to who handles the matter.
#[utoipa::path(post, path = "/api/v1/client/matters/{id}/messages", tag = "own", params(("id" = Uuid, Path)), operation_id = "own_write_message",
    request_body = NewMessage,
    responses((status = 201, body = Message), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.own.message"))))]
async fn write_message(session: ClientSession, Path(id): Path<Uuid>, input: IdemJson<NewMessage>) -> Result<Answer, Problem> {
    let proof = session.change(&actions::OWN_MESSAGE).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let work = proof.begin().await?;
    let (matter, client) = view::held(&work, proof.own(), id).await?;
    let message = message::from_client(&work, &matter, client, &input.value.text).await?;
    work.remember(&input, 201, &message).await?;
    work.commit().await?;
    Answer::created(&message)
}

/// Marks what professionals wrote in the matter as read.
#[utoipa::path(post, path = "/api/v1/client/matters/{id}/messages/read", tag = "own", params(("id" = Uuid, Path)),
    operation_id = "own_mark_messages_read",
    responses((status = 204), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.own.mark_read"))))]
async fn mark_read(session: ClientSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let proof = session.change(&actions::OWN_MESSAGES_READ).await?;
    let work = proof.begin().await?;
    let (matter, client) = view::held(&work, proof.own(), id).await?;
    message::mark_read(&work, &matter, &[client], Side::Client).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes the client's own view. If-Match is the matter's `version`: 0 for the first time.
#[utoipa::path(put, path = "/api/v1/client/matters/{id}/own-view", tag = "own", operation_id = "own_view",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version of the own view that was seen")), request_body = OwnView,
    responses((status = 200, body = ClientMatter), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.own.view"))))]
async fn own_view(
    session: ClientSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<OwnView>,
) -> Result<Versioned<ClientMatter>, Problem> {
    let proof = session.change(&actions::OWN_VIEW).await?;
    let work = proof.begin().await?;
    view::write(&work, proof.own(), id, seen, &input.text).await?;
    work.commit().await?;
    let matter = read::matter(proof.own(), &care.rules, id).await?;
    Ok(Versioned(matter.version, matter))
}

/// Answers a hearing.
#[utoipa::path(post, path = "/api/v1/client/hearings/{id}/answer", tag = "own", params(("id" = Uuid, Path)), operation_id = "own_answer_hearing",
    request_body = HearingAnswer,
    responses((status = 200, body = Hearing), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.own.answer_hearing"))))]
async fn answer(session: ClientSession, Path(id): Path<Uuid>, Json(input): Json<HearingAnswer>) -> Result<Json<Hearing>, Problem> {
    let proof = session.change(&actions::OWN_HEARING).await?;
    let work = proof.begin().await?;
    let row = hearing::store::by_id(&work, id, proof.own().clients()).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
    let (matter, _) = view::held(&work, proof.own(), row.matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let text = thing::text("/text", input.text.as_deref().unwrap_or_default())?;
    let how = if proof.own().acting().is_some() { Answered::Representative } else { Answered::Client };
    let hearing = hearing::answer_row(&work, &matter, row, how, Some(&text)).await?;
    work.commit().await?;
    Ok(Json(hearing))
}
