use ::store::NewEvent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use people::organisation::{teams_by_id, teams_on};
use trust::{Answer, IdemJson, IfMatch, Json, Query, Role, StaffSession, Versioned};
use uuid::Uuid;

use super::model::{ChangeFigure, ChangeMark, ChangeMarks, ChangeMeasure, ChangeQuery, NewChangeMark};
use super::sides::Asked;
use super::span::ChangeSpan;
use super::store::{all, fits, held, insert, one, row, set_removed, told, update};
use crate::figure::model::FigureTeam;
use crate::{Error, Steering, actions};

fn event(kind: &'static str, id: Uuid, team: Option<Uuid>) -> NewEvent {
    let event = NewEvent::new(kind, "change", id);
    match team {
        Some(team) => event.team(team),
        None => event,
    }
}

/// Changes marked, the newest first.
#[utoipa::path(get, path = "/api/v1/staff/changes", tag = "steering", operation_id = "changes",
    responses((status = 200, body = ChangeMarks), (status = 403, body = Problem)), extensions(("x-action" = json!("steering.change.list"))))]
pub(crate) async fn list(session: StaffSession, State(room): State<Steering>) -> Result<Json<ChangeMarks>, Problem> {
    let surveyed = session.survey(&actions::CHANGES)?;
    let staff = session.staff();
    let reference = session.gate().db().reference();
    let rows = all(&reference, staff).await.map_err(Error::from)?;
    let changes = told(&reference, staff, rows).await.map_err(Error::from)?;
    let teams = if staff.role == Role::Administrator {
        teams_on(&reference, surveyed.today()).await
    } else {
        teams_by_id(&reference, &staff.team_ids).await
    };
    let mut teams: Vec<FigureTeam> =
        teams.map_err(Error::from)?.into_values().map(|team| FigureTeam { id: team.id, name: team.name }).collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    let rules = room.rules.now();
    let figures = &rules.figures.on(surveyed.today()).body.figures;
    let figures = figures.iter().map(|rule| ChangeFigure { code: rule.code.clone(), name: rule.name.clone() }).collect();
    surveyed.shown(&[]);
    Ok(Json(ChangeMarks { changes, figures, teams }))
}

/// Marks a change in how the work is done.
#[utoipa::path(post, path = "/api/v1/staff/changes", tag = "steering", operation_id = "mark_change",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewChangeMark,
    responses((status = 201, body = ChangeMark), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("steering.change.mark"))))]
pub(crate) async fn mark(session: StaffSession, State(_room): State<Steering>, body: IdemJson<NewChangeMark>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::CHANGE_MARK)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let staff = session.staff();
    let mut work = change.begin().await?;
    let mark = fits(&work, staff, body.value.clone(), session.gate().ctx().today()).await?;
    let id = insert(&work, staff, &mark).await.map_err(Error::from)?;
    work.object("change", id);
    work.emit(event("steering.change.marked", id, mark.team_id)).await.map_err(Error::from)?;
    let mark = one(&work, staff, id).await?;
    work.remember(&body, 201, &mark).await?;
    work.commit().await?;
    Ok(Answer::created(&mark)?.version(mark.version))
}

/// Corrects a mark whole.
#[utoipa::path(put, path = "/api/v1/staff/changes/{id}", tag = "steering", operation_id = "correct_change",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewChangeMark,
    responses((status = 200, body = ChangeMark), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("steering.change.correct"))))]
pub(crate) async fn correct(
    session: StaffSession,
    State(_room): State<Steering>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<NewChangeMark>,
) -> Result<Versioned<ChangeMark>, Problem> {
    let change = session.change_reference(&actions::CHANGE_CORRECT)?;
    let staff = session.staff();
    let mut work = change.begin().await?;
    let old = held(&work, staff, id, seen.0).await?;
    if old.removed_at.is_some() {
        return Err(Error::State("change_removed").into());
    }
    let mark = fits(&work, staff, input, session.gate().ctx().today()).await?;
    update(&work, id, &mark).await.map_err(Error::from)?;
    work.object("change", id);
    work.emit(event("steering.change.corrected", id, mark.team_id)).await.map_err(Error::from)?;
    let mark = one(&work, staff, id).await?;
    work.commit().await?;
    Ok(Versioned(mark.version, mark))
}

/// Removes a mark; for a month it can be brought back.
#[utoipa::path(delete, path = "/api/v1/staff/changes/{id}", tag = "steering", operation_id = "remove_change",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = ChangeMark), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("steering.change.remove"))))]
pub(crate) async fn remove(
    session: StaffSession,
    State(_room): State<Steering>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Versioned<ChangeMark>, Problem> {
    let change = session.change_reference(&actions::CHANGE_REMOVE)?;
    let mut work = change.begin().await?;
    let old = held(&work, session.staff(), id, seen.0).await?;
    if old.removed_at.is_some() {
        return Err(Error::State("change_removed").into());
    }
    set_removed(&work, id, true).await.map_err(Error::from)?;
    work.object("change", id);
    work.emit(event("steering.change.removed", id, old.team_id)).await.map_err(Error::from)?;
    let mark = one(&work, session.staff(), id).await?;
    work.commit().await?;
    Ok(Versioned(mark.version, mark))
}

/// Brings a removed one back.
#[utoipa::path(post, path = "/api/v1/staff/changes/{id}/restore", tag = "steering", operation_id = "restore_change",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("steering.change.restore"))))]
pub(crate) async fn restore(
    session: StaffSession,
    State(_room): State<Steering>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::CHANGE_RESTORE)?;
    let mut work = change.begin().await?;
    let old = held(&work, session.staff(), id, seen.0).await?;
    if old.removed_at.is_none() {
        return Err(Error::State("change_not_removed").into());
    }
    set_removed(&work, id, false).await.map_err(Error::from)?;
    work.object("change", id);
    work.emit(event("steering.change.restored", id, old.team_id)).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A figure before a change and after it.
#[utoipa::path(get, path = "/api/v1/staff/changes/{id}/figures/{code}", tag = "steering", operation_id = "change_measure",
    params(("id" = Uuid, Path), ("code" = String, Path), ChangeQuery),
    responses((status = 200, body = ChangeMeasure), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("steering.change.measure"))))]
pub(crate) async fn measure(
    session: StaffSession,
    State(room): State<Steering>,
    Path((id, code)): Path<(Uuid, String)>,
    Query(asked): Query<ChangeQuery>,
) -> Result<Json<ChangeMeasure>, Problem> {
    let surveyed = session.survey(&actions::CHANGE_MEASURE)?;
    let row = row(&session.gate().db().reference(), id, "").await?;
    if row.removed_at.is_some() {
        return Err(Error::NotFound.into());
    }
    let today = surveyed.today();
    let rules = room.rules.now();
    let set = rules.figures.on(today);
    let rule = set.body.figure(&code).ok_or(Error::NotFound)?;
    let source = room.sources.of(rule.source).ok_or(Error::NotFound)?;
    let job = session.gate().job("steering.change.count", "administration", None);
    let asked = Asked { row: &row, rule, source, span: asked.span.unwrap_or(ChangeSpan::Quarter), least: set.body.least };
    let measure = asked.measure(&job, today, &set.version).await?;
    surveyed.shown(&[]);
    Ok(Json(measure))
}
