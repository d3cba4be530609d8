//! What is open of a client, as much as one who puts a matter on its way may see.

use ::store::sql;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, ServiceTask};
use people::organisation::PersonRef;
use rules::{Lane, Situation};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde::Serialize;
use trust::Scopes;
use uuid::Uuid;

use crate::Error;
use crate::matter::store::unknown;
use crate::matter::view::Names;
use crate::routing::Team;

/// A matter that is not closed: that it is open and who holds it, nothing of what is in it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OpenMatter {
    pub id: Uuid,
    pub number: String,
    pub situation: Situation,
    pub service_task: ServiceTask,
    pub lane: Lane,
    pub team: Team,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    pub initiated_on: NaiveDate,
    /// Given back to its sender and not sent again.
    pub returned: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    number: String,
    situation: String,
    service_task: String,
    lane: String,
    state: String,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    initiated_on: NaiveDate,
}

/// Open matters of the clients within the scopes, newest first; of one situation when asked.
pub async fn open_matters(
    conn: &impl ConnectionTrait,
    clients: &[ClientId],
    scopes: &Scopes,
    situation: Option<Situation>,
) -> Result<Vec<OpenMatter>, Error> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = clients.iter().map(|c| c.0.into()).collect();
    let mut text = format!(
        "SELECT DISTINCT m.id, m.number, m.situation, m.service_task, m.lane, m.state, m.team_id, m.handler_id, m.initiated_on FROM matter_client mc \
         JOIN matter m ON m.id = mc.matter_id WHERE mc.client_id IN ({}) AND mc.left_at IS NULL AND m.state <> 'closed' AND {}",
        sql::params(1, clients.len()),
        scopes.sql("m")
    );
    if let Some(situation) = situation {
        text.push_str(&format!(" AND m.situation = ${}", values.len() + 1));
        values.push(situation.code().into());
    }
    text.push_str(" ORDER BY m.initiated_on DESC, m.id DESC");
    let rows: Vec<Row> = sql::all(conn, &text, values).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let handlers: Vec<Uuid> = rows.iter().filter_map(|r| r.handler_id).collect();
    let teams: Vec<Uuid> = rows.iter().map(|r| r.team_id).collect();
    let names = Names::read(conn, &teams, &handlers).await?;
    rows.into_iter()
        .map(|r| {
            Ok(OpenMatter {
                id: r.id,
                number: r.number,
                situation: Situation::parse(&r.situation).ok_or_else(|| unknown("matter.situation"))?,
                service_task: ServiceTask::parse(&r.service_task).ok_or_else(|| unknown("matter.service_task"))?,
                lane: Lane::parse(&r.lane).ok_or_else(|| unknown("matter.lane"))?,
                team: names.team(r.team_id),
                handler: r.handler_id.map(|h| names.person(h)),
                initiated_on: r.initiated_on,
                returned: r.state == "returned",
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct AssessmentRow {
    finished_on: NaiveDate,
    author_id: Option<Uuid>,
}

/// The newest finished assessment since a day: when and by whom.
pub async fn recent_assessment(
    conn: &impl ConnectionTrait,
    clients: &[ClientId],
    scopes: &Scopes,
    since: NaiveDate,
) -> Result<Option<(NaiveDate, Option<Uuid>)>, Error> {
    let text = format!(
        "SELECT a.finished_on, a.author_id FROM assessment a WHERE a.client_id IN ({}) AND a.finished_on >= ${} AND {} ORDER BY a.finished_on DESC, a.id DESC LIMIT 1",
        sql::params(1, clients.len()),
        clients.len() + 1,
        scopes.sql("a")
    );
    let values = clients.iter().map(|c| Value::from(c.0)).chain([Value::from(since)]);
    let row: Option<AssessmentRow> = sql::one(conn, &text, values).await?;
    Ok(row.map(|r| (r.finished_on, r.author_id)))
}

/// The service task of the newest open customership within the scopes.
pub async fn open_task(conn: &impl ConnectionTrait, clients: &[ClientId], scopes: &Scopes) -> Result<Option<ServiceTask>, Error> {
    #[derive(FromQueryResult)]
    struct TaskRow {
        service_task: String,
    }
    let text = format!(
        "SELECT c.service_task FROM customership c WHERE c.client_id IN ({}) AND c.state = 'open' AND {} ORDER BY c.opened_on DESC, c.id DESC LIMIT 1",
        sql::params(1, clients.len()),
        scopes.sql("c")
    );
    let row: Option<TaskRow> = sql::one(conn, &text, clients.iter().map(|c| Value::from(c.0))).await?;
    Ok(row.and_then(|r| ServiceTask::parse(&r.service_task)))
}

/// A return as its sender sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Returned {
    pub reason: String,
    pub by: PersonRef,
    pub at: DateTime<Utc>,
}
