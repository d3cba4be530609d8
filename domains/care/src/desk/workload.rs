//! Who has how much: beside the desk, and whole for the supervisor.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use kernel::Problem;
use people::organisation::{AbsenceNow, Member, PersonRef, away_on, people_by_id, teams};
use rules::Lane;
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use store::sql;
use trust::{Json, Listed, Query, StaffSession};
use uuid::Uuid;

use super::filter::{DeskQuery, View, Where};
use crate::matter::view::Names;
use crate::{Error, actions};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Workload {
    pub professional: PersonRef,
    pub open: i64,
    pub overdue: i64,
    pub absent: bool,
}

#[derive(FromQueryResult)]
struct Row {
    handler_id: Uuid,
    lane: String,
    open: i64,
    late: i64,
    oldest: NaiveDate,
}

async fn by_handler(listed: &Listed, teams: &Where) -> Result<Vec<Row>, Error> {
    let mut values = teams.values.clone();
    values.push(Value::from(listed.today()));
    let text = format!(
        "SELECT m.handler_id, m.lane, COUNT(*) AS open, SUM(CASE WHEN m.next_due_on < ${} THEN 1 ELSE 0 END) AS late, MIN(m.initiated_on) AS oldest \
         FROM matter m WHERE {} AND m.state = 'open' AND m.handler_id IS NOT NULL GROUP BY m.handler_id, m.lane",
        values.len(),
        teams.text
    );
    Ok(sql::all(listed.reader(), &text, values).await?)
}

#[derive(FromQueryResult)]
struct Held {
    handler_id: Uuid,
    open: i64,
    late: i64,
}

/// The same without what only the supervisor's page tells.
async fn held(listed: &Listed, teams: &Where) -> Result<Vec<Held>, Error> {
    let mut values = teams.values.clone();
    values.push(Value::from(listed.today()));
    let text = format!(
        "SELECT m.handler_id, COUNT(*) AS open, SUM(CASE WHEN m.next_due_on < ${} THEN 1 ELSE 0 END) AS late \
         FROM matter m WHERE {} AND m.state = 'open' AND m.handler_id IS NOT NULL GROUP BY m.handler_id",
        values.len(),
        teams.text
    );
    Ok(sql::all(listed.reader(), &text, values).await?)
}

/// Members of the viewer's teams, or of one of them, each once, by name.
async fn members(listed: &Listed, team: Option<Uuid>) -> Result<Vec<Member>, Error> {
    let own = team.map_or_else(|| listed.team_ids().to_vec(), |one| vec![one]);
    let found = teams(listed.reader(), listed.today(), Some(&own)).await?;
    let mut all: Vec<Member> = found.into_iter().flat_map(|t| t.members).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    all.dedup_by_key(|m| m.id);
    Ok(all)
}

fn person(member: &Member) -> PersonRef {
    PersonRef { id: member.id, name: member.name.clone(), title: Some(member.title.clone()), unit: None }
}

/// The team's load: every member, and who else handles its matters.
pub struct TeamLoad {
    rows: Vec<Held>,
    members: Vec<Member>,
    /// Those who handle the team's matters without being its members, and which of them are away.
    others: HashMap<Uuid, PersonRef>,
    away: HashSet<Uuid>,
    today: NaiveDate,
}

impl TeamLoad {
    pub async fn read(listed: &Listed, query: &DeskQuery) -> Result<Self, Error> {
        let rows = held(listed, &query.of_teams(listed)?).await?;
        let members = members(listed, query.team_id).await?;
        let outside: Vec<Uuid> = rows.iter().map(|r| r.handler_id).filter(|id| !members.iter().any(|m| m.id == *id)).collect();
        let others = people_by_id(listed.reader(), &outside).await?;
        let away = away_on(listed.reader(), listed.today(), &outside).await?;
        Ok(Self { rows, members, others, away, today: listed.today() })
    }

