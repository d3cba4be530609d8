//! The only place with queries for customerships.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{ClientId, Scope, ServiceTask};
use people::PersonRef;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Job, Opened, Own, Work};
use uuid::Uuid;

use super::carry::From;
use super::model::{Customership, CustomershipState, TeamRef};
use crate::{Error, thing};

#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub controller: Uuid,
    pub service_task: String,
    pub matter_id: Option<Uuid>,
    pub team_id: Uuid,
    pub responsible_worker_id: Uuid,
    pub contact_person_id: Option<Uuid>,
    pub state: String,
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    pub close_reason: Option<String>,
    pub version: i32,
}

const COLUMNS: &str = "c.id, c.client_id, c.controller, c.service_task, c.matter_id, c.team_id, c.responsible_worker_id, c.contact_person_id, c.state, \
     c.opened_on, c.closed_on, c.close_reason, c.version";

impl Row {
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    pub fn task(&self) -> Result<ServiceTask, DbErr> {
        ServiceTask::parse(&self.service_task).ok_or_else(|| DbErr::Custom("an unknown code in customership.service_task".into()))
    }

    pub fn scope(&self) -> Result<Scope, DbErr> {
        Ok(Scope { controller: self.controller, register: kernel::Register::Social, service_task: self.task()?, catalogue_row: 18 })
    }

    fn told(
        self,
        people: &HashMap<Uuid, PersonRef>,
        teams: &HashMap<Uuid, people::organisation::TeamName>,
        works: bool,
    ) -> Result<Customership, DbErr> {
        let task = self.task()?;
        let open = self.is_open();
        // A professional who is not there any more is still named by the row; an id without a row cannot be.
        let unknown = |id: Uuid| PersonRef { id, name: String::new(), title: None, unit: None };
        Ok(Customership {
            id: self.id,
            version: self.version,
            client_id: self.client_id,
            service_task: task,
            responsible_worker: people.get(&self.responsible_worker_id).cloned().unwrap_or_else(|| unknown(self.responsible_worker_id)),
            contact_person: self.contact_person_id.and_then(|id| people.get(&id).cloned()),
            team: TeamRef { id: self.team_id, name: teams.get(&self.team_id).map(|t| t.name.clone()).unwrap_or_default() },
            opened_on: self.opened_on,
            closed_on: self.closed_on,
            close_reason: self.close_reason,
            state: if open { CustomershipState::Open } else { CustomershipState::Closed },
            matter_id: self.matter_id,
            permitted_actions: if open && works { vec!["change".into(), "close".into()] } else { Vec::new() },
        })
    }
}

/// Rows with the names of people and teams; `works` says whether the asker may change them.
pub async fn told(conn: &impl ConnectionTrait, rows: Vec<Row>, works: bool) -> Result<Vec<Customership>, Error> {
    let ids: Vec<Uuid> = rows.iter().flat_map(|r| [Some(r.responsible_worker_id), r.contact_person_id]).flatten().collect();
    let people = people::organisation::people_by_id(conn, &ids).await?;
    let teams = people::organisation::teams_by_id(conn, &rows.iter().map(|r| r.team_id).collect::<Vec<_>>()).await?;
    Ok(rows.into_iter().map(|r| r.told(&people, &teams, works)).collect::<Result<_, _>>()?)
}

/// The client's customerships that the proof reaches: open ones first, newest first.
pub async fn of_client(opened: &Opened) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("c", 1);
    let text = format!(
        "SELECT {COLUMNS} FROM customership c WHERE {clients} AND {} ORDER BY c.state DESC, c.opened_on DESC, c.id DESC",
        opened.scopes().sql("c")
    );
    sql::all(opened.reader(), &text, values).await
}

/// The customership that was opened in a matter: the open one, else the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn of_matter(opened: &Opened, matter: Uuid) -> Result<Option<Customership>, Error> {
    let (clients, values) = opened.clients_sql("c", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM customership c WHERE c.matter_id = $1 AND {clients} AND {} ORDER BY c.state DESC, c.opened_on DESC, c.id DESC LIMIT 1",
        opened.scopes().sql("c")
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, std::iter::once(Value::from(matter)).chain(values)).await?;
    Ok(told(opened.reader(), rows, true).await?.pop())
}

