//! One item of a client's record, and the original it was made from.

mod hide;
pub(crate) mod routes;

pub(crate) use hide::hide;

use chrono::{DateTime, Utc};
use kernel::ClientId;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::Value;
use store::{Keyring, sql};
use trust::Opened;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::body::unpack;
use crate::error::RecordsError;

/// A typed row with its parts and, when it came from outside, the original.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemView {
    pub item: Item,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<OriginalView>,
}

/// A row of the record, as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    pub id: Uuid,
    /// FHIR type.
    pub kind: String,
    pub register: String,
    pub service_task: String,
    pub source_system: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_system: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// year | month | day | instant: how exactly `started_at` was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range_low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range_high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interpretation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub received_at: DateTime<Utc>,
    pub components: Vec<ItemComponent>,
    pub parts: Vec<ItemPart>,
}

/// A component of a measurement.
#[derive(Debug, Serialize, ToSchema, FromQueryResult)]
pub struct ItemComponent {
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_code: Option<String>,
}

/// A part of an item: an activity of a plan, a dosage, a participant.
#[derive(Debug, Serialize, ToSchema, FromQueryResult)]
pub struct ItemPart {
    pub id: Uuid,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The item it points to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<Uuid>,
}

/// What the source sent, as it sent it, but for what this viewer may not see: a personal identity code is masked, and an
/// address under protection is left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct OriginalView {
    pub source_system: String,
    pub received_at: DateTime<Utc>,
    /// SHA-256 of the JSON as it came without white space between its tokens, in hexadecimal.
    pub hash: String,
    pub content_type: String,
    #[schema(value_type = Object)]
    pub body: Value,
    /// Which version received of this resource, from 1.
    pub version: i32,
    /// True when something in `body` is masked or left out.
    pub withheld: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    kind: String,
    register: String,
    service_task: String,
    source_system: String,
    class: Option<String>,
    status: Option<String>,
    verification: Option<String>,
    code_system: Option<String>,
    code: Option<String>,
    title: Option<String>,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    precision: Option<String>,
    recorded_at: Option<DateTime<Utc>>,
    quantity: Option<f64>,
    unit: Option<String>,
    text_value: Option<String>,
    value_code: Option<String>,
    range_low: Option<f64>,
    range_high: Option<f64>,
    interpretation: Option<String>,
    severity: Option<String>,
    performer: Option<String>,
    organisation: Option<String>,
    place: Option<String>,
    reason: Option<String>,
    received_at: DateTime<Utc>,
    original_id: Option<Uuid>,
    original_line: i32,
}

/// Reads an item that the proof reaches, with its original. `kind` is its FHIR type, or `record_entry` for any. None: there
/// is no such item, or it lies outside the proof; which of the two is not told.
///
/// # Errors
/// The database fails, or the original does not open with the node's key.
pub async fn item(opened: &Opened, keys: &Keyring, kind: &str, id: Uuid) -> Result<Option<ItemView>, RecordsError> {
    let (clients, values) = opened.clients_sql("e", 2);
    let text = format!(
        "SELECT e.id, e.client_id, e.kind, e.register, e.service_task, e.source_system, e.class, e.status, e.verification, \
         e.code_system, e.code, e.title, e.started_at, e.ended_at, e.precision, e.recorded_at, e.quantity, e.unit, e.text_value, \
         e.value_code, e.range_low, e.range_high, e.interpretation, e.severity, COALESCE(e.performer, p.name) AS performer, \
         COALESCE(e.organisation, o.name) AS organisation, COALESCE(e.place, l.name) AS place, e.reason, e.received_at, \
         e.original_id, e.original_line FROM record_entry e \
         LEFT JOIN source_actor p ON p.id = e.performer_id LEFT JOIN source_actor o ON o.id = e.organisation_id \
         LEFT JOIN source_actor l ON l.id = e.place_id WHERE e.id = $1 AND {clients} AND {}",
        opened.scopes().sql("e")
    );
    let values = std::iter::once(id.into()).chain(values);
    let Some(row) = sql::one::<Row>(opened.reader(), &text, values).await? else { return Ok(None) };
    if kind != row.kind && kind != "record_entry" {
        return Ok(None);
    }
    let original = match row.original_id {
        Some(original) => read_original(opened, keys, original, row.original_line, row.client_id).await?,
        None => None,
    };
    let components = components(opened, row.client_id, row.id).await?;
    let parts = parts(opened, row.client_id, row.id).await?;
    Ok(Some(ItemView { item: row.item(components, parts), original }))
}

