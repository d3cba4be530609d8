use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use store::NewEvent;
use trust::{Answer, IdemJson, IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::model::{Dashboard, NewDashboard};
use super::store::{fits, held, insert, name_is_free, one, set_removed, told, update, visible};
use crate::{Error, Steering, actions};

fn event(kind: &'static str, id: Uuid, team: Option<Uuid>) -> NewEvent {
    let event = NewEvent::new(kind, "dashboard", id);
    match team {
        Some(team) => event.team(team),
        None => event,
    }
}

/// One's own dashboards and those shared with one's teams, by name.
#[utoipa::path(get, path = "/api/v1/staff/dashboards", tag = "steering", operation_id = "dashboards",
    responses((status = 200, body = Vec<Dashboard>), (status = 401, body = Problem)), extensions(("x-action" = json!("steering.board.list"))))]
pub(crate) async fn list(session: StaffSession, State(_room): State<Steering>) -> Result<Json<Vec<Dashboard>>, Problem> {
    let reference = session.gate().db().reference();
    let rows = visible(&reference, session.staff()).await.map_err(Error::from)?;
    Ok(Json(told(&reference, session.staff(), rows).await.map_err(Error::from)?))
}

/// Saves a new one.
#[utoipa::path(post, path = "/api/v1/staff/dashboards", tag = "steering", operation_id = "save_dashboard",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewDashboard,
    responses((status = 201, body = Dashboard), (status = 422, body = Problem)), extensions(("x-action" = json!("steering.board.save"))))]
pub(crate) async fn save(session: StaffSession, State(room): State<Steering>, body: IdemJson<NewDashboard>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::BOARD_SAVE)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let staff = session.staff();
    let rules = room.rules.now();
    let name = fits(staff, &rules.figures.on(session.gate().ctx().today()).body, &body.value)?;
    let mut work = change.begin().await?;
    name_is_free(&work, staff, &body.value, &name, None).await?;
    let id = insert(&work, staff, &body.value, &name).await.map_err(Error::from)?;
    work.object("dashboard", id);
    work.emit(event("steering.board.saved", id, body.value.team_id)).await.map_err(Error::from)?;
    let board = one(&work, staff, id).await?;
    work.remember(&body, 201, &board).await?;
    work.commit().await?;
    Ok(Answer::created(&board)?.version(board.version))
}

/// Changes one whole: name, tiles, with whom it is shared.
#[utoipa::path(put, path = "/api/v1/staff/dashboards/{id}", tag = "steering", operation_id = "change_dashboard",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewDashboard,
    responses((status = 200, body = Dashboard), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("steering.board.change"))))]
pub(crate) async fn change(
    session: StaffSession,
    State(room): State<Steering>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<NewDashboard>,
) -> Result<Versioned<Dashboard>, Problem> {
    let change = session.change_reference(&actions::BOARD_CHANGE)?;
    let staff = session.staff();
    let rules = room.rules.now();
    let name = fits(staff, &rules.figures.on(session.gate().ctx().today()).body, &input)?;
    let mut work = change.begin().await?;
    let old = held(&work, staff, id, seen.0).await?;
    if old.removed_at.is_some() {
        return Err(Error::State("dashboard_removed").into());
    }
    // A team's lead mends a team's dashboard; what is the owner's own again, only the owner decides.
    if old.owner_id != staff.id && input.team_id != old.team_id {
        return Err(Problem::refused("not_owner", &["ask_team_lead"]));
    }
    name_is_free(&work, staff, &input, &name, Some(id)).await?;
    update(&work, id, &input, &name).await.map_err(Error::from)?;
    work.object("dashboard", id);
    // The team it is no longer shared with hears of it too.
    let mut teams: Vec<Option<Uuid>> = vec![old.team_id, input.team_id];
    teams.dedup();
    if teams.iter().any(Option::is_some) {
        teams.retain(Option::is_some);
    }
    for team in teams {
        work.emit(event("steering.board.changed", id, team)).await.map_err(Error::from)?;
    }
    let board = one(&work, staff, id).await?;
    work.commit().await?;
    Ok(Versioned(board.version, board))
}

/// Removes one; for a month it can be brought back.
#[utoipa::path(delete, path = "/api/v1/staff/dashboards/{id}", tag = "steering", operation_id = "remove_dashboard",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Dashboard), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("steering.board.remove"))))]
pub(crate) async fn remove(
    session: StaffSession,
    State(_room): State<Steering>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Versioned<Dashboard>, Problem> {
    let change = session.change_reference(&actions::BOARD_REMOVE)?;
    let mut work = change.begin().await?;
    let old = held(&work, session.staff(), id, seen.0).await?;
    if old.removed_at.is_some() {
        return Err(Error::State("dashboard_removed").into());
    }
    set_removed(&work, id, true).await.map_err(Error::from)?;
    work.object("dashboard", id);
    work.emit(event("steering.board.removed", id, old.team_id)).await.map_err(Error::from)?;
    let board = one(&work, session.staff(), id).await?;
    work.commit().await?;
    Ok(Versioned(board.version, board))
}

/// Brings a removed one back.
#[utoipa::path(post, path = "/api/v1/staff/dashboards/{id}/restore", tag = "steering", operation_id = "restore_dashboard",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("steering.board.restore"))))]
pub(crate) async fn restore(
    session: StaffSession,
    State(_room): State<Steering>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::BOARD_RESTORE)?;
    let staff = session.staff();
    let mut work = change.begin().await?;
    let old = held(&work, staff, id, seen.0).await?;
    if old.removed_at.is_none() {
        return Err(Error::State("dashboard_not_removed").into());
    }
    // Meanwhile another may have taken its name.
    let taken = visible(&work, staff).await.map_err(Error::from)?;
    if taken.iter().any(|row| row.id != id && row.removed_at.is_none() && row.team_id == old.team_id && row.name == old.name) {
        return Err(Problem::invalid_field("/name", "name_taken"));
    }
    set_removed(&work, id, false).await.map_err(Error::from)?;
    work.object("dashboard", id);
    work.emit(event("steering.board.restored", id, old.team_id)).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
