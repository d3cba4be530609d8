//! The only place with queries for appointments.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Job, Listed, Opened, Own, Work};
use uuid::Uuid;

use super::model::{Appointment, AppointmentState, Place};
use crate::matter::store::unknown;
use crate::thing;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    client_id: Uuid,
    controller: Uuid,
    register: String,
    service_task: String,
    catalogue_row: i32,
    matter_id: Option<Uuid>,
    team_id: Uuid,
    handler_id: Uuid,
    place: String,
    address: Option<String>,
    unit_id: Option<Uuid>,
    link: Option<String>,
    why: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    state: String,
    sequence: i32,
    client_words: Option<String>,
    cancel_reason: Option<String>,
    cancel_text: Option<String>,
    cancelled_by: Option<String>,
    created_by: Uuid,
    reminded_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn appointment(self, people: Vec<Uuid>) -> Result<Appointment, DbErr> {
        Ok(Appointment {
            id: self.id,
            version: self.version,
            client: ClientId(self.client_id),
            scope: Scope {
                controller: self.controller,
                register: Register::parse(&self.register).ok_or_else(|| unknown("appointment.register"))?,
                service_task: ServiceTask::parse(&self.service_task).ok_or_else(|| unknown("appointment.service_task"))?,
                catalogue_row: self.catalogue_row,
            },
            matter_id: self.matter_id,
            team_id: self.team_id,
            handler_id: self.handler_id,
            people,
            place: Place::parse(&self.place).ok_or_else(|| unknown("appointment.place"))?,
            address: self.address,
            unit_id: self.unit_id,
            link: self.link,
            why: self.why,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            state: AppointmentState::parse(&self.state).ok_or_else(|| unknown("appointment.state"))?,
            sequence: self.sequence,
            client_words: self.client_words,
            cancel_reason: self.cancel_reason,
            cancel_text: self.cancel_text,
            cancelled_by: self.cancelled_by,
            created_by: self.created_by,
            reminded_at: self.reminded_at,
            updated_at: self.updated_at,
        })
    }
}

const COLUMNS: &str = "a.id, a.version, a.client_id, a.controller, a.register, a.service_task, a.catalogue_row, a.matter_id, a.team_id, \
    a.handler_id, a.place, a.address, a.unit_id, a.link, a.why, a.starts_at, a.ends_at, a.state, a.sequence, a.client_words, \
    a.cancel_reason, a.cancel_text, a.cancelled_by, a.created_by, a.reminded_at, a.updated_at";

/// With who comes to each, the one who answers for it first.
async fn whole(conn: &impl ConnectionTrait, rows: Vec<Row>) -> Result<Vec<Appointment>, DbErr> {
    #[derive(FromQueryResult)]
    struct Person {
        appointment_id: Uuid,
        professional_id: Uuid,
    }
    let mut people: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    for chunk in ids.chunks(500) {
        let text = format!(
            "SELECT appointment_id, professional_id FROM appointment_person WHERE appointment_id IN ({}) ORDER BY professional_id",
            sql::params(1, chunk.len())
        );
        let found: Vec<Person> = sql::all(conn, &text, chunk.iter().map(|id| Value::from(*id))).await?;
        for person in found {
            people.entry(person.appointment_id).or_default().push(person.professional_id);
        }
    }
    rows.into_iter()
        .map(|row| {
            let mut who = people.remove(&row.id).unwrap_or_default();
            who.sort_by_key(|p| *p != row.handler_id);
            row.appointment(who)
        })
        .collect()
}

/// The appointments of a matter with the clients the proof covers, newest first.
pub async fn of_matter(opened: &Opened, matter: Uuid) -> Result<Vec<Appointment>, DbErr> {
    let (clients, values) = opened.clients_sql("a", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM appointment a WHERE a.matter_id = $1 AND {clients} AND {} ORDER BY a.starts_at DESC, a.id LIMIT 500",
        opened.scopes().sql("a")
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, std::iter::once(Value::from(matter)).chain(values)).await?;
    whole(opened.reader(), rows).await
}

/// The opened client's appointments from `from` on, in the registers and tasks the viewer sees, newest first.
pub async fn of_client(opened: &Opened, from: DateTime<Utc>) -> Result<Vec<Appointment>, DbErr> {
    let (clients, values) = opened.clients_sql("a", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM appointment a WHERE a.starts_at >= $1 AND {clients} AND {} ORDER BY a.starts_at DESC, a.id LIMIT 500",
        opened.scopes().sql("a")
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, std::iter::once(Value::from(from)).chain(values)).await?;
    whole(opened.reader(), rows).await
}

