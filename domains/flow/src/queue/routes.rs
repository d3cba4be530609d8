use std::collections::BTreeMap;

use axum::extract::State;
use care::stay::COUNTED;
use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::{Problem, ServiceTask};
use people::organisation::teams_by_id;
use rules::ChainPlace;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Json, Query, StaffSession};
use uuid::Uuid;

use super::build::{Counted, Key, PARTS, queues};
use super::model::{FlowQueues, QueueQuery};
use crate::reach::{Asked, FlowTeam, Reach, all_teams, of_county, of_teams, own_teams};
use crate::{Error, Flow, actions};

impl QueueQuery {
    const fn asked(&self) -> Asked {
        Asked { team: self.team_id, task: self.service_task }
    }
}

/// What waits with one's own teams.
#[utoipa::path(get, path = "/api/v1/staff/queues", tag = "flow", operation_id = "queues", params(QueueQuery),
    responses((status = 200, body = FlowQueues), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("flow.queue.list"))))]
pub(crate) async fn team(
    session: StaffSession,
    State(room): State<Flow>,
    Query(query): Query<QueueQuery>,
) -> Result<Json<FlowQueues>, Problem> {
    let listed = session.list(&actions::QUEUES)?;
    let asked = query.asked();
    let counted = counted(listed.reader(), listed.today(), |at| of_teams(&listed, asked, at)).await?;
    let teams = own_teams(&listed).await.map_err(Error::from)?;
    listed.shown(&[]);
    Ok(Json(told(&room, listed.reader(), &counted, teams, None, listed.at()).await?))
}

/// What waits in the county. Nobody is named, and small numbers are not told.
#[utoipa::path(get, path = "/api/v1/staff/county-queues", tag = "flow", operation_id = "county_queues", params(QueueQuery),
    responses((status = 200, body = FlowQueues), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("flow.county_queue.list"))))]
pub(crate) async fn county(
    session: StaffSession,
    State(room): State<Flow>,
    Query(query): Query<QueueQuery>,
) -> Result<Json<FlowQueues>, Problem> {
    let surveyed = session.survey(&actions::COUNTY_QUEUES)?;
    let asked = query.asked();
    let today = surveyed.today();
    let counted = counted(surveyed.reader(), today, |at| Ok(of_county(asked, at))).await?;
    let teams = all_teams(surveyed.reader(), today).await.map_err(Error::from)?;
    let least = room.rules.now().figures.on(today).body.least;
    surveyed.shown(&[]);
    Ok(Json(told(&room, surveyed.reader(), &counted, teams, Some(least), surveyed.at()).await?))
}

#[derive(FromQueryResult)]
struct Row {
    service_task: String,
    step: String,
    team_id: Uuid,
    entered_on: Option<NaiveDate>,
    n: i64,
}

async fn counted(
    conn: &impl ConnectionTrait,
    today: NaiveDate,
    reach: impl Fn(usize) -> Result<Reach, Error>,
) -> Result<BTreeMap<Key, Counted>, Error> {
    let mut all: BTreeMap<Key, Counted> = BTreeMap::new();
    let (waiting, values) = reach(1)?;
    let text = format!(
        "SELECT s.service_task, s.step, s.stay_team_id AS team_id, s.entered_on, COUNT(*) AS n FROM ({COUNTED}) s \
         WHERE s.left_on IS NULL AND {waiting} GROUP BY s.service_task, s.step, s.stay_team_id, s.entered_on"
    );
    for row in sql::all::<Row>(conn, &text, values).await? {
        let days = row.entered_on.map_or(0, |day| (today - day).num_days());
        all.entry(key(&row)?).or_default().waits.add(days, row.n);
    }
    let week = today.checked_sub_days(Days::new(6)).unwrap_or(today);
    let (reach, more) = reach(2)?;
    for (column, came) in [("entered_on", true), ("left_on", false)] {
        let text = format!(
            "SELECT s.service_task, s.step, s.stay_team_id AS team_id, CAST(NULL AS date) AS entered_on, COUNT(*) AS n FROM ({COUNTED}) s \
             WHERE s.{column} >= $1 AND {reach} GROUP BY s.service_task, s.step, s.stay_team_id"
        );
        let mut values: Vec<Value> = vec![week.into()];
        values.extend(more.clone());
        for row in sql::all::<Row>(conn, &text, values).await? {
            // Where nothing waits now there is no queue to speak of.
            let Some(counted) = all.get_mut(&key(&row)?) else { continue };
            if came {
                counted.came += row.n;
            } else {
                counted.went += row.n;
            }
        }
    }
    Ok(all)
}

fn key(row: &Row) -> Result<Key, Error> {
    match (ServiceTask::parse(&row.service_task), ChainPlace::parse(&row.step)) {
        (Some(task), Some(step)) => Ok((task, step, row.team_id)),
        _ => Err(DbErr::Custom(format!("no queue: {} {}", row.service_task, row.step)).into()),
    }
}

async fn told(
    room: &Flow,
    conn: &impl ConnectionTrait,
    counted: &BTreeMap<Key, Counted>,
    teams: Vec<FlowTeam>,
    least: Option<i64>,
    counted_at: DateTime<Utc>,
) -> Result<FlowQueues, Error> {
    let ids: Vec<Uuid> = counted.keys().map(|(_, _, team)| *team).collect();
    let names: BTreeMap<Uuid, FlowTeam> =
        teams_by_id(conn, &ids).await?.into_values().map(|team| (team.id, FlowTeam { id: team.id, name: team.name })).collect();
    let rules = room.rules.now();
    let chains = &rules.chains.on(kernel::helsinki_date(counted_at)).body;
    Ok(FlowQueues { counted_at, teams, parts_from: PARTS.to_vec(), least, queues: queues(counted, chains, &names, least) })
}
