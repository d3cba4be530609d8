use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::Problem;
use trust::{Json, Query, StaffSession};

use super::build::{edges, steps};
use super::model::{ProcessChain, ProcessMap, ProcessMapQuery};
use super::read::{Happened, happened};
use crate::period::FlowPeriod;
use crate::reach::{Asked, FlowTeam, all_teams, of_county, of_teams, own_teams};
use crate::{Error, Flow, actions};

impl ProcessMapQuery {
    fn asked(&self) -> (Asked, FlowPeriod) {
        (Asked { team: self.team_id, task: self.service_task }, self.period.unwrap_or(FlowPeriod::Quarter))
    }
}

/// The map of one's own teams' matters.
#[utoipa::path(get, path = "/api/v1/staff/process-map", tag = "flow", operation_id = "process_map", params(ProcessMapQuery),
    responses((status = 200, body = ProcessMap), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("flow.map.list"))))]
pub(crate) async fn team(
    session: StaffSession,
    State(room): State<Flow>,
    Query(query): Query<ProcessMapQuery>,
) -> Result<Json<ProcessMap>, Problem> {
    let listed = session.list(&actions::MAP)?;
    let (asked, period) = query.asked();
    let (today, first) = (listed.today(), period.first(listed.today()));
    let found = happened(listed.reader(), (first, today), |at| of_teams(&listed, asked, at)).await?;
    let teams = own_teams(&listed).await.map_err(Error::from)?;
    // Numbers; no client's data leave.
    listed.shown(&[]);
    Ok(Json(told(&room, &query, (first, today), teams, &found, None, listed.at())?))
}

/// The map of the county's matters, or of one team's. Nobody is named, and small numbers are not told.
#[utoipa::path(get, path = "/api/v1/staff/county-process-map", tag = "flow", operation_id = "county_process_map", params(ProcessMapQuery),
    responses((status = 200, body = ProcessMap), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("flow.county_map.list"))))]
pub(crate) async fn county(
    session: StaffSession,
    State(room): State<Flow>,
    Query(query): Query<ProcessMapQuery>,
) -> Result<Json<ProcessMap>, Problem> {
    let surveyed = session.survey(&actions::COUNTY_MAP)?;
    let (asked, period) = query.asked();
    let (today, first) = (surveyed.today(), period.first(surveyed.today()));
    let found = happened(surveyed.reader(), (first, today), |at| Ok(of_county(asked, at))).await?;
    let teams = all_teams(surveyed.reader(), today).await.map_err(Error::from)?;
    let least = room.rules.now().figures.on(today).body.least;
    surveyed.shown(&[]);
    Ok(Json(told(&room, &query, (first, today), teams, &found, Some(least), surveyed.at())?))
}

fn told(
    room: &Flow,
    query: &ProcessMapQuery,
    (from, to): (NaiveDate, NaiveDate),
    teams: Vec<FlowTeam>,
    found: &Happened,
    least: Option<i64>,
    counted_at: DateTime<Utc>,
) -> Result<ProcessMap, Error> {
    let rules = room.rules.now();
    let set = rules.chains.on(to);
    let chain = set.body.of(query.service_task).ok_or(Error::NotFound)?;
    Ok(ProcessMap {
        from,
        to,
        period: query.period.unwrap_or(FlowPeriod::Quarter),
        service_task: query.service_task,
        team_id: query.team_id,
        teams,
        chain: ProcessChain::of(chain, &set.version),
        steps: steps(chain, found, least),
        edges: edges(chain, found, least),
        least,
        counted_at,
    })
}