/// The client's own open customerships.
///
/// # Errors
/// When the database does not answer.
pub async fn own(own: &Own) -> Result<Vec<Customership>, Error> {
    let (clients, values) = own.clients_sql("c", 1);
    let shown = own.shown_sql("c", None);
    let text =
        format!("SELECT {COLUMNS} FROM customership c WHERE {clients} AND c.state = 'open'{shown} ORDER BY c.opened_on DESC, c.id DESC");
    let rows = sql::all(own.reader(), &text, values).await?;
    told(own.reader(), rows, false).await
}

/// The open customership of one of these clients in a task.
pub async fn open_in(work: &Work, clients: &[ClientId], task: ServiceTask) -> Result<Option<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM customership c WHERE c.service_task = $1 AND c.state = 'open' AND c.client_id IN ({}) ORDER BY c.opened_on LIMIT 1",
        sql::params(2, clients.len())
    );
    sql::one(work, &text, std::iter::once(Value::from(task.code())).chain(clients.iter().map(|c| c.0.into()))).await
}

/// Some clients with an open customership that a professional is responsible for, then those of the same teams; oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn clients_of(job: &Job, professional: Uuid, limit: u32) -> Result<Vec<ClientId>, Error> {
    #[derive(FromQueryResult)]
    struct One {
        client_id: Uuid,
    }
    let text = format!(
        "SELECT c.client_id FROM customership c WHERE c.state = 'open' AND (c.responsible_worker_id = $1 \
         OR c.team_id IN (SELECT o.team_id FROM customership o WHERE o.responsible_worker_id = $1)) \
         ORDER BY CASE WHEN c.responsible_worker_id = $1 THEN 0 ELSE 1 END, c.opened_on, c.id LIMIT {limit}"
    );
    let rows: Vec<One> = sql::all(job.reader(), &text, [professional.into()]).await?;
    Ok(rows.into_iter().map(|r| ClientId(r.client_id)).collect())
}

/// All open customerships of these clients, inside a change.
pub async fn open_of_clients(work: &Work, clients: &[ClientId]) -> Result<Vec<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM customership c WHERE c.state = 'open' AND c.client_id IN ({}) ORDER BY c.opened_on, c.id",
        sql::params(1, clients.len())
    );
    sql::all(work, &text, clients.iter().map(|c| Value::from(c.0))).await
}

/// Open customerships of a professional or a team, inside a change.
pub async fn open_of(work: &Work, from: From) -> Result<Vec<Row>, DbErr> {
    let (whose, id) = match from {
        From::Professional(id) => ("(c.responsible_worker_id = $1 OR c.contact_person_id = $1)", id),
        From::Team(id) => ("c.team_id = $1", id),
    };
    let text = format!("SELECT {COLUMNS} FROM customership c WHERE {whose} AND c.state = 'open' ORDER BY c.id");
    sql::all(work, &text, [id.into()]).await
}

/// One customership inside a change, whose proof covers it by the clients given.
pub async fn by_id(work: &Work, id: Uuid, clients: &[ClientId]) -> Result<Option<Row>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM customership c WHERE c.id = $1 AND c.client_id IN ({})", sql::params(2, clients.len()));
    sql::one(work, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await
}

pub async fn insert(work: &Work, row: &Row, scope: Scope) -> Result<(), DbErr> {
    let mut values = thing::owned(row.id, ClientId(row.client_id), scope);
    values.extend([
        row.matter_id.into(),
        row.team_id.into(),
        row.responsible_worker_id.into(),
        row.contact_person_id.into(),
        row.state.clone().into(),
        row.opened_on.into(),
        row.version.into(),
        work.at().into(),
        work.at().into(),
    ]);
    let columns =
        ["matter_id", "team_id", "responsible_worker_id", "contact_person_id", "state", "opened_on", "version", "created_at", "updated_at"];
    thing::insert(work, "customership", &columns, vec![values]).await
}

/// Saves people, team and closing; false when the version is not the one seen any more.
pub async fn update(work: &Work, row: &Row, seen: i32, close_text: Option<&str>) -> Result<bool, DbErr> {
    let text = "UPDATE customership SET team_id = $1, responsible_worker_id = $2, contact_person_id = $3, state = $4, closed_on = $5, \
                close_reason = $6, close_text = $7, updated_at = $8, version = version + 1 WHERE id = $9 AND version = $10";
    let values: [Value; 10] = [
        row.team_id.into(),
        row.responsible_worker_id.into(),
        row.contact_person_id.into(),
        row.state.clone().into(),
        row.closed_on.into(),
        row.close_reason.clone().into(),
        close_text.map(str::to_owned).into(),
        work.at().into(),
        row.id.into(),
        seen.into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}