/// The client's own appointments from `from` on, the next first and then those behind.
pub async fn own(own: &Own, from: DateTime<Utc>) -> Result<Vec<Appointment>, DbErr> {
    let (clients, values) = own.clients_sql("a", 2);
    let shown = own.shown_sql("a", Some("matter_id"));
    let text =
        format!("SELECT {COLUMNS} FROM appointment a WHERE a.starts_at >= $1 AND {clients}{shown} ORDER BY a.starts_at, a.id LIMIT 500");
    let rows: Vec<Row> = sql::all(own.reader(), &text, std::iter::once(Value::from(from)).chain(values)).await?;
    whole(own.reader(), rows).await
}

/// One appointment, held against other changes until the work ends; `None` when it is about none of these clients.
pub async fn held(work: &Work, id: Uuid, clients: &[ClientId]) -> Result<Option<Appointment>, DbErr> {
    let hold = if work.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    one(work, id, clients, hold).await
}

/// One appointment of these clients.
pub async fn by_id(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId]) -> Result<Option<Appointment>, DbErr> {
    one(conn, id, clients, "").await
}

async fn one(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId], hold: &str) -> Result<Option<Appointment>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM appointment a WHERE a.id = $1 AND a.client_id IN ({}){hold}", sql::params(2, clients.len()));
    let values = std::iter::once(Value::from(id)).chain(clients.iter().map(|c| Value::from(c.0)));
    let rows: Vec<Row> = sql::all(conn, &text, values).await?;
    Ok(whole(conn, rows).await?.into_iter().next())
}

/// Which part of the day list is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// Where oneself comes, or an absent one whom one substitutes.
    Mine,
    /// All of one's teams.
    Teams,
    Team(Uuid),
    Person(Uuid),
}

/// Most appointments of one day list.
const MOST_LISTED: u32 = 500;

/// Appointments of a time, earliest first, as far as the asker's teams and own calendar reach.
pub async fn listed(listed: &Listed, from: DateTime<Utc>, to: DateTime<Utc>, whose: Whose) -> Result<Vec<Appointment>, DbErr> {
    // One's own calendar is whole: somebody waits at the door. Of the others' what lists leave out is left out.
    let (reach, mut values) = listed.sql_of_clients("a", 3);
    values.splice(0..0, [Value::from(from), Value::from(to)]);
    values.push(listed.staff().id.into());
    let me = values.len();
    let comes =
        |who: usize| format!("EXISTS (SELECT 1 FROM appointment_person p WHERE p.appointment_id = a.id AND p.professional_id = ${who})");
    let mut narrowed = |value: Uuid| {
        values.push(value.into());
        values.len()
    };
    let part = match whose {
        Whose::Mine => {
            let absent: Vec<usize> = listed.staff().substitutes_for.iter().map(|a| narrowed(*a)).collect();
            let mine: Vec<String> = std::iter::once(me).chain(absent).map(comes).collect();
            format!("({})", mine.join(" OR "))
        }
        Whose::Teams => "1 = 1".into(),
        Whose::Team(team) => format!("a.team_id = ${}", narrowed(team)),
        Whose::Person(person) => comes(narrowed(person)),
    };
    let text = format!(
        "SELECT {COLUMNS} FROM appointment a WHERE a.starts_at >= $1 AND a.starts_at < $2 \
         AND (({reach}) OR ({} AND {})) AND {part} ORDER BY a.starts_at, a.id LIMIT {MOST_LISTED}",
        comes(me),
        listed.scopes().sql("a")
    );
    let rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    whole(listed.reader(), rows).await
}

/// A professional's other appointment at a time.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Busy {
    pub professional_id: Uuid,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// Appointments of these professionals that overlap a time; `but` is the one being changed.
pub async fn busy(
    work: &Work,
    people: &[Uuid],
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    but: Option<Uuid>,
) -> Result<Vec<Busy>, DbErr> {
    let text = format!(
        "SELECT p.professional_id, a.starts_at, a.ends_at FROM appointment a JOIN appointment_person p ON p.appointment_id = a.id \
         WHERE a.state <> 'cancelled' AND a.starts_at < $1 AND a.ends_at > $2 AND a.id <> $3 AND p.professional_id IN ({}) \
         ORDER BY a.starts_at LIMIT 20",
        sql::params(4, people.len())
    );
    let values: [Value; 3] = [ends_at.into(), starts_at.into(), but.unwrap_or(Uuid::nil()).into()];
    sql::all(work, &text, values.into_iter().chain(people.iter().map(|p| Value::from(*p)))).await
}

const INSERTED: [&str; 21] = [
    "matter_id",
    "team_id",
    "handler_id",
    "place",
    "address",
    "unit_id",
    "link",
    "why",
    "starts_at",
    "ends_at",
    "state",
    "sequence",
    "client_words",
    "cancel_reason",
    "cancel_text",
    "cancelled_by",
    "created_by",
    "reminded_at",
    "version",
    "created_at",
    "updated_at",
];

