//! The room's own rows for the situation picture: one statement for each kind.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use store::sql;
use trust::Opened;
use uuid::Uuid;

#[derive(FromQueryResult)]
pub struct MatterRow {
    pub id: Uuid,
    pub number: String,
    pub situation: String,
    pub team_id: Uuid,
    pub handler_id: Option<Uuid>,
    pub next_due_on: Option<NaiveDate>,
}

/// Matters that are not closed.
pub async fn open_matters(opened: &Opened) -> Result<Vec<MatterRow>, DbErr> {
    let (clients, values) = opened.clients_sql("c", 1);
    let text = format!(
        "SELECT m.id, m.number, m.situation, m.team_id, m.handler_id, m.next_due_on FROM matter m \
         WHERE m.id IN (SELECT c.matter_id FROM matter_client c WHERE {clients} AND c.left_at IS NULL) AND m.state <> 'closed' AND {} \
         ORDER BY m.initiated_at LIMIT 100",
        opened.scopes().sql("m")
    );
    sql::all(opened.reader(), &text, values).await
}

#[derive(FromQueryResult)]
pub struct CustomershipRow {
    pub id: Uuid,
    pub service_task: String,
    pub team_id: Uuid,
    pub responsible_worker_id: Uuid,
    pub state: String,
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    pub matter_id: Option<Uuid>,
}

/// Customerships open now or since `since`.
pub async fn customerships(opened: &Opened, since: NaiveDate) -> Result<Vec<CustomershipRow>, DbErr> {
    let (clients, mut values) = opened.clients_sql("c", 2);
    let text = format!(
        "SELECT c.id, c.service_task, c.team_id, c.responsible_worker_id, c.state, c.opened_on, c.closed_on, c.matter_id FROM customership c \
         WHERE {clients} AND (c.closed_on IS NULL OR c.closed_on >= $1) AND {} ORDER BY c.opened_on",
        opened.scopes().sql("c")
    );
    values.insert(0, since.into());
    sql::all(opened.reader(), &text, values).await
}

#[derive(FromQueryResult)]
pub struct PlanRow {
    pub id: Uuid,
    pub matter_id: Option<Uuid>,
    pub document_id: Option<Uuid>,
    pub state: String,
    pub title: Option<String>,
    pub valid_from: NaiveDate,
    pub review_on: Option<NaiveDate>,
}

/// Plans in force and those that began at `since` or later.
pub async fn plans(opened: &Opened, since: NaiveDate) -> Result<Vec<PlanRow>, DbErr> {
    let (clients, mut values) = opened.clients_sql("p", 2);
    let text = format!(
        "SELECT p.id, p.matter_id, p.document_id, p.state, p.title, p.valid_from, p.review_on FROM plan p \
         WHERE {clients} AND (p.state = 'active' OR (p.state = 'ended' AND p.valid_from >= $1)) AND {} ORDER BY p.valid_from DESC, p.id DESC",
        opened.scopes().sql("p")
    );
    values.insert(0, since.into());
    sql::all(opened.reader(), &text, values).await
}

#[derive(FromQueryResult)]
pub struct DecisionRow {
    pub id: Uuid,
    pub matter_id: Uuid,
    pub document_id: Uuid,
    pub outcome: Option<String>,
    /// Codes of services, comma-separated.
    pub services: Option<String>,
    pub decided_at: DateTime<Utc>,
}

/// Decisions made at `since` or later, newest first.
pub async fn decisions(opened: &Opened, since: DateTime<Utc>) -> Result<Vec<DecisionRow>, DbErr> {
    let (clients, mut values) = opened.clients_sql("d", 2);
    let text = format!(
        "SELECT d.id, d.matter_id, d.document_id, d.outcome, d.services, d.decided_at FROM decision d \
         WHERE {clients} AND d.state IN ('decided', 'sent') AND d.decided_at >= $1 AND {} ORDER BY d.decided_at DESC",
        opened.scopes().sql("d")
    );
    values.insert(0, since.into());
    sql::all(opened.reader(), &text, values).await
}

#[derive(FromQueryResult)]
pub struct AssessmentRow {
    pub id: Uuid,
    pub matter_id: Option<Uuid>,
    pub document_id: Option<Uuid>,
    pub finished_on: NaiveDate,
}

/// Assessments finished at `since` or later.
pub async fn assessments(opened: &Opened, since: NaiveDate) -> Result<Vec<AssessmentRow>, DbErr> {
    let (clients, mut values) = opened.clients_sql("a", 2);
    let text = format!(
        "SELECT a.id, a.matter_id, a.document_id, a.finished_on FROM assessment a WHERE {clients} AND a.finished_on >= $1 AND {} ORDER BY a.finished_on",
        opened.scopes().sql("a")
    );
    values.insert(0, since.into());
    sql::all(opened.reader(), &text, values).await
}

/// When a contact or a visit was last noted.
pub async fn last_note(opened: &Opened) -> Result<Option<DateTime<Utc>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Last {
        happened_at: DateTime<Utc>,
    }
    let (clients, values) = opened.clients_sql("n", 1);
    let text =
        format!("SELECT n.happened_at FROM note n WHERE {clients} AND {} ORDER BY n.happened_at DESC LIMIT 1", opened.scopes().sql("n"));
    let row: Option<Last> = sql::one(opened.reader(), &text, values).await?;
    Ok(row.map(|r| r.happened_at))
}

#[derive(FromQueryResult)]
pub struct AppointmentRow {
    pub id: Uuid,
    pub matter_id: Option<Uuid>,
    pub place: String,
    pub handler_id: Uuid,
    pub starts_at: DateTime<Utc>,
}

/// Appointments since `since` and to come that were not cancelled.
pub async fn appointments(opened: &Opened, since: DateTime<Utc>) -> Result<Vec<AppointmentRow>, DbErr> {
    let (clients, mut values) = opened.clients_sql("a", 2);
    let text = format!(
        "SELECT a.id, a.matter_id, a.place, a.handler_id, a.starts_at FROM appointment a \
         WHERE a.starts_at >= $1 AND {clients} AND a.state <> 'cancelled' AND {} ORDER BY a.starts_at LIMIT 200",
        opened.scopes().sql("a")
    );
    values.insert(0, since.into());
    sql::all(opened.reader(), &text, values).await
}
