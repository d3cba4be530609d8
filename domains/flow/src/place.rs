//! One matter: which way it has come, where it stands in its queue, and how long such usually stay. For whoever works on it, and in fewer
//! words for the client whose it is.

use axum::extract::{Path, State};
use care::stay::{COUNTED, WAY};
use chrono::NaiveDate;
use kernel::{Problem, ServiceTask};
use people::organisation::teams_by_id;
use rules::ChainPlace;
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use trust::{ClientSession, Json, StaffSession};
use uuid::Uuid;

use crate::map::model::ProcessChain;
use crate::period::FlowPeriod;
use crate::spread::Spread;
use crate::{Error, Flow, actions};

/// A stay on a matter's way.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PathStay {
    pub step: ChainPlace,
    pub team: String,
    pub entered_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
    /// Days in it, up to today while it lasts.
    pub days: i64,
    /// Which time it is in this step.
    pub nth: i32,
    /// It came here by a way that the chain has.
    pub designed: bool,
}

/// How long those that left a step with a team stayed in it, within thirteen weeks.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct UsualStay {
    pub median_days: f64,
    /// Nine out of ten stayed at most this.
    pub p90_days: i64,
    pub of: i64,
}

/// Where a matter stands among those that wait for the same.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct QueuePlace {
    pub step: ChainPlace,
    pub since: NaiveDate,
    pub days: i64,
    /// How many came to the step before it and wait there still. Urgent ones are taken first, so this is no promise.
    pub ahead: i64,
    /// Absent when fewer than can be told have left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual: Option<UsualStay>,
}

/// The way of one matter.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MatterPath {
    pub chain: ProcessChain,
    /// The oldest first.
    pub stays: Vec<PathStay>,
    /// Days the chain says of the step it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_days: Option<i32>,
    /// Absent of one that is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<QueuePlace>,
}

/// Where a matter of one's own stands; nothing of one that waits for nobody.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OwnPlace {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<QueuePlace>,
}

#[derive(FromQueryResult)]
struct Stay {
    team_id: Uuid,
    service_task: String,
    step: String,
    nth: i32,
    from_step: String,
    entered_on: NaiveDate,
    left_on: Option<NaiveDate>,
}

impl Stay {
    fn place(code: &str) -> Result<ChainPlace, DbErr> {
        ChainPlace::parse(code).ok_or_else(|| DbErr::Custom(format!("no place of a chain: {code}")))
    }
    fn task(&self) -> Result<ServiceTask, DbErr> {
        ServiceTask::parse(&self.service_task).ok_or_else(|| DbErr::Custom(format!("no service task: {}", self.service_task)))
    }
}

async fn stays(conn: &impl ConnectionTrait, matter: Uuid) -> Result<Vec<Stay>, DbErr> {
    sql::all(conn, WAY, [matter.into()]).await
}

#[derive(FromQueryResult)]
struct DaysCount {
    days: i32,
    n: i64,
}

/// Where a stay that lasts stands in its queue.
async fn place(conn: &impl ConnectionTrait, stay: &Stay, today: NaiveDate, least: i64) -> Result<QueuePlace, DbErr> {
    let of_queue = format!("FROM ({COUNTED}) s WHERE s.stay_team_id = $1 AND s.service_task = $2 AND s.step = $3");
    let ahead = format!("SELECT 0 AS days, COUNT(*) AS n {of_queue} AND s.left_on IS NULL AND s.entered_on < $4");
    let queue = [stay.team_id.into(), stay.service_task.as_str().into(), stay.step.as_str().into()];
    let mut values = queue.to_vec();
    values.push(stay.entered_on.into());
    let ahead: Option<DaysCount> = sql::one(conn, &ahead, values).await?;
    let left = format!(
        "SELECT s.days, COUNT(*) AS n {of_queue} AND s.left_on IS NOT NULL AND s.left_on >= $4 AND s.days IS NOT NULL AND s.handed = 0 \
         GROUP BY s.days"
    );
    let mut values = queue.to_vec();
    values.push(FlowPeriod::Quarter.first(today).into());
    let mut spread = Spread::default();
    for row in sql::all::<DaysCount>(conn, &left, values).await? {
        spread.add(i64::from(row.days), row.n);
    }
    Ok(QueuePlace {
        step: Stay::place(&stay.step)?,
        since: stay.entered_on,
        days: (today - stay.entered_on).num_days().max(0),
        ahead: ahead.map_or(0, |one| one.n),
        usual: usual(&spread, least),
    })
}

