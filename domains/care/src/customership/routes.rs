use axum::extract::{Path, State};
use kernel::{ClientId, Problem};
use trust::{Answer, IdemJson, IfMatch, Json, StaffSession, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{ChangeCustomership, CloseCustomership, Customership, NewCustomership};
use super::{change, close, open, store};
use crate::{Care, Error, actions};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(amend)).routes(routes!(shut))
}

/// A client's customerships, open ones first.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/customerships", tag = "care", params(("id" = Uuid, Path)), operation_id = "list_customerships",
    responses((status = 200, body = Vec<Customership>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.customership.list"))))]
async fn list(session: StaffSession, Path(id): Path<ClientId>) -> Result<Json<Vec<Customership>>, Problem> {
    let opened = session.open(id, &actions::CUSTOMERSHIPS).await?;
    let rows = store::of_client(&opened).await.map_err(Error::from)?;
    Ok(Json(store::told(opened.reader(), rows, opened.offers(trust::Group::Work)).await?))
}

/// Opens a customership.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/customerships", tag = "care", params(("id" = Uuid, Path)), operation_id = "open_customership",
    request_body = NewCustomership,
    responses((status = 201, body = Customership), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.customership.open"))))]
async fn add(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<ClientId>,
    input: IdemJson<NewCustomership>,
) -> Result<Answer, Problem> {
    let proof = session.change(&[id], &actions::CUSTOMERSHIP_OPEN).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = proof.begin().await?;
    let customership = open::open(&work, proof.client()?, &care.rules, &input.value).await?;
    work.object("customership", customership.id);
    work.remember(&input, 201, &customership).await?;
    work.commit().await?;
    Ok(Answer::created(&customership)?.version(customership.version))
}

/// Changes the worker responsible, the contact person or the team.
#[utoipa::path(patch, path = "/api/v1/staff/customerships/{id}", tag = "care", operation_id = "change_customership",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = ChangeCustomership,
    responses((status = 200, body = Customership), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.customership.change"))))]
async fn amend(
    session: StaffSession,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<ChangeCustomership>,
) -> Result<Versioned<Customership>, Problem> {
    let proof = session.change_object("customership", id, &actions::CUSTOMERSHIP_CHANGE).await?;
    let work = proof.begin().await?;
    let customership = change::change(&work, proof.client()?, id, seen, &input).await?;
    work.commit().await?;
    Ok(Versioned(customership.version, customership))
}

/// Closes a customership.
#[utoipa::path(post, path = "/api/v1/staff/customerships/{id}/close", tag = "care", operation_id = "close_customership",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = CloseCustomership,
    responses((status = 200, body = Customership), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.customership.close"))))]
async fn shut(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<CloseCustomership>,
) -> Result<Versioned<Customership>, Problem> {
    let proof = session.change_object("customership", id, &actions::CUSTOMERSHIP_CLOSE).await?;
    let work = proof.begin().await?;
    let customership = close::close(&work, proof.client()?, &care.rules, id, seen, &input).await?;
    work.commit().await?;
    Ok(Versioned(customership.version, customership))
}