impl Row {
    fn item(self, components: Vec<ItemComponent>, parts: Vec<ItemPart>) -> Item {
        Item {
            id: self.id,
            kind: self.kind,
            register: self.register,
            service_task: self.service_task,
            source_system: self.source_system,
            class: self.class,
            status: self.status,
            verification: self.verification,
            code_system: self.code_system,
            code: self.code,
            title: self.title,
            started_at: self.started_at,
            ended_at: self.ended_at,
            precision: self.precision,
            recorded_at: self.recorded_at,
            quantity: self.quantity,
            unit: self.unit,
            text_value: self.text_value,
            value_code: self.value_code,
            range_low: self.range_low,
            range_high: self.range_high,
            interpretation: self.interpretation,
            severity: self.severity,
            performer: self.performer,
            organisation: self.organisation,
            place: self.place,
            reason: self.reason,
            received_at: self.received_at,
            components,
            parts,
        }
    }
}

async fn components(opened: &Opened, client: Uuid, entry: Uuid) -> Result<Vec<ItemComponent>, RecordsError> {
    let text = "SELECT id, code, title, quantity, unit, text_value, value_code FROM record_entry \
                WHERE part_of = $1 AND client_id = $2 AND kind = 'Observation' ORDER BY position";
    Ok(sql::all(opened.reader(), text, [entry.into(), client.into()]).await?)
}

async fn parts(opened: &Opened, client: Uuid, entry: Uuid) -> Result<Vec<ItemPart>, RecordsError> {
    // What a part points to names itself when the source wrote no name beside the reference.
    let text = "SELECT p.id, p.kind, p.status, p.code, COALESCE(p.title, t.title) AS title, p.text_value, p.quantity, p.unit, \
                p.started_at, p.ended_at, p.role, COALESCE(p.actor, a.name) AS actor, p.target_id FROM record_part p \
                LEFT JOIN source_actor a ON a.id = p.actor_id \
                LEFT JOIN record_entry t ON t.id = p.target_id AND t.client_id = p.client_id \
                AND t.register = p.register AND t.service_task = p.service_task \
                WHERE p.client_id = $1 AND p.entry_id = $2 ORDER BY p.position";
    Ok(sql::all(opened.reader(), text, [client.into(), entry.into()]).await?)
}

#[derive(FromQueryResult)]
struct OriginalRow {
    source_system: String,
    received_at: DateTime<Utc>,
    sha256: Vec<u8>,
    content_type: String,
    body: Vec<u8>,
    body_len: i32,
    revision: i32,
}

async fn read_original(opened: &Opened, keys: &Keyring, id: Uuid, line: i32, client: Uuid) -> Result<Option<OriginalView>, RecordsError> {
    let text = format!(
        "SELECT o.source_system, o.received_at, o.sha256, o.content_type, o.body, o.body_len, o.revision \
         FROM original o WHERE o.id = $1 AND {}",
        opened.scopes().sql("o")
    );
    let Some(row) = sql::one::<OriginalRow>(opened.reader(), &text, [id.into()]).await? else {
        return Ok(None);
    };
    // Unknown is treated as protected.
    let protected = people::card::card(opened, ClientId(client)).await?.is_none_or(|card| card.protected);
    let plain = unpack(keys, id, &row.body, row.body_len)?;
    // One original can hold many resources, a line each.
    let wanted = if row.content_type.contains("ndjson") {
        let line = usize::try_from(line).map_err(|_| RecordsError::Body)?;
        plain.split(|byte| *byte == b'\n').nth(line).ok_or(RecordsError::Body)?
    } else {
        plain.as_slice()
    };
    let mut body: Value = serde_json::from_slice(wanted).map_err(|_| RecordsError::Body)?;
    let withheld = hide(&mut body, protected);
    Ok(Some(OriginalView {
        source_system: row.source_system,
        received_at: row.received_at,
        hash: row.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        content_type: row.content_type,
        body,
        version: row.revision,
        withheld,
    }))
}