fn usual(spread: &Spread, least: i64) -> Option<UsualStay> {
    if spread.n() < least {
        return None;
    }
    Some(UsualStay { median_days: spread.median()?, p90_days: spread.p90()?, of: spread.n() })
}

/// Which way a matter has come, and where it stands.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/path", tag = "flow", operation_id = "matter_path", params(("id" = Uuid, Path)),
    responses((status = 200, body = MatterPath), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("flow.path.look"))))]
pub(crate) async fn matter_path(
    session: StaffSession,
    State(room): State<Flow>,
    Path(id): Path<Uuid>,
) -> Result<Json<MatterPath>, Problem> {
    let opened = session.open_object("matter", id, &actions::PATH).await?;
    let (conn, today) = (opened.reader(), opened.today());
    let found = stays(conn, id).await.map_err(Error::from)?;
    let newest = found.last().ok_or(Error::NotFound)?;
    let rules = room.rules.now();
    let chains = rules.chains.on(today);
    let chain = chains.body.of(Some(newest.task().map_err(Error::from)?)).ok_or(Error::NotFound)?;
    let teams = teams_by_id(conn, &found.iter().map(|stay| stay.team_id).collect::<Vec<_>>()).await.map_err(Error::from)?;
    let mut way = Vec::with_capacity(found.len());
    for stay in &found {
        let (from, step) = (Stay::place(&stay.from_step), Stay::place(&stay.step));
        let (from, step) = (from.map_err(Error::from)?, step.map_err(Error::from)?);
        let end = stay.left_on.unwrap_or(today);
        way.push(PathStay {
            step,
            team: teams.get(&stay.team_id).map(|team| team.name.clone()).unwrap_or_default(),
            entered_on: stay.entered_on,
            left_on: stay.left_on,
            days: (end - stay.entered_on).num_days().max(0),
            nth: stay.nth,
            designed: from == step || chain.allows(from, step),
        });
    }
    let least = rules.figures.on(today).body.least;
    let lasts = newest.left_on.is_none();
    let now = if lasts { Some(place(conn, newest, today, least).await.map_err(Error::from)?) } else { None };
    Ok(Json(MatterPath {
        target_days: now.as_ref().and_then(|now| chain.step(now.step)).and_then(|step| step.target_days),
        chain: ProcessChain::of(chain, &chains.version),
        stays: way,
        now,
    }))
}

/// Where a matter of one's own stands in its queue, and how long such have lasted.
#[utoipa::path(get, path = "/api/v1/client/matters/{id}/place", tag = "own", operation_id = "own_place", params(("id" = Uuid, Path)),
    responses((status = 200, body = OwnPlace), (status = 401, body = Problem)),
    extensions(("x-action" = json!("flow.own.place"))))]
pub(crate) async fn own_place(session: ClientSession, State(room): State<Flow>, Path(id): Path<Uuid>) -> Result<Json<OwnPlace>, Problem> {
    let own = session.open(&actions::OWN_PLACE).await?;
    // Of what is not one's own nothing is said, as of what waits for nobody.
    let Some((team, task)) = care::own::standing(&own, id).await.map_err(Error::from)? else { return Ok(Json(OwnPlace { place: None })) };
    let (conn, today) = (own.reader(), own.today());
    let found = stays(conn, id).await.map_err(Error::from)?;
    let waits = |stay: &&Stay| {
        let queue = stay.left_on.is_none() && stay.team_id == team && stay.service_task == task.code();
        queue && stay.step != ChainPlace::Managing.code() && stay.step != ChainPlace::Returned.code()
    };
    let Some(newest) = found.last().filter(waits) else { return Ok(Json(OwnPlace { place: None })) };
    let least = room.rules.now().figures.on(today).body.least;
    Ok(Json(OwnPlace { place: Some(place(conn, newest, today, least).await.map_err(Error::from)?) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_it_usually_is_is_told_of_enough() {
        let mut spread = Spread::default();
        spread.add(10, 4);
        assert_eq!(usual(&spread, 5), None);
        spread.add(40, 1);
        assert_eq!(usual(&spread, 5), Some(UsualStay { median_days: 10.0, p90_days: 40, of: 5 }));
        assert_eq!(usual(&Spread::default(), 0), None);
    }
}
