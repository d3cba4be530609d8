use axum::extract::{Path, State};
use kernel::Problem;
use rules::FigureLevel;
use trust::{Json, Query, StaffSession};

use super::live::Whose;
use super::model::{CountyFigureQuery, FigureBoard, FigureParts, FigureQuery, FigureRows, FigureRowsQuery};
use super::period::FigurePeriod;
use super::{county as whole, live};
use crate::{Error, Steering, actions};

/// The levels whose figures one may ask for.
fn levels(session: &StaffSession) -> Vec<FigureLevel> {
    let could = |level: &FigureLevel| match level {
        FigureLevel::Own | FigureLevel::Team => session.allows(&actions::FIGURES),
        FigureLevel::Service | FigureLevel::Organiser => session.allows(&actions::COUNTY),
    };
    FigureLevel::ALL.iter().copied().filter(could).collect()
}

/// One's own figures, or one's teams', with those of the stretches before.
#[utoipa::path(get, path = "/api/v1/staff/figures", tag = "steering", operation_id = "figures", params(FigureQuery),
    responses((status = 200, body = FigureBoard), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("steering.figures.list"))))]
pub(crate) async fn figures(
    session: StaffSession,
    State(room): State<Steering>,
    Query(asked): Query<FigureQuery>,
) -> Result<Json<FigureBoard>, Problem> {
    let listed = session.list(&actions::FIGURES)?;
    let (level, period) = (asked.level.unwrap_or(FigureLevel::Team), asked.period.unwrap_or(FigurePeriod::Month));
    let whose = Whose::of(&listed, level, asked.team_id)?;
    let rules = room.rules.now();
    let set = rules.figures.on(listed.today());
    let figures = live::figures(&listed, &room.sources, set.body.of_level(level), &whose, period).await?;
    // Figures; no client's data leave.
    listed.shown(&[]);
    Ok(Json(FigureBoard {
        level,
        period,
        service_task: None,
        levels: levels(&session),
        teams: live::own_teams(&listed).await.map_err(Error::from)?,
        counted_at: Some(listed.at()),
        rules_version: set.version.clone(),
        least: None,
        figures,
    }))
}

/// What one's own or one's teams' figure is made of, a page at a time.
#[utoipa::path(get, path = "/api/v1/staff/figures/{code}/rows", tag = "steering", operation_id = "figure_rows",
    params(("code" = String, Path), FigureRowsQuery),
    responses((status = 200, body = FigureRows), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("steering.rows.list"))))]
pub(crate) async fn rows(
    session: StaffSession,
    State(room): State<Steering>,
    Path(code): Path<String>,
    Query(asked): Query<FigureRowsQuery>,
) -> Result<Json<FigureRows>, Problem> {
    let listed = session.list(&actions::ROWS)?;
    let (level, period) = (asked.level.unwrap_or(FigureLevel::Team), asked.period.unwrap_or(FigurePeriod::Month));
    let whose = Whose::of(&listed, level, asked.team_id)?;
    let rules = room.rules.now();
    let rule = rules.figures.on(listed.today()).body.of_level(level).find(|one| one.code == code).ok_or(Error::NotFound)?;
    Ok(Json(live::rows(&listed, &room.sources, rule, &whose, period, asked.page.unwrap_or(0)).await?))
}

/// The figures of a service, or of the whole county, as they were counted last. Small numbers are not told.
#[utoipa::path(get, path = "/api/v1/staff/county-figures", tag = "steering", operation_id = "county_figures", params(CountyFigureQuery),
    responses((status = 200, body = FigureBoard), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("steering.county.list"))))]
pub(crate) async fn county(
    session: StaffSession,
    State(room): State<Steering>,
    Query(asked): Query<CountyFigureQuery>,
) -> Result<Json<FigureBoard>, Problem> {
    let surveyed = session.survey(&actions::COUNTY)?;
    let level = if asked.service_task.is_some() { FigureLevel::Service } else { FigureLevel::Organiser };
    let period = asked.period.unwrap_or(FigurePeriod::Month);
    let rules = room.rules.now();
    let set = rules.figures.on(surveyed.today());
    let reference = session.gate().db().reference();
    let (counted_at, figures) = whole::figures(&reference, set.body.of_level(level), period, asked.service_task, set.body.least).await?;
    surveyed.shown(&[]);
    Ok(Json(FigureBoard {
        level,
        period,
        service_task: asked.service_task,
        levels: levels(&session),
        teams: Vec::new(),
        counted_at,
        rules_version: set.version.clone(),
        least: Some(set.body.least),
        figures,
    }))
}

/// What a service's or the county's figure is made of: teams, nobody in them. Whose rows they are is asked of the team.
#[utoipa::path(get, path = "/api/v1/staff/county-figures/{code}", tag = "steering", operation_id = "county_figure_parts",
    params(("code" = String, Path), CountyFigureQuery),
    responses((status = 200, body = FigureParts), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("steering.parts.list"))))]
pub(crate) async fn parts(
    session: StaffSession,
    State(room): State<Steering>,
    Path(code): Path<String>,
    Query(asked): Query<CountyFigureQuery>,
) -> Result<Json<FigureParts>, Problem> {
    let surveyed = session.survey(&actions::PARTS)?;
    let level = if asked.service_task.is_some() { FigureLevel::Service } else { FigureLevel::Organiser };
    let period = asked.period.unwrap_or(FigurePeriod::Month);
    let rules = room.rules.now();
    let set = rules.figures.on(surveyed.today());
    let rule = set.body.of_level(level).find(|one| one.code == code).ok_or(Error::NotFound)?;
    let reference = session.gate().db().reference();
    // An administrator has no teams and opens none.
    let own: &[uuid::Uuid] = if session.allows(&actions::ROWS) { surveyed.team_ids() } else { &[] };
    let parts = whole::parts(&reference, rule, period, asked.service_task, set.body.least, own).await?;
    surveyed.shown(&[]);
    Ok(Json(parts))
}
