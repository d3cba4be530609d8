use axum::extract::Path;
use kernel::Problem;
use trust::{Answer, IdemJson, IfMatch, Json, StaffSession, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{ChangeNote, NewNote, Note};
use super::{change, store, write};
use crate::{Care, Error, actions, matter};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(mend))
}

/// Notes of a matter, newest first.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/notes", tag = "care", params(("id" = Uuid, Path)), operation_id = "list_notes",
    responses((status = 200, body = Vec<Note>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.note.list"))))]
async fn list(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Vec<Note>>, Problem> {
    let opened = session.open_object("matter", id, &actions::NOTES).await?;
    let open = matter::load(&opened, id).await?.must_be_open().is_ok();
    let rows = store::of_matter(&opened, id).await.map_err(Error::from)?;
    let authors: Vec<Uuid> = rows.iter().map(|r| r.author_id).collect();
    let people = people::organisation::people_by_id(opened.reader(), &authors).await.map_err(Error::from)?;
    Ok(Json(rows.into_iter().map(|r| r.note(&people, opened.staff().id, opened.at(), open)).collect()))
}

/// A new note.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/notes", tag = "care", params(("id" = Uuid, Path)), operation_id = "write_note",
    request_body = NewNote,
    responses((status = 201, body = Note), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.note.write"))))]
async fn add(session: StaffSession, Path(id): Path<Uuid>, input: IdemJson<NewNote>) -> Result<Answer, Problem> {
    let change = session.change_object("matter", id, &actions::NOTE).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let work = change.begin().await?;
    let note = write::write(&work, change.client()?, id, &input.value).await?;
    work.remember(&input, 201, &note).await?;
    work.commit().await?;
    Ok(Answer::created(&note)?.version(note.version))
}

/// Mends a note.
#[utoipa::path(patch, path = "/api/v1/staff/matters/{id}/notes/{note_id}", tag = "care", operation_id = "change_note",
    params(("id" = Uuid, Path), ("note_id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")),
    request_body = ChangeNote,
    responses((status = 200, body = Note), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.note.change"))))]
async fn mend(
    session: StaffSession,
    Path((id, note_id)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    Json(input): Json<ChangeNote>,
) -> Result<Versioned<Note>, Problem> {
    let proof = session.change_object("matter", id, &actions::NOTE_CHANGE).await?;
    proof.unrestricted(&[note_id]).await?;
    let work = proof.begin().await?;
    let note = change::change(&work, proof.client()?, id, note_id, seen, &input).await?;
    work.commit().await?;
    Ok(Versioned(note.version, note))
}
