//! Who changed what of a professional or a place, and when: the events of it.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct HistoryLine {
    pub at: DateTime<Utc>,
    /// `people.staff.role_given` and so on.
    pub kind: String,
    /// Who did it; absent for the command line and the synthetic county.
    pub by_name: Option<String>,
    /// Ids, codes and days of the change.
    #[schema(value_type = Option<Object>)]
    pub data: Option<serde_json::Value>,
}

/// The newest 200 changes, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of(conn: &impl ConnectionTrait, id: Uuid) -> Result<Vec<HistoryLine>, DbErr> {
    let text = "SELECT e.at, e.kind, p.name AS by_name, e.data FROM event e LEFT JOIN professional p ON p.id = e.actor_id \
                WHERE e.object_id = $1 AND e.kind LIKE 'people.%' ORDER BY e.seq DESC LIMIT 200";
    sql::all(conn, text, [id.into()]).await
}