    pub fn told(self) -> Vec<Workload> {
        let Self { rows, members, others, away, today } = self;
        let away = |id: Uuid| {
            let absence = members.iter().find(|m| m.id == id).and_then(|m| m.absent.as_ref());
            absence.map_or_else(|| away.contains(&id), |a| a.from <= today && today <= a.to)
        };
        let mut outside: Vec<PersonRef> = others.into_values().collect();
        outside.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        let people: Vec<PersonRef> = members.iter().map(person).chain(outside).collect();
        people
            .into_iter()
            .map(|professional| {
                let theirs = rows.iter().find(|r| r.handler_id == professional.id);
                Workload {
                    open: theirs.map_or(0, |r| r.open),
                    overdue: theirs.map_or(0, |r| r.late),
                    absent: away(professional.id),
                    professional,
                }
            })
            .collect()
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorkloadQuery {
    pub team_id: Option<Uuid>,
}

/// The supervisor's view of workloads.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TeamWorkload {
    pub people: Vec<PersonWorkload>,
    /// Open matters nobody handles.
    pub unassigned: i64,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PersonWorkload {
    pub professional: PersonRef,
    pub open: i64,
    /// Open matters in each lane.
    #[schema(value_type = Object)]
    pub by_lane: BTreeMap<Lane, i64>,
    pub overdue: i64,
    /// Days since the oldest of them was initiated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest_days: Option<i64>,
    /// The absence of today or the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<AbsenceNow>,
}

/// Workloads of the supervisor's teams, or of one of them.
#[utoipa::path(get, path = "/api/v1/staff/workload", tag = "care", extensions(("x-action" = json!("care.workload.list"))),
    params(WorkloadQuery), responses((status = 200, body = TeamWorkload), (status = 403, body = Problem)))]
pub async fn workload(session: StaffSession, Query(query): Query<WorkloadQuery>) -> Result<Json<TeamWorkload>, Problem> {
    let listed = session.list(&actions::WORKLOAD)?;
    let query = DeskQuery { view: View::Team, team_id: query.team_id, ..DeskQuery::default() };
    let load = load(&listed, &query).await?;
    // Figures of professionals; no client's data leave.
    listed.shown(&[]);
    Ok(Json(load))
}

async fn load(listed: &Listed, query: &DeskQuery) -> Result<TeamWorkload, Error> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let teams = query.of_teams(listed)?;
    let rows = by_handler(listed, &teams).await?;
    let text = format!("SELECT COUNT(*) AS n FROM matter m WHERE {} AND m.state = 'open' AND m.handler_id IS NULL", teams.text);
    let unassigned: Option<Count> = sql::one(listed.reader(), &text, teams.values).await?;
    let members = members(listed, query.team_id).await?;
    let others: Vec<Uuid> = rows.iter().map(|r| r.handler_id).filter(|id| !members.iter().any(|m| m.id == *id)).collect();
    let names = Names::read(listed.reader(), &[], &others).await?;
    let mut all: Vec<(PersonRef, Option<AbsenceNow>)> = members.iter().map(|m| (person(m), m.absent.clone())).collect();
    for id in others {
        if !all.iter().any(|(p, _)| p.id == id) {
            all.push((names.person(id), None));
        }
    }
    let today = listed.today();
    let people = all
        .into_iter()
        .map(|(professional, absent)| {
            let theirs = || rows.iter().filter(|r| r.handler_id == professional.id);
            PersonWorkload {
                open: theirs().map(|r| r.open).sum(),
                by_lane: theirs().filter_map(|r| Some((Lane::parse(&r.lane)?, r.open))).collect(),
                overdue: theirs().map(|r| r.late).sum(),
                oldest_days: theirs().map(|r| (today - r.oldest).num_days()).max(),
                absent,
                professional: professional.clone(),
            }
        })
        .collect();
    Ok(TeamWorkload { people, unassigned: unassigned.map_or(0, |c| c.n) })
}
