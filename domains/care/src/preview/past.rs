//! Last month's matters as rules see them: their facts on the day they were initiated.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use kernel::{ClientId, ServiceTask};
use rules::{ClientFacts, Facts, Situation, Urgency};
use sea_orm::{FromQueryResult, Value};
use store::sql;
use trust::Surveyed;
use uuid::Uuid;

use crate::Error;

/// Days looked at, both ends with them.
#[derive(Clone, Copy)]
pub struct Stretch {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Stretch {
    pub fn until(today: NaiveDate) -> Self {
        Self { from: today.checked_sub_days(Days::new(super::DAYS)).unwrap_or(today), to: today }
    }
    pub fn has(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Whose single matters may be told.
pub struct Sight {
    pub teams: Vec<Uuid>,
    /// Numbers of any matter, without the way to open it.
    pub numbers: bool,
}

impl Sight {
    /// Whether a matter may be told of, and its id when it may be opened.
    pub fn of(&self, matter: &Past) -> Option<Option<Uuid>> {
        if self.teams.contains(&matter.team_id) {
            return Some(Some(matter.id));
        }
        self.numbers.then_some(None)
    }
}

/// A matter with its facts.
pub struct Past {
    pub id: Uuid,
    pub number: String,
    pub team_id: Uuid,
    pub initiated_on: NaiveDate,
    pub open: bool,
    pub clients: Vec<ClientId>,
    /// As they were on the day of initiation.
    pub facts: Facts,
    /// Finished assessments of the clients: day, client, whether special support is needed.
    assessments: Vec<(NaiveDate, ClientId, bool)>,
}

impl Past {
    /// The facts as they were on a day.
    pub fn on(&self, day: NaiveDate) -> Facts {
        Facts { on: day, special_support: special_support(&self.clients, &self.assessments, day), ..self.facts.clone() }
    }
}

/// The newest assessment of each client up to a day counts.
fn special_support(clients: &[ClientId], assessments: &[(NaiveDate, ClientId, bool)], day: NaiveDate) -> bool {
    clients.iter().any(|client| {
        let newest = assessments.iter().filter(|(on, of, _)| of == client && *on <= day).max_by_key(|(on, ..)| *on);
        newest.is_some_and(|(.., needed)| *needed)
    })
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Matters initiated in the stretch, newest first.
pub async fn initiated(surveyed: &Surveyed, stretch: Stretch) -> Result<Vec<Uuid>, Error> {
    let text = "SELECT id FROM matter WHERE initiated_on >= $1 AND initiated_on <= $2 ORDER BY initiated_on DESC, id DESC";
    let rows: Vec<Id> = sql::all(surveyed.reader(), text, [stretch.from.into(), stretch.to.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Matters of which a clock was started in the stretch.
pub async fn with_clocks(surveyed: &Surveyed, stretch: Stretch) -> Result<Vec<Uuid>, Error> {
    let text = "SELECT DISTINCT matter_id AS id FROM clock WHERE started_on >= $1 AND started_on <= $2";
    let rows: Vec<Id> = sql::all(surveyed.reader(), text, [stretch.from.into(), stretch.to.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// How many matters are read at a time.
pub const CHUNK: usize = 500;

#[derive(FromQueryResult)]
struct MatterRow {
    id: Uuid,
    number: String,
    team_id: Uuid,
    service_task: String,
    situation: String,
    urgency: String,
    initiated_on: NaiveDate,
    state: String,
}

#[derive(FromQueryResult)]
struct JoinRow {
    matter_id: Uuid,
    client_id: Uuid,
}

#[derive(FromQueryResult)]
struct AssessmentRow {
    client_id: Uuid,
    finished_on: NaiveDate,
    special_support: Option<bool>,
}

/// The matters of some ids with their facts, in the order asked: four statements, whatever their number up to [`CHUNK`].
pub async fn read(surveyed: &Surveyed, ids: &[Uuid]) -> Result<Vec<Past>, Error> {
    let reader = surveyed.reader();
    let list = sql::params(1, ids.len());
    let values = || ids.iter().map(|id| Value::from(*id));
    let text = format!(
        "SELECT id, number, team_id, service_task, situation, urgency, initiated_on, state FROM matter m WHERE id IN ({list}){}",
        surveyed.unrestricted_sql("m")
    );
    let matters: Vec<MatterRow> = sql::all(reader, &text, values()).await?;
    let text = format!(
        "SELECT matter_id, client_id FROM matter_client WHERE matter_id IN ({list}) AND left_at IS NULL ORDER BY main DESC, client_id"
    );
    let joined: Vec<JoinRow> = sql::all(reader, &text, values()).await?;
    let mut people: Vec<ClientId> = joined.iter().map(|row| ClientId(row.client_id)).collect();
    people.sort_unstable();
    people.dedup();
    let facts = people::card::facts(surveyed, &people).await?;
    let mut assessments: HashMap<ClientId, Vec<(NaiveDate, ClientId, bool)>> = HashMap::new();
    for some in people.chunks(CHUNK) {
        let text = format!(
            "SELECT client_id, finished_on, special_support FROM assessment WHERE client_id IN ({}) AND finished_on IS NOT NULL",
            sql::params(1, some.len())
        );
        let rows: Vec<AssessmentRow> = sql::all(reader, &text, some.iter().map(|client| Value::from(client.0))).await?;
        for row in rows {
            let client = ClientId(row.client_id);
            assessments.entry(client).or_default().push((row.finished_on, client, row.special_support == Some(true)));
        }
    }
    let mut clients: HashMap<Uuid, Vec<ClientId>> = HashMap::new();
    for row in joined {
        clients.entry(row.matter_id).or_default().push(ClientId(row.client_id));
    }
    let mut found: HashMap<Uuid, Past> = HashMap::with_capacity(matters.len());
    for row in matters {
        let (Some(service_task), Some(situation), Some(urgency)) =
            (ServiceTask::parse(&row.service_task), Situation::parse(&row.situation), Urgency::parse(&row.urgency))
        else {
            continue;
        };
        let clients = clients.remove(&row.id).unwrap_or_default();
        let assessments: Vec<_> = clients.iter().filter_map(|client| assessments.get(client)).flatten().copied().collect();
        let known = |client: &ClientId| {
            let known = facts.get(client);
            ClientFacts { birth_date: known.and_then(|f| f.birth_date), municipality: known.and_then(|f| f.municipality.clone()) }
        };
        let facts = Facts {
            on: row.initiated_on,
            clients: clients.iter().map(known).collect(),
            service_task,
            situation,
            urgency,
            special_support: special_support(&clients, &assessments, row.initiated_on),
            highest_care_allowance: false,
            outcome: None,
        };
        let past = Past {
            id: row.id,
            number: row.number,
            team_id: row.team_id,
            initiated_on: row.initiated_on,
            open: row.state == "open",
            clients,
            facts,
            assessments,
        };
        found.insert(past.id, past);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
