//! Organisations, units and teams over HTTP. Each change answers with all places as they are now: they are few, and one
//! touches another.

use axum::extract::{Path, State};
use care::moving::{self, Left, Moved};
use chrono::NaiveDate;
use kernel::Problem;
use people::staffing::{self, EndPlace, HistoryLine, NewOrganisationBody, NewTeamBody, NewUnitBody, Places};
use serde::{Deserialize, Serialize};
use trust::{Action, Answer, IdemJson, IfMatch, Json, StaffSession, Work};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::{Upkeep, actions, failed, look};

pub fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(history))
        .routes(routes!(add_organisation))
        .routes(routes!(change_organisation))
        .routes(routes!(end_organisation))
        .routes(routes!(add_unit))
        .routes(routes!(change_unit))
        .routes(routes!(end_unit))
        .routes(routes!(add_team))
        .routes(routes!(change_team))
        .routes(routes!(left))
        .routes(routes!(end_team))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Added {
    id: Uuid,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TeamLeft {
    #[serde(flatten)]
    left: Left,
    /// The routing rules in force put matters on the way to this team; it cannot end before they are changed.
    routed: bool,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct EndTeam {
    /// The last valid day: yesterday at the earliest, which ends it at once.
    last_day: NaiveDate,
    /// Where its open matters and customerships go, at once; needed when there are any.
    to_team_id: Option<Uuid>,
    /// Stands in each matter's feed; needed when there are any.
    reason: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct EndedTeam {
    moved: Moved,
    places: Places,
}

async fn all(session: &StaffSession) -> Result<Places, Problem> {
    let gate = session.gate();
    staffing::places(&gate.db().reference(), gate.ctx().today()).await.map_err(failed)
}

async fn begin(session: &StaffSession, action: &'static Action, kind: &'static str, id: Uuid) -> Result<Work, Problem> {
    let mut work = session.change_reference(action)?.begin().await?;
    work.object(kind, id);
    Ok(work)
}

async fn finish(session: &StaffSession, work: Work) -> Result<Json<Places>, Problem> {
    work.commit().await?;
    Ok(Json(all(session).await?))
}

#[utoipa::path(get, path = "/api/v1/staff/administration/places", tag = "upkeep", extensions(("x-action" = json!("upkeep.places.list"))),
    responses((status = 200, body = Places), (status = 403, body = Problem)))]
async fn list(session: StaffSession) -> Result<Json<Places>, Problem> {
    look(&session, &actions::PLACES)?;
    Ok(Json(all(&session).await?))
}

/// Who changed what of an organisation, a unit or a team.
#[utoipa::path(get, path = "/api/v1/staff/administration/places/{id}/history", tag = "upkeep", extensions(("x-action" = json!("upkeep.place.history"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = Vec<HistoryLine>), (status = 403, body = Problem)))]
async fn history(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Vec<HistoryLine>>, Problem> {
    look(&session, &actions::PLACE_HISTORY)?;
    Ok(Json(staffing::history(&session.gate().db().reference(), id).await.map_err(failed)?))
}

macro_rules! place {
    ($kind:literal, $body:ty, $add:ident, $add_action:ident, $add_path:literal, $add_name:literal,
     $change:ident, $change_action:ident, $change_path:literal, $change_name:literal) => {
        #[utoipa::path(post, path = $add_path, tag = "upkeep", extensions(("x-action" = json!($add_name))),
                            params(("Idempotency-Key" = Option<String>, Header)), request_body = $body,
                            responses((status = 201, body = Added), (status = 403, body = Problem), (status = 422, body = Problem)))]
        async fn $add(session: StaffSession, body: IdemJson<$body>) -> Result<Answer, Problem> {
            let change = session.change_reference(&actions::$add_action)?;
            if let Some(answer) = body.replay(session.subject()).await? {
                return Ok(answer);
            }
            let mut work = change.begin().await?;
            let added = Added { id: staffing::$add(&work, &body.value).await? };
            work.object($kind, added.id);
            work.remember(&body, 201, &added).await?;
            work.commit().await?;
            Answer::created(&added)
        }

        #[utoipa::path(put, path = $change_path, tag = "upkeep", extensions(("x-action" = json!($change_name))),
                            params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = $body,
                            responses((status = 200, body = Places), (status = 412, body = Problem), (status = 422, body = Problem)))]
        async fn $change(
            session: StaffSession,
            Path(id): Path<Uuid>,
            seen: IfMatch,
            Json(body): Json<$body>,
        ) -> Result<Json<Places>, Problem> {
            let work = begin(&session, &actions::$change_action, $kind, id).await?;
            staffing::$change(&work, id, seen.0, &body).await?;
            finish(&session, work).await
        }
    };
}

