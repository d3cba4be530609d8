//! References whose target has not come.

use sea_orm::{ConnectionTrait, FromQueryResult};
use store::sql;
use uuid::Uuid;

use crate::error::RecordsError;

/// A row of `pending_reference`: one name under which a missing target is waited for.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    pub resource_id: Uuid,
    pub client_id: Option<Uuid>,
    pub source_system: String,
    /// FHIRPath from the resource without its type.
    pub path: String,
    pub target_type: Option<&'static str>,
    pub key_hash: Uuid,
    /// The reference, safe to show.
    pub target_label: String,
}

/// A reference that waits, for a report.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Unresolved {
    pub resource_id: Uuid,
    pub resource_type: String,
    pub path: String,
    pub target_label: String,
    pub source_file: Option<String>,
    pub entry: Option<String>,
}

/// Resources that wait for something that is there now, at most `limit`.
pub async fn ready(conn: &impl ConnectionTrait, limit: u32) -> Result<Vec<Uuid>, RecordsError> {
    #[derive(FromQueryResult)]
    struct Row {
        resource_id: Uuid,
    }
    let text = format!(
        "SELECT DISTINCT p.resource_id FROM pending_reference p JOIN source_key k ON k.key_hash = p.key_hash \
         ORDER BY p.resource_id LIMIT {limit}"
    );
    let rows: Vec<Row> = sql::all(conn, &text, []).await?;
    Ok(rows.into_iter().map(|row| row.resource_id).collect())
}

/// References of a source that wait, whenever they came, at most `limit`.
pub async fn unresolved(conn: &impl ConnectionTrait, source_system: &str, limit: u32) -> Result<Vec<Unresolved>, RecordsError> {
    let text = format!(
        "SELECT DISTINCT p.resource_id, o.resource_type, p.path, p.target_label, o.source_file, o.entry \
         FROM pending_reference p JOIN original o ON o.resource_id = p.resource_id AND o.is_current = TRUE \
         WHERE p.source_system = $1 ORDER BY p.resource_id, p.path LIMIT {limit}"
    );
    Ok(sql::all(conn, &text, [source_system.into()]).await?)
}
