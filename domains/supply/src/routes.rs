use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{Answer, IdemJson, Json, StaffSession};
use uuid::Uuid;

use crate::model::{NewSupplyHandled, SupplyCounty, SupplyDeviation, SupplyHandledMade, SupplyList, SupplyQuery};
use crate::{Error, SupplyRoom, actions, handle as handling, list};

/// Where what was planned for the client and what there is go apart, and what could be done.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/supply", tag = "supply", operation_id = "client_supply", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<SupplyDeviation>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("supply.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<SupplyRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<Vec<SupplyDeviation>>, Problem> {
    let opened = session.open(id, &actions::CLIENT).await?;
    Ok(Json(list::of_client(&room, &opened).await.map_err(Error::from)?))
}

/// Says what was done of a deviation. It is handled for this cause.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/supply/handled", tag = "supply", operation_id = "handle_supply",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewSupplyHandled,
    responses((status = 201, body = SupplyHandledMade), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)), extensions(("x-action" = json!("supply.deviation.handle"))))]
pub(crate) async fn handle(
    session: StaffSession,
    State(room): State<SupplyRoom>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewSupplyHandled>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::HANDLE).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    change.unrestricted(&[body.value.service_id]).await?;
    // What there is to handle is what one may see.
    let seen = session.open(id, &actions::CLIENT).await?;
    let rules = room.rules.now();
    let found = list::found_of(&seen, &rules.supply.on(seen.today()).body).await.map_err(Error::from)?;
    let mut work = change.begin().await?;
    let made = SupplyHandledMade { id: handling::handle(&mut work, &room, change.client()?, &found, &body.value).await? };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Takes back that a deviation was handled.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/supply/handled/{handled}/undo", tag = "supply", operation_id = "undo_supply",
    params(("id" = Uuid, Path), ("handled" = Uuid, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("supply.deviation.undo"))))]
pub(crate) async fn undo(session: StaffSession, Path((id, handled)): Path<(ClientId, Uuid)>) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::UNDO).await?;
    change.unrestricted(&[handled]).await?;
    let mut work = change.begin().await?;
    handling::undo(&mut work, change.client()?, handled).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The deviations of one's own teams' plans, with how many there are of each.
#[utoipa::path(post, path = "/api/v1/staff/supply/search", tag = "supply", operation_id = "supply_deviations", request_body = SupplyQuery,
    responses((status = 200, body = SupplyList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("supply.deviation.list"))))]
pub(crate) async fn search(
    session: StaffSession,
    State(room): State<SupplyRoom>,
    Json(asked): Json<SupplyQuery>,
) -> Result<Json<SupplyList>, Problem> {
    let listed = session.list(&actions::LIST)?;
    Ok(Json(list::page(&room, &listed, &asked).await?))
}

/// How many there are over the county. Nobody is named, and small numbers are not told.
#[utoipa::path(get, path = "/api/v1/staff/county-supply", tag = "supply", operation_id = "county_supply",
    responses((status = 200, body = SupplyCounty), (status = 403, body = Problem)), extensions(("x-action" = json!("supply.county.list"))))]
pub(crate) async fn county(session: StaffSession, State(room): State<SupplyRoom>) -> Result<Json<SupplyCounty>, Problem> {
    let surveyed = session.survey(&actions::COUNTY)?;
    let told = list::county(&room, &surveyed).await.map_err(Error::from)?;
    surveyed.shown(&[]);
    Ok(Json(told))
}
