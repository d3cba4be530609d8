//! Professionals tied to a client by name (data catalogue row 17): case manager, own worker, contact person, own nurse …
//! This is what people are shown; the right to look rests on trust's relation, which the room that makes the tie writes too.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask, Text};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Listed, Opened, Work};
use uuid::Uuid;

use crate::client::store::scope;
use crate::organisation::{PersonRef, people_by_id};

/// What a professional is to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClientRole {
    /// Asiakasvastaava
    CaseManager,
    /// Omatyöntekijä (SHL 42 §)
    OwnWorker,
    /// Yhteyshenkilö
    ContactPerson,
    /// Omahoitaja
    OwnNurse,
    /// Omalääkäri
    OwnDoctor,
    /// Palveluista vastaava työntekijä
    ResponsibleWorker,
}

impl ClientRole {
    pub const ALL: [Self; 6] =
        [Self::CaseManager, Self::OwnWorker, Self::ContactPerson, Self::OwnNurse, Self::OwnDoctor, Self::ResponsibleWorker];
    pub const fn code(self) -> &'static str {
        match self {
            Self::CaseManager => "case_manager",
            Self::OwnWorker => "own_worker",
            Self::ContactPerson => "contact_person",
            Self::OwnNurse => "own_nurse",
            Self::OwnDoctor => "own_doctor",
            Self::ResponsibleWorker => "responsible_worker",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A professional with what they are to the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ClientProfessional {
    /// The professional's id.
    pub id: Uuid,
    pub name: String,
    pub title: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub role: ClientRole,
    pub since: DateTime<Utc>,
}

impl ClientProfessional {
    pub fn person(&self) -> PersonRef {
        PersonRef { id: self.id, name: self.name.clone(), title: Some(self.title.clone()), unit: self.unit.clone() }
    }
}

/// A professional named for a client.
#[derive(Clone, Debug)]
pub struct Named {
    pub client: ClientId,
    /// Where the naming belongs; the catalogue row is set here.
    pub scope: Scope,
    pub role: ClientRole,
    pub professional_id: Uuid,
    /// What the client wishes of the professional (a language, a person known before).
    pub wish: Option<String>,
    pub from: DateTime<Utc>,
}

/// Names professionals for clients. One professional holds a role for a client within one service task; the earlier one's
/// naming ends when another is named. Naming the same one again changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn set(work: &Work, named: &[Named]) -> Result<(), DbErr> {
    let mut clients: Vec<ClientId> = named.iter().map(|n| n.client).collect();
    clients.sort_unstable();
    clients.dedup();
    let mut current: HashMap<(Uuid, String, String), (Uuid, Uuid)> = HashMap::new();
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        client_id: Uuid,
        service_task: String,
        role: String,
        professional_id: Uuid,
    }
    for chunk in clients.chunks(1_000) {
        let text = format!(
            "SELECT id, client_id, service_task, role, professional_id FROM client_professional WHERE valid_to IS NULL AND client_id IN ({})",
            sql::params(1, chunk.len())
        );
        let rows: Vec<Row> = sql::all(work, &text, chunk.iter().map(|c| Value::from(c.0))).await?;
        current.extend(rows.into_iter().map(|r| ((r.client_id, r.service_task, r.role), (r.id, r.professional_id))));
    }
    let mut inserts: Vec<Vec<Value>> = Vec::new();
    let mut changed: Vec<&Named> = Vec::new();
    for n in named {
        let key = (n.client.0, n.scope.service_task.code().to_owned(), n.role.code().to_owned());
        match current.get(&key) {
            Some((_, holder)) if *holder == n.professional_id => continue,
            Some((id, _)) => end_row(work, *id).await?,
            None => {}
        }
        let id = work.new_id();
        let mut row: Vec<Value> = vec![id.into(), n.client.0.into()];
        row.extend(scope(Scope { catalogue_row: 17, ..n.scope }));
        row.extend::<[Value; 8]>([
            n.professional_id.into(),
            n.role.code().into(),
            n.wish.clone().into(),
            n.from.into(),
            Option::<DateTime<Utc>>::None.into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]);
        inserts.push(row);
        current.insert(key, (id, n.professional_id));
        changed.push(n);
    }
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "professional_id",
        "role",
        "wish",
        "valid_from",
        "valid_to",
        "version",
        "created_at",
        "updated_at",
    ];
    sql::insert_many(work, "client_professional", &columns, inserts).await?;
    for n in changed {
        let data = serde_json::json!({ "role": n.role.code(), "professional_id": n.professional_id });
        work.emit(NewEvent::new("people.professional.named", "client", n.client.0).client(n.client.0).data(data)).await?;
    }
    work.touched(&clients);
    Ok(())
}

