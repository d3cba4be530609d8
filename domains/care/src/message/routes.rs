use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use trust::{Answer, IdemJson, Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{Message, NewMessage, Side};
use super::{store, write};
use crate::{Care, Error, actions, matter};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(read))
}

/// Messages of a matter, oldest first. Looking does not mark them read: `…/messages/read` and an answer do.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/messages", tag = "care", params(("id" = Uuid, Path)), operation_id = "list_messages",
    responses((status = 200, body = Vec<Message>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.message.list"))))]
async fn list(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Vec<Message>>, Problem> {
    let opened = session.open_object("matter", id, &actions::MESSAGES).await?;
    matter::load(&opened, id).await?;
    let rows = store::of_matter(&opened, id).await.map_err(Error::from)?;
    Ok(Json(store::told(&opened, rows).await.map_err(Error::from)?))
}

/// A message to a client of the matter.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/messages", tag = "care", params(("id" = Uuid, Path)), operation_id = "write_message",
    request_body = NewMessage,
    responses((status = 201, body = Message), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.message.write"))))]
async fn add(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewMessage>,
) -> Result<Answer, Problem> {
    let proof = session.change_object("matter", id, &actions::MESSAGE).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let work = proof.begin().await?;
    let message = write::from_staff(&care, &work, proof.client()?, id, &input.value).await?;
    work.remember(&input, 201, &message).await?;
    work.commit().await?;
    Answer::created(&message)
}

/// Marks what the clients wrote as read.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/messages/read", tag = "care", params(("id" = Uuid, Path)),
    operation_id = "mark_messages_read",
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.message.mark_read"))))]
async fn read(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let proof = session.change_object("matter", id, &actions::MESSAGES_READ).await?;
    let work = proof.begin().await?;
    let matter = matter::lock(&work, proof.client()?, id).await?;
    write::mark_read(&work, &matter, &matter.clients, Side::Staff).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