/// Writes new appointments with who comes.
pub async fn insert(work: &Work, appointments: &[Appointment]) -> Result<(), DbErr> {
    let rows = appointments
        .iter()
        .map(|a| {
            let mut row = thing::owned(a.id, a.client, a.scope);
            row.extend::<[Value; 21]>([
                a.matter_id.into(),
                a.team_id.into(),
                a.handler_id.into(),
                a.place.code().into(),
                a.address.clone().into(),
                a.unit_id.into(),
                a.link.clone().into(),
                a.why.clone().into(),
                a.starts_at.into(),
                a.ends_at.into(),
                a.state.code().into(),
                a.sequence.into(),
                a.client_words.clone().into(),
                a.cancel_reason.clone().into(),
                a.cancel_text.clone().into(),
                a.cancelled_by.clone().into(),
                a.created_by.into(),
                a.reminded_at.into(),
                a.version.into(),
                work.at().into(),
                a.updated_at.into(),
            ]);
            row
        })
        .collect();
    thing::insert(work, "appointment", &INSERTED, rows).await?;
    let people = appointments.iter().flat_map(|a| a.people.iter().map(|p| vec![a.id.into(), (*p).into()])).collect();
    sql::insert_many(work, "appointment_person", &["appointment_id", "professional_id"], people).await
}

/// Writes a changed appointment, and the next version; false when the version is not the one seen any more.
pub async fn save(work: &Work, a: &mut Appointment, seen: i32) -> Result<bool, DbErr> {
    let text = "UPDATE appointment SET handler_id = $1, place = $2, address = $3, unit_id = $4, link = $5, why = $6, starts_at = $7, \
                ends_at = $8, state = $9, sequence = $10, client_words = $11, cancel_reason = $12, cancel_text = $13, cancelled_by = $14, \
                reminded_at = $15, version = version + 1, updated_at = $16 WHERE id = $17 AND version = $18";
    let values: [Value; 18] = [
        a.handler_id.into(),
        a.place.code().into(),
        a.address.clone().into(),
        a.unit_id.into(),
        a.link.clone().into(),
        a.why.clone().into(),
        a.starts_at.into(),
        a.ends_at.into(),
        a.state.code().into(),
        a.sequence.into(),
        a.client_words.clone().into(),
        a.cancel_reason.clone().into(),
        a.cancel_text.clone().into(),
        a.cancelled_by.clone().into(),
        a.reminded_at.into(),
        work.at().into(),
        a.id.into(),
        seen.into(),
    ];
    if sql::exec(work, text, values).await?.rows_affected() == 0 {
        return Ok(false);
    }
    a.version = seen + 1;
    a.updated_at = work.at();
    Ok(true)
}

/// Puts others in the place of those who come.
pub async fn set_people(work: &Work, id: Uuid, people: &[Uuid]) -> Result<(), DbErr> {
    sql::exec(work, "DELETE FROM appointment_person WHERE appointment_id = $1", [id.into()]).await?;
    let rows = people.iter().map(|p| vec![id.into(), (*p).into()]).collect();
    sql::insert_many(work, "appointment_person", &["appointment_id", "professional_id"], rows).await
}

/// Coming appointments that begin before `until` and of which the client has not been reminded, earliest first.
pub async fn unreminded(job: &Job, now: DateTime<Utc>, until: DateTime<Utc>, limit: u32) -> Result<Vec<Appointment>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM appointment a WHERE a.state IN ('booked', 'confirmed', 'other_asked') AND a.starts_at > $1 AND a.starts_at <= $2 \
         AND a.reminded_at IS NULL ORDER BY a.starts_at, a.id LIMIT {limit}"
    );
    let rows: Vec<Row> = sql::all(job.reader(), &text, [now.into(), until.into()]).await?;
    whole(job.reader(), rows).await
}

pub async fn mark_reminded(work: &Work, ids: &[Uuid]) -> Result<(), DbErr> {
    let text = format!("UPDATE appointment SET reminded_at = $1 WHERE reminded_at IS NULL AND id IN ({})", sql::params(2, ids.len()));
    sql::exec(work, &text, std::iter::once(Value::from(work.at())).chain(ids.iter().map(|id| Value::from(*id)))).await?;
    Ok(())
}

/// Coming appointments of these clients, inside a change: earliest first.
pub async fn coming(work: &Work, clients: &[ClientId]) -> Result<Vec<Appointment>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM appointment a WHERE a.state <> 'cancelled' AND a.starts_at > $1 AND a.client_id IN ({}) ORDER BY a.starts_at, a.id",
        sql::params(2, clients.len())
    );
    let rows: Vec<Row> =
        sql::all(work, &text, std::iter::once(Value::from(work.at())).chain(clients.iter().map(|c| Value::from(c.0)))).await?;
    whole(work, rows).await
}
