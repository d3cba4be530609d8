use axum::extract::State;
use axum::http::StatusCode;
use kernel::Problem;
use trust::{Answer, ClientSession, IdemJson, Json, Query};

use crate::model::{ClientSelfDirection, NewSharing, SharingSaved, SharingSeen, SharingViewer};
use crate::{Error, SelfDirectionRoom, actions, view};

/// What the client shares, with whom and when: the table, the words of the law, the presets and the history.
#[utoipa::path(get, path = "/api/v1/client/self-direction", tag = "own", operation_id = "own_self_direction",
    responses((status = 200, body = ClientSelfDirection), (status = 401, body = Problem)),
    extensions(("x-action" = json!("selfdirection.own.look"))))]
pub(crate) async fn look(session: ClientSession, State(room): State<SelfDirectionRoom>) -> Result<Json<ClientSelfDirection>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(view::own(&room.rules, &own).await.map_err(Error::from)?))
}

/// Keeps the places that change. They hold from the next request on; what permits and denials decide is given with those.
#[utoipa::path(post, path = "/api/v1/client/self-direction", tag = "own", operation_id = "own_self_direction_save",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewSharing,
    responses((status = 200, body = SharingSaved), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("selfdirection.own.save"))))]
pub(crate) async fn save(
    session: ClientSession,
    State(room): State<SelfDirectionRoom>,
    body: IdemJson<NewSharing>,
) -> Result<Answer, Problem> {
    let change = session.change(&actions::OWN_SAVE).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let percent = crate::save::save(&mut work, &room.rules, change.own().clients(), &body.value.changes).await?;
    let saved = SharingSaved { percent };
    work.remember(&body, 200, &saved).await?;
    work.commit().await?;
    Answer::with(StatusCode::OK, &saved)
}

/// Goes back to what was chosen before the last saving.
#[utoipa::path(post, path = "/api/v1/client/self-direction/undo", tag = "own", operation_id = "own_self_direction_undo",
    responses((status = 200, body = SharingSaved), (status = 401, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("selfdirection.own.undo"))))]
pub(crate) async fn undo(session: ClientSession, State(room): State<SelfDirectionRoom>) -> Result<Json<SharingSaved>, Problem> {
    let change = session.change(&actions::OWN_UNDO).await?;
    let mut work = change.begin().await?;
    let percent = crate::save::undo(&mut work, &room.rules, change.own().clients()).await?;
    work.commit().await?;
    Ok(Json(SharingSaved { percent }))
}

/// What one would see of the client now: by the same proof as if they asked.
#[utoipa::path(get, path = "/api/v1/client/self-direction/preview", tag = "own", operation_id = "own_self_direction_preview",
    params(SharingViewer),
    responses((status = 200, body = SharingSeen), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("selfdirection.own.preview"))))]
pub(crate) async fn preview(
    session: ClientSession,
    State(room): State<SelfDirectionRoom>,
    Query(viewer): Query<SharingViewer>,
) -> Result<Json<SharingSeen>, Problem> {
    let own = session.open(&actions::OWN_PREVIEW).await?;
    Ok(Json(crate::preview::seen(&session, &own, &room.rules, viewer).await?))
}
