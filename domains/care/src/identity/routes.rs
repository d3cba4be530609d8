use axum::extract::Path;
use kernel::{ClientId, Problem, Scope};
use people::identity::{self, IdentityView};
use trust::{Answer, Group, IdemJson, Json, Opened, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{LinkPreview, LinkTo, NewLink, Unlink, UnlinkPreview};
use super::preview;
use crate::{Care, actions};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(look)).routes(routes!(before_link)).routes(routes!(link)).routes(routes!(before_unlink, unlink))
}

/// Where what the professional writes of the identity belongs: the first register and task the change reached.
fn scope(session: &StaffSession, opened: &Opened) -> Result<Scope, Problem> {
    let (register, service_task) = opened.scopes().pairs().first().copied().ok_or_else(Problem::not_found)?;
    Ok(Scope { controller: session.gate().controller(), register, service_task, catalogue_row: 7 })
}

/// The identities of the person, how they were linked, and the personal identity codes there have been.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/identity", tag = "care", params(("id" = Uuid, Path)),
    responses((status = 200, body = IdentityView), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.identity.look"))))]
async fn look(session: StaffSession, Path(id): Path<ClientId>) -> Result<Json<IdentityView>, Problem> {
    let opened = session.open(id, &actions::IDENTITY).await?;
    Ok(Json(identity::view(&opened, session.gate().keys(), opened.offers(Group::Work)).await?))
}

/// What linking this temporary identity to a person would do. Nothing is done.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/identity/preview", tag = "care", params(("id" = Uuid, Path)), request_body = LinkTo,
    responses((status = 200, body = LinkPreview), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.identity.preview"))))]
async fn before_link(session: StaffSession, Path(id): Path<ClientId>, Json(to): Json<LinkTo>) -> Result<Json<LinkPreview>, Problem> {
    let opened = session.open(id, &actions::IDENTITY_PREVIEW).await?;
    // The other is seen as a search shows them: an identity card and no more.
    let found = session.find(&actions::IDENTITY_PREVIEW_OTHER)?;
    let preview = preview::of_link(&opened, &found, ClientId(to.main_id)).await;
    found.shown(&preview.as_ref().map(|p| vec![ClientId(p.real.id)]).unwrap_or_default());
    Ok(Json(preview?))
}

/// Links this temporary identity to the person. Rows stay under the identity they were written under.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/identity/link", tag = "care",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewLink,
    responses((status = 201, description = "Linked; `main_id` is whose page to go on with"), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.identity.link"))))]
async fn link(session: StaffSession, Path(id): Path<ClientId>, body: IdemJson<NewLink>) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::IDENTITY_LINK).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let (main, scope) = (ClientId(body.value.main_id), scope(&session, change.client()?)?);
    let mut work = change.begin().await?;
    identity::join(&work, id, main, scope, session.subject(), &body.value.reason).await?;
    work.object("client", main.0);
    let answer = serde_json::json!({ "main_id": main });
    work.remember(&body, 201, &answer).await?;
    work.commit().await?;
    Answer::created(&answer)
}

/// What came after this identity was linked: looked at before the link is taken apart.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/identity/unlink", tag = "care", params(("id" = Uuid, Path)),
    responses((status = 200, body = UnlinkPreview), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("care.identity.unlink_preview"))))]
async fn before_unlink(session: StaffSession, Path(id): Path<ClientId>) -> Result<Json<UnlinkPreview>, Problem> {
    let opened = session.open(id, &actions::IDENTITY_UNLINK_PREVIEW).await?;
    Ok(Json(preview::of_unlink(&opened).await?))
}

/// Takes this identity out of the person it was linked to. What was written under each stays there.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/identity/unlink", tag = "care",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Unlink,
    responses((status = 201, description = "Apart"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.identity.unlink"))))]
async fn unlink(session: StaffSession, Path(id): Path<ClientId>, body: IdemJson<Unlink>) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::IDENTITY_UNLINK).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let opened = change.client()?;
    let mut work = change.begin().await?;
    // Counted again inside the change: what came between the look and the deed is shown first.
    let now = preview::of_unlink(opened).await?;
    if now.came_after != body.value.came_after {
        return Err(Problem::state_refused("more_came_after").with("preview", now));
    }
    identity::part(&work, id, scope(&session, opened)?, session.subject(), &body.value.reason).await?;
    work.object("client", now.main.id);
    let answer = serde_json::json!({ "main_id": now.main.id });
    work.remember(&body, 201, &answer).await?;
    work.commit().await?;
    Answer::created(&answer)
}
