//! Reads for the situation picture: what is in force now, visits rolled up, measures. A handful of statements, each by the
//! index (client_id, kind, started_at) and cut to the registers and tasks of the proof; none asks per row.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use store::sql;
use trust::Opened;
use uuid::Uuid;

/// Something in force now: a risk, a diagnosis, a medicine, a plan, a service, a request, a booked time, a device.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Fact {
    pub id: Uuid,
    /// FHIR type.
    pub kind: String,
    pub class: Option<String>,
    pub status: Option<String>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub text_value: Option<String>,
    pub value_code: Option<String>,
    /// Severity, criticality or priority.
    pub severity: Option<String>,
    pub reason: Option<String>,
    /// Who, by name, as the source says or as its directory knows.
    pub performer: Option<String>,
    pub organisation: Option<String>,
    pub place: Option<String>,
}

/// More than this of what is in force is not shown on one screen.
const MOST_FACTS: u32 = 500;

/// What is in force now. A finding that the source took back is not among it.
///
/// # Errors
/// When the database does not answer.
pub async fn current(opened: &Opened) -> Result<Vec<Fact>, DbErr> {
    let (clients, mut values) = opened.clients_sql("e", 2);
    let text = format!(
        "SELECT e.id, e.kind, e.class, e.status, e.code, e.title, e.started_at, e.ended_at, e.recorded_at, e.text_value, e.value_code, e.severity, \
           e.reason, COALESCE(e.performer, pa.name) AS performer, COALESCE(e.organisation, oa.name) AS organisation, COALESCE(e.place, la.name) AS place \
         FROM record_entry e LEFT JOIN source_actor pa ON pa.id = e.performer_id LEFT JOIN source_actor oa ON oa.id = e.organisation_id \
           LEFT JOIN source_actor la ON la.id = e.place_id \
         WHERE {clients} AND {scopes} \
           AND e.kind IN ('AllergyIntolerance', 'Appointment', 'CarePlan', 'Condition', 'Device', 'DeviceUseStatement', 'EpisodeOfCare', 'Flag', 'Goal', \
             'MedicationRequest', 'ServiceRequest') \
           AND (e.verification IS NULL OR e.verification NOT IN ('refuted', 'entered-in-error')) \
           AND CASE e.kind \
             WHEN 'AllergyIntolerance' THEN e.status IS NULL OR e.status = 'active' \
             WHEN 'Appointment' THEN e.status IN ('proposed', 'pending', 'booked', 'arrived', 'waitlist') AND e.started_at >= $1 \
             WHEN 'CarePlan' THEN e.status IN ('active', 'on-hold') \
             WHEN 'Condition' THEN e.status IS NULL OR e.status IN ('active', 'recurrence', 'relapse') \
             WHEN 'Device' THEN e.status IS NULL OR e.status = 'active' \
             WHEN 'DeviceUseStatement' THEN e.status IN ('active', 'on-hold') \
             WHEN 'EpisodeOfCare' THEN e.status IN ('active', 'onhold', 'finished') \
             WHEN 'Flag' THEN e.status = 'active' \
             WHEN 'Goal' THEN e.status IN ('proposed', 'planned', 'accepted', 'active', 'on-hold') \
             WHEN 'MedicationRequest' THEN e.status IN ('active', 'on-hold') \
             ELSE e.status = 'active' END \
         ORDER BY e.kind, e.started_at DESC, e.id LIMIT {MOST_FACTS}",
        scopes = opened.scopes().sql("e"),
    );
    values.insert(0, opened.at().into());
    sql::all(opened.reader(), &text, values).await
}

/// Visits of one sort within one month; a visit to emergency care and a ward stay stand alone.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Visits {
    /// One of them.
    pub id: Uuid,
    /// Encounter class: EMER, IMP, AMB, HH, VR …
    pub class: Option<String>,
    pub title: Option<String>,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
    pub count: i64,
}

/// Classes of emergency care and ward stays (HL7 v3 ActCode).
pub const EMERGENCY_AND_WARD: [&str; 6] = ["EMER", "IMP", "ACUTE", "NONAC", "OBSENC", "SS"];