/// How many namings a professional holds beside those that come with a customership; only the number.
///
/// # Errors
/// When the database fails.
pub async fn number_of(listed: &Listed, professional: Uuid) -> Result<i64, DbErr> {
    let text = "SELECT COUNT(*) AS number FROM client_professional WHERE professional_id = $1 AND valid_to IS NULL \
                AND role NOT IN ('responsible_worker', 'contact_person')";
    let rows = sql::rows(listed.reader(), text, [professional.into()]).await?;
    rows.first().map_or(Ok(0), |r| r.try_get("", "number"))
}

/// Names `to` wherever `from` is named; gives whose namings moved.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(work: &Work, from: Uuid, to: Uuid) -> Result<Vec<ClientId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        controller: Uuid,
        register: String,
        service_task: String,
        catalogue_row: i32,
        role: String,
        wish: Option<String>,
    }
    let text = "SELECT client_id, controller, register, service_task, catalogue_row, role, wish FROM client_professional \
                WHERE professional_id = $1 AND valid_to IS NULL ORDER BY id";
    let rows: Vec<Row> = sql::all(work, text, [from.into()]).await?;
    let named: Vec<Named> = rows
        .into_iter()
        .filter_map(|r| {
            let scope = Scope {
                controller: r.controller,
                register: Register::parse(&r.register)?,
                service_task: ServiceTask::parse(&r.service_task)?,
                catalogue_row: r.catalogue_row,
            };
            Some(Named {
                client: ClientId(r.client_id),
                scope,
                role: ClientRole::parse(&r.role)?,
                professional_id: to,
                wish: r.wish,
                from: work.at(),
            })
        })
        .collect();
    set(work, &named).await?;
    Ok(named.into_iter().map(|n| n.client).collect())
}

async fn end_row(work: &Work, id: Uuid) -> Result<(), DbErr> {
    let text = "UPDATE client_professional SET valid_to = $1, updated_at = $1, version = version + 1 WHERE id = $2";
    sql::exec(work, text, [work.at().into(), id.into()]).await.map(|_| ())
}

/// Ends a naming: the role of that service task has nobody from now on. `professional` limits it to that one.
///
/// # Errors
/// When the database fails.
pub async fn end(
    work: &Work,
    client: ClientId,
    register: Register,
    task: ServiceTask,
    role: ClientRole,
    professional: Option<Uuid>,
) -> Result<bool, DbErr> {
    let mut text = "UPDATE client_professional SET valid_to = $1, updated_at = $1, version = version + 1 \
                    WHERE client_id = $2 AND register = $3 AND service_task = $4 AND role = $5 AND valid_to IS NULL"
        .to_owned();
    let mut values: Vec<Value> = vec![work.at().into(), client.0.into(), register.code().into(), task.code().into(), role.code().into()];
    if let Some(professional) = professional {
        text.push_str(" AND professional_id = $6");
        values.push(professional.into());
    }
    let ended = sql::exec(work, &text, values).await?.rows_affected() > 0;
    if ended {
        let data = serde_json::json!({ "role": role.code() });
        work.emit(NewEvent::new("people.professional.ended", "client", client.0).client(client.0).data(data)).await?;
        work.touched(&[client]);
    }
    Ok(ended)
}

/// The professionals of the opened client, in the registers and tasks the viewer sees; case manager first.
///
/// # Errors
/// When the database fails.
pub async fn of(opened: &Opened) -> Result<Vec<ClientProfessional>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        professional_id: Uuid,
        role: String,
        valid_from: DateTime<Utc>,
    }
    let (clients, mut values) = opened.clients_sql("c", 2);
    let text = format!(
        "SELECT c.professional_id, c.role, c.valid_from FROM client_professional c \
         WHERE c.valid_from <= $1 AND (c.valid_to IS NULL OR c.valid_to > $1) AND {clients} AND {} ORDER BY c.valid_from DESC, c.id",
        opened.scopes().sql("c")
    );
    values.insert(0, opened.at().into());
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    let people = people_by_id(opened.reader(), &rows.iter().map(|r| r.professional_id).collect::<Vec<_>>()).await?;
    let mut out: Vec<ClientProfessional> = rows
        .into_iter()
        .filter_map(|r| {
            let person = people.get(&r.professional_id)?.clone();
            Some(ClientProfessional {
                id: person.id,
                name: person.name,
                title: person.title.unwrap_or_default(),
                unit: person.unit,
                role: ClientRole::parse(&r.role)?,
                since: r.valid_from,
            })
        })
        .collect();
    out.sort_by_key(|p| ClientRole::ALL.iter().position(|r| *r == p.role));
    Ok(out)
}