place!(
    "organisation",
    NewOrganisationBody,
    add_organisation,
    ORGANISATION_ADD,
    "/api/v1/staff/administration/organisations",
    "upkeep.organisation.add",
    change_organisation,
    ORGANISATION_CHANGE,
    "/api/v1/staff/administration/organisations/{id}",
    "upkeep.organisation.change"
);
place!(
    "unit",
    NewUnitBody,
    add_unit,
    UNIT_ADD,
    "/api/v1/staff/administration/units",
    "upkeep.unit.add",
    change_unit,
    UNIT_CHANGE,
    "/api/v1/staff/administration/units/{id}",
    "upkeep.unit.change"
);
place!(
    "team",
    NewTeamBody,
    add_team,
    TEAM_ADD,
    "/api/v1/staff/administration/teams",
    "upkeep.team.add",
    change_team,
    TEAM_CHANGE,
    "/api/v1/staff/administration/teams/{id}",
    "upkeep.team.change"
);

#[utoipa::path(post, path = "/api/v1/staff/administration/organisations/{id}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.organisation.end"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = EndPlace,
    responses((status = 200, body = Places), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn end_organisation(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<EndPlace>,
) -> Result<Json<Places>, Problem> {
    let work = begin(&session, &actions::ORGANISATION_END, "organisation", id).await?;
    staffing::end_organisation(&work, id, seen.0, &body).await?;
    finish(&session, work).await
}

#[utoipa::path(post, path = "/api/v1/staff/administration/units/{id}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.unit.end"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = EndPlace,
    responses((status = 200, body = Places), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn end_unit(session: StaffSession, Path(id): Path<Uuid>, seen: IfMatch, Json(body): Json<EndPlace>) -> Result<Json<Places>, Problem> {
    let work = begin(&session, &actions::UNIT_END, "unit", id).await?;
    staffing::end_unit(&work, id, seen.0, &body).await?;
    finish(&session, work).await
}

/// What is open in the team's name.
#[utoipa::path(get, path = "/api/v1/staff/administration/teams/{id}/left", tag = "upkeep", extensions(("x-action" = json!("upkeep.team.left"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = TeamLeft), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn left(session: StaffSession, State(room): State<Upkeep>, Path(id): Path<Uuid>) -> Result<Json<TeamLeft>, Problem> {
    let listed = session.list(&actions::TEAM_LEFT)?;
    let left = moving::left_in(&listed, id).await?;
    let key = all(&session).await?.teams.into_iter().find(|t| t.id == id).map(|t| t.key).ok_or_else(Problem::not_found)?;
    Ok(Json(TeamLeft { left, routed: moving::routed_to(&room.care, &key, listed.today()) }))
}

/// Ends a team. What is open in its name goes to the team that is named, in the same change.
#[utoipa::path(post, path = "/api/v1/staff/administration/teams/{id}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.team.end"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = EndTeam,
    responses((status = 200, body = EndedTeam), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn end_team(
    session: StaffSession,
    State(room): State<Upkeep>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<EndTeam>,
) -> Result<Json<EndedTeam>, Problem> {
    let work = begin(&session, &actions::TEAM_END, "team", id).await?;
    let before = staffing::places(&work, work.today()).await.map_err(failed)?;
    let team = before.teams.into_iter().find(|t| t.id == id).ok_or_else(Problem::not_found)?;
    if moving::routed_to(&room.care, &team.key, work.today()) {
        return Err(Problem::state_refused("team_in_rules"));
    }
    let reason = body.reason.as_deref().map(str::trim).unwrap_or_default();
    if body.to_team_id.is_some() && reason.is_empty() {
        return Err(Problem::invalid_field("/reason", "required"));
    }
    if reason.chars().count() > 500 {
        return Err(Problem::invalid_field("/reason", "too_long"));
    }
    let moved = moving::move_team(&work, id, body.to_team_id, reason).await?;
    staffing::end_team(&work, id, seen.0, &EndPlace { last_day: body.last_day }).await?;
    work.commit().await?;
    Ok(Json(EndedTeam { moved, places: all(&session).await? }))
}
