//! What is open of several clients, each within the rights that reach them: one statement for matters, one for customerships.

use std::collections::HashMap;

use ::store::sql;
use chrono::NaiveDate;
use kernel::ServiceTask;
use people::PersonRef;
use people::organisation::{people_by_id, teams_by_id};
use rules::{Lane, Situation};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use trust::Opened;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Error;
use crate::matter::store::unknown;

/// An open matter of one of the family.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FamilyMatter {
    pub id: Uuid,
    pub number: String,
    pub situation: Situation,
    pub service_task: ServiceTask,
    pub lane: Lane,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    pub initiated_on: NaiveDate,
}

/// An open customership of one of the family.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FamilyCustomership {
    pub id: Uuid,
    pub service_task: ServiceTask,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible_worker: Option<PersonRef>,
    pub opened_on: NaiveDate,
}

/// What is open of one client.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct OpenOfOne {
    pub matters: Vec<FamilyMatter>,
    pub customerships: Vec<FamilyCustomership>,
}

#[derive(FromQueryResult)]
struct MatterRow {
    client_id: Uuid,
    id: Uuid,
    number: String,
    situation: String,
    service_task: String,
    lane: String,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    initiated_on: NaiveDate,
}

#[derive(FromQueryResult)]
struct CustomershipRow {
    client_id: Uuid,
    id: Uuid,
    service_task: String,
    responsible_worker_id: Uuid,
    opened_on: NaiveDate,
}

/// `(alias.client_id IN (…) AND scopes) OR …`: each client within the registers and tasks of their own proof.
fn each(proofs: &[Opened], client: &str, scoped: &str) -> (String, Vec<Value>) {
    let (mut parts, mut values) = (Vec::new(), Vec::new());
    for proof in proofs {
        let (clients, theirs) = proof.clients_sql(client, values.len() + 1);
        parts.push(format!("({clients} AND {})", proof.scopes().sql(scoped)));
        values.extend(theirs);
    }
    (format!("({})", parts.join(" OR ")), values)
}

/// By client, what is open.
pub async fn open(opened: &Opened, proofs: &[Opened]) -> Result<HashMap<Uuid, OpenOfOne>, Error> {
    let mut found: HashMap<Uuid, OpenOfOne> = proofs.iter().map(|proof| (proof.client().0, OpenOfOne::default())).collect();
    if proofs.is_empty() {
        return Ok(found);
    }
    let reader = opened.reader();
    let (theirs, values) = each(proofs, "mc", "m");
    let text = format!(
        "SELECT mc.client_id, m.id, m.number, m.situation, m.service_task, m.lane, m.team_id, m.handler_id, m.initiated_on FROM matter_client mc \
         JOIN matter m ON m.id = mc.matter_id WHERE mc.left_at IS NULL AND m.state <> 'closed' AND {theirs} ORDER BY m.initiated_on DESC, m.id DESC LIMIT 200"
    );
    let matters: Vec<MatterRow> = sql::all(reader, &text, values).await?;
    let (theirs, values) = each(proofs, "c", "c");
    let text = format!(
        "SELECT c.client_id, c.id, c.service_task, c.responsible_worker_id, c.opened_on FROM customership c \
         WHERE c.state = 'open' AND {theirs} ORDER BY c.opened_on DESC, c.id DESC LIMIT 200"
    );
    let customerships: Vec<CustomershipRow> = sql::all(reader, &text, values).await?;
    let staff: Vec<Uuid> =
        matters.iter().filter_map(|m| m.handler_id).chain(customerships.iter().map(|c| c.responsible_worker_id)).collect();
    let people = people_by_id(reader, &staff).await?;
    let teams = teams_by_id(reader, &matters.iter().map(|m| m.team_id).collect::<Vec<_>>()).await?;
    for m in matters {
        let matter = FamilyMatter {
            id: m.id,
            number: m.number,
            situation: Situation::parse(&m.situation).ok_or_else(|| unknown("matter.situation"))?,
            service_task: ServiceTask::parse(&m.service_task).ok_or_else(|| unknown("matter.service_task"))?,
            lane: Lane::parse(&m.lane).ok_or_else(|| unknown("matter.lane"))?,
            team: teams.get(&m.team_id).map(|team| team.name.clone()),
            handler: m.handler_id.and_then(|id| people.get(&id).cloned()),
            initiated_on: m.initiated_on,
        };
        found.entry(m.client_id).or_default().matters.push(matter);
    }
    for c in customerships {
        let customership = FamilyCustomership {
            id: c.id,
            service_task: ServiceTask::parse(&c.service_task).ok_or_else(|| unknown("customership.service_task"))?,
            responsible_worker: people.get(&c.responsible_worker_id).cloned(),
            opened_on: c.opened_on,
        };
        found.entry(c.client_id).or_default().customerships.push(customership);
    }
    Ok(found)
}
