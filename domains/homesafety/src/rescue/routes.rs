use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{Answer, IdemJson, Json, StaffSession};
use uuid::Uuid;

use super::model::{NewRescueNotice, RescueDelivery, RescueMade, RescuePreview, SeenRescueNotice};
use super::notify as making;
use crate::{HomeSafetyRoom, actions};

/// What a notification to the rescue authority would tell, and what it would not. Nothing is kept and nothing leaves.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/rescue-notices/preview", tag = "homesafety", operation_id = "preview_rescue_notice",
    params(("id" = Uuid, Path)), request_body = NewRescueNotice,
    responses((status = 200, body = RescuePreview), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("homesafety.notice.preview"))))]
pub(crate) async fn preview(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Path(id): Path<ClientId>,
    Json(new): Json<NewRescueNotice>,
) -> Result<Json<RescuePreview>, Problem> {
    let opened = session.open(id, &actions::PREVIEW).await?;
    Ok(Json(making::preview(&room, &opened, &new).await?))
}

/// Makes a notification, just as it was seen.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/rescue-notices", tag = "homesafety", operation_id = "make_rescue_notice",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = SeenRescueNotice,
    responses((status = 201, body = RescueMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("homesafety.notice.make"))))]
pub(crate) async fn notify(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Path(id): Path<ClientId>,
    body: IdemJson<SeenRescueNotice>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::NOTIFY).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made: RescueMade = making::notify(&mut work, change.client()?, &room, &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Says that it was delivered by hand, how and to whom.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/rescue-notices/{notice}/delivered", tag = "homesafety",
    operation_id = "rescue_notice_delivered", params(("id" = Uuid, Path), ("notice" = Uuid, Path)), request_body = RescueDelivery,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("homesafety.notice.delivered"))))]
pub(crate) async fn delivered(
    session: StaffSession,
    Path((client, id)): Path<(ClientId, Uuid)>,
    Json(new): Json<RescueDelivery>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[client], &actions::DELIVERED).await?;
    change.unrestricted(&[id]).await?;
    let mut work = change.begin().await?;
    work.object("rescue_notice", id);
    making::delivered(&work, change.client()?, id, &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
