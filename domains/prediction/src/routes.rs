use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{IfMatch, Json, StaffSession};
use uuid::Uuid;

use crate::model::{ClientPredictions, NewPrediction, NewPredictionAnswer, NewPredictionSwitch, PredictionFollowUp, PredictionSeen};
use crate::switch::Switches;
use crate::{Error, PredictionRoom, actions, answer as answering, follow as following, made, seen, switch as switching};

/// What models can be asked of the client, and what they have said. Nothing is made by looking.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/predictions", tag = "prediction", operation_id = "client_predictions",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientPredictions), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("prediction.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<PredictionRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientPredictions>, Problem> {
    let opened = session.open(id, &actions::CLIENT).await?;
    let switches = Switches::now(&session.gate().db().reference()).await.map_err(Error::from)?;
    Ok(Json(seen::of_client(&room, &opened, &switches).await?))
}

/// Makes a prediction of the client by a model, or gives the one made today by the same.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/predictions", tag = "prediction", operation_id = "make_prediction",
    params(("id" = Uuid, Path)), request_body = NewPrediction,
    responses((status = 200, body = PredictionSeen), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)), extensions(("x-action" = json!("prediction.client.make"))))]
pub(crate) async fn make(
    session: StaffSession,
    State(room): State<PredictionRoom>,
    Path(id): Path<ClientId>,
    Json(new): Json<NewPrediction>,
) -> Result<Json<PredictionSeen>, Problem> {
    let change = session.change(&[id], &actions::MAKE).await?;
    Ok(Json(made::make(&room, &session, &change, &new.model).await?))
}

/// Says whether a prediction helped, what was decided and why. The answer before it stays in the history.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/predictions/{prediction}/answer", tag = "prediction",
    operation_id = "answer_prediction", params(("id" = Uuid, Path), ("prediction" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = NewPredictionAnswer,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("prediction.client.answer"))))]
pub(crate) async fn answer(
    session: StaffSession,
    Path((id, prediction)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewPredictionAnswer>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::ANSWER).await?;
    change.unrestricted(&[prediction]).await?;
    let mut work = change.begin().await?;
    answering::answer(&mut work, change.client()?, prediction, seen.0, &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Every model with its card and how it does over all clients. Nobody is named, and small groups are not told.
#[utoipa::path(get, path = "/api/v1/staff/predictions", tag = "prediction", operation_id = "predictions",
    responses((status = 200, body = PredictionFollowUp), (status = 403, body = Problem)),
    extensions(("x-action" = json!("prediction.model.list"))))]
pub(crate) async fn follow(session: StaffSession, State(room): State<PredictionRoom>) -> Result<Json<PredictionFollowUp>, Problem> {
    let surveyed = session.survey(&actions::FOLLOW)?;
    let reference = session.gate().db().reference();
    let switches = Switches::now(&reference).await.map_err(Error::from)?;
    let acts = switching::acts(&reference).await.map_err(Error::from)?;
    let told = following::all(&room, &surveyed, session.gate().ctx().now(), &switches, acts).await.map_err(Error::from)?;
    surveyed.shown(&[]);
    Ok(Json(told))
}

/// Switches a model, or all of them, off or on.
#[utoipa::path(post, path = "/api/v1/staff/predictions/switch", tag = "prediction", operation_id = "switch_predictions",
    request_body = NewPredictionSwitch,
    responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("prediction.model.switch"))))]
pub(crate) async fn switch(session: StaffSession, Json(new): Json<NewPredictionSwitch>) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::SWITCH)?;
    let mut work = change.begin().await?;
    switching::switch(&mut work, session.staff(), &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
