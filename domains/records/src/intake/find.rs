//! What is known already.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{Register, Scope, ServiceTask};
use sea_orm::{ConnectionTrait, FromQueryResult};
use store::{Keyring, sql};
use uuid::Uuid;

use crate::body::unpack;
use crate::error::RecordsError;

/// Parameters a statement. SQLite looks every `$n` up among those before it, so many cost their square.
const AT_A_TIME: usize = 500;

/// A resource that one of its names led to.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Known {
    pub key_hash: Uuid,
    pub id: Uuid,
    pub resource_type: String,
    pub client_id: Option<Uuid>,
    pub original_id: Uuid,
    pub label: String,
    pub version: i32,
}

/// Resources by the hashes of their names.
pub async fn known(conn: &impl ConnectionTrait, hashes: &[Uuid]) -> Result<HashMap<Uuid, Known>, RecordsError> {
    let mut found = HashMap::with_capacity(hashes.len());
    for part in hashes.chunks(AT_A_TIME) {
        let text = format!(
            "SELECT k.key_hash, r.id, r.resource_type, r.client_id, r.original_id, r.label, r.version \
             FROM source_key k JOIN source_resource r ON r.id = k.resource_id WHERE k.key_hash IN ({})",
            sql::params(1, part.len())
        );
        let rows: Vec<Known> = sql::all(conn, &text, part.iter().map(|h| (*h).into())).await?;
        found.extend(rows.into_iter().map(|row| (row.key_hash, row)));
    }
    Ok(found)
}

/// The version of a resource that counts, without its body.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Current {
    pub resource_id: Uuid,
    pub sha256: Vec<u8>,
    pub source_version: Option<String>,
    pub source_changed_at: Option<DateTime<Utc>>,
    /// The highest revision there is, also among older versions that came late.
    pub revision: i32,
}

/// The current version of each resource.
pub async fn current(conn: &impl ConnectionTrait, resources: &[Uuid]) -> Result<HashMap<Uuid, Current>, RecordsError> {
    let mut found = HashMap::with_capacity(resources.len());
    for part in resources.chunks(AT_A_TIME) {
        let text = format!(
            "SELECT o.resource_id, o.sha256, o.source_version, o.source_changed_at, \
             (SELECT MAX(revision) FROM original m WHERE m.resource_id = o.resource_id) AS revision \
             FROM original o WHERE o.is_current = TRUE AND o.resource_id IN ({})",
            sql::params(1, part.len())
        );
        let rows: Vec<Current> = sql::all(conn, &text, part.iter().map(|r| (*r).into())).await?;
        found.extend(rows.into_iter().map(|row| (row.resource_id, row)));
    }
    Ok(found)
}

/// Hashes of every version of a resource, to tell a late older version that came before from one that is new.
pub async fn past_hashes(conn: &impl ConnectionTrait, resource: Uuid) -> Result<Vec<Vec<u8>>, RecordsError> {
    #[derive(FromQueryResult)]
    struct Row {
        sha256: Vec<u8>,
    }
    let rows: Vec<Row> = sql::all(conn, "SELECT sha256 FROM original WHERE resource_id = $1", [resource.into()]).await?;
    Ok(rows.into_iter().map(|row| row.sha256).collect())
}

/// A current original with its bytes, to make its typed rows again.
pub struct Kept {
    pub id: Uuid,
    pub resource_id: Uuid,
    pub resource_type: String,
    pub source_system: String,
    pub scope: Scope,
    pub label: String,
    pub client_id: Option<Uuid>,
    pub context: Option<String>,
    pub source_file: Option<String>,
    pub entry: Option<String>,
    pub received_at: DateTime<Utc>,
    pub plain: Vec<u8>,
}

#[derive(FromQueryResult)]
struct KeptRow {
    id: Uuid,
    resource_id: Uuid,
    resource_type: String,
    source_system: String,
    controller: Uuid,
    register: String,
    service_task: String,
    catalogue_row: i32,
    label: String,
    client_id: Option<Uuid>,
    context: Option<String>,
    source_file: Option<String>,
    entry: Option<String>,
    received_at: DateTime<Utc>,
    body: Vec<u8>,
    body_len: i32,
}

/// The current originals of resources.
pub async fn kept(conn: &impl ConnectionTrait, keys: &Keyring, resources: &[Uuid]) -> Result<Vec<Kept>, RecordsError> {
    let mut found = Vec::with_capacity(resources.len());
    for part in resources.chunks(AT_A_TIME) {
        let text = format!(
            "SELECT o.id, o.resource_id, o.resource_type, o.source_system, o.controller, o.register, o.service_task, \
             o.catalogue_row, r.label, o.client_id, o.context, o.source_file, o.entry, o.received_at, o.body, o.body_len \
             FROM original o JOIN source_resource r ON r.id = o.resource_id \
             WHERE o.is_current = TRUE AND o.resource_id IN ({}) ORDER BY o.resource_id",
            sql::params(1, part.len())
        );
        let rows: Vec<KeptRow> = sql::all(conn, &text, part.iter().map(|r| (*r).into())).await?;
        for row in rows {
            let plain = unpack(keys, row.id, &row.body, row.body_len)?;
            found.push(Kept {
                id: row.id,
                resource_id: row.resource_id,
                resource_type: row.resource_type,
                source_system: row.source_system,
                scope: Scope {
                    controller: row.controller,
                    register: Register::parse(&row.register).ok_or(RecordsError::Body)?,
                    service_task: ServiceTask::parse(&row.service_task).ok_or(RecordsError::Body)?,
                    catalogue_row: row.catalogue_row,
                },
                label: row.label,
                client_id: row.client_id,
                context: row.context,
                source_file: row.source_file,
                entry: row.entry,
                received_at: row.received_at,
                plain,
            });
        }
    }
    Ok(found)
}

/// Ids of resources after `after`, in order, at most `limit`; for going through all of them.
pub async fn kept_ids(conn: &impl ConnectionTrait, after: Uuid, limit: u32) -> Result<Vec<Uuid>, RecordsError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let text = format!("SELECT id FROM source_resource WHERE id > $1 ORDER BY id LIMIT {limit}");
    let rows: Vec<Row> = sql::all(conn, &text, [after.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