/// Visits that began at `since` or later, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn visits(opened: &Opened, since: DateTime<Utc>) -> Result<Vec<Visits>, DbErr> {
    let (clients, mut values) = opened.clients_sql("e", 2);
    let (id, key, month) = match opened.reader().get_database_backend() {
        DbBackend::Postgres => {
            ("CAST(MIN(CAST(e.id AS text)) AS uuid)", "CAST(e.id AS text)", "to_char(e.started_at AT TIME ZONE 'UTC', 'YYYY-MM')")
        }
        _ => ("MIN(e.id)", "hex(e.id)", "substr(e.started_at, 1, 7)"),
    };
    let alone = EMERGENCY_AND_WARD.map(|c| format!("'{c}'")).join(", ");
    let text = format!(
        "SELECT {id} AS id, e.class, e.title, MIN(e.started_at) AS first_at, MAX(COALESCE(e.ended_at, e.started_at)) AS last_at, COUNT(*) AS count \
         FROM record_entry e \
         WHERE {clients} AND e.kind = 'Encounter' AND e.started_at >= $1 AND {scopes} AND COALESCE(e.status, '') NOT IN ('cancelled', 'entered-in-error') \
         GROUP BY e.class, e.title, CASE WHEN e.class IN ({alone}) THEN {key} ELSE {month} END ORDER BY first_at",
        scopes = opened.scopes().sql("e"),
    );
    values.insert(0, since.into());
    sql::all(opened.reader(), &text, values).await
}

/// One measured value.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Measured {
    pub id: Uuid,
    pub code: String,
    pub class: Option<String>,
    pub title: Option<String>,
    pub quantity: f64,
    pub unit: Option<String>,
    /// The value in words where the number alone is not it: `< 5`.
    pub text_value: Option<String>,
    pub interpretation: Option<String>,
    /// The range the source gave beside the value.
    pub range_low: Option<f64>,
    pub range_high: Option<f64>,
    pub started_at: DateTime<Utc>,
}

/// So many values of one measure at most.
pub const SERIES: u32 = 24;
/// So many values in all.
const MOST_VALUES: u32 = 720;

/// Numbers measured at `since` or later: of each code the newest [`SERIES`], newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn measures(opened: &Opened, since: DateTime<Utc>) -> Result<Vec<Measured>, DbErr> {
    let (clients, mut values) = opened.clients_sql("e", 2);
    let text = format!(
        "SELECT id, code, class, title, quantity, unit, text_value, interpretation, range_low, range_high, started_at FROM ( \
           SELECT e.id, e.code, e.class, e.title, e.quantity, e.unit, e.text_value, e.interpretation, e.range_low, e.range_high, e.started_at, \
             ROW_NUMBER() OVER (PARTITION BY e.code ORDER BY e.started_at DESC, e.id DESC) AS place \
           FROM record_entry e WHERE {clients} AND e.kind = 'Observation' AND e.started_at >= $1 AND {scopes} AND e.quantity IS NOT NULL \
             AND e.code IS NOT NULL AND COALESCE(e.status, 'final') NOT IN ('cancelled', 'entered-in-error', 'registered') \
         ) m WHERE m.place <= {SERIES} ORDER BY m.code, m.started_at DESC LIMIT {MOST_VALUES}",
        scopes = opened.scopes().sql("e"),
    );
    values.insert(0, since.into());
    sql::all(opened.reader(), &text, values).await
}

/// A goal or an activity of a plan.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PlanPart {
    pub entry_id: Uuid,
    /// goal | activity
    pub kind: String,
    pub status: Option<String>,
    pub title: Option<String>,
    pub text_value: Option<String>,
    pub actor: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The goal's or the request's own entry.
    pub target_id: Option<Uuid>,
}

/// Goals and activities of these plans, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn plan_parts(opened: &Opened, plans: &[Uuid]) -> Result<Vec<PlanPart>, DbErr> {
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let (clients, mut values) = opened.clients_sql("p", 1);
    let text = format!(
        "SELECT p.entry_id, p.kind, COALESCE(p.status, t.status) AS status, COALESCE(p.title, t.title) AS title, p.text_value, \
           COALESCE(p.actor, a.name) AS actor, p.started_at, p.ended_at, p.target_id \
         FROM record_part p LEFT JOIN source_actor a ON a.id = p.actor_id LEFT JOIN record_entry t ON t.id = p.target_id AND t.client_id = p.client_id \
         WHERE {clients} AND p.entry_id IN ({}) AND p.kind IN ('goal', 'activity') AND {} ORDER BY p.entry_id, p.kind, p.position",
        sql::params(values.len() + 1, plans.len()),
        opened.scopes().sql("p"),
    );
    values.extend(plans.iter().map(|id| Value::from(*id)));
    sql::all(opened.reader(), &text, values).await
}
