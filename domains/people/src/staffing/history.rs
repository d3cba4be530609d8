//! Who changed what of a professional or a place, and when: the events of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use store::event;
use store::sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::organisation::people_by_id;

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HistoryLine {
    pub at: DateTime<Utc>,
    /// `people.staff.role_given` and so on.
    pub kind: String,
    /// Who did it; absent for the command line and the synthetic county.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// Ids, codes and days of the change.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<serde_json::Value>,
}

/// The newest 200 changes, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of(conn: &impl ConnectionTrait, id: Uuid) -> Result<Vec<HistoryLine>, DbErr> {
    let events = event::of_object(conn, id, "people", 200).await?;
    let actors: Vec<Uuid> = events.iter().filter_map(|e| e.actor_id).collect();
    let people = people_by_id(conn, &actors).await?;
    let by_name = |id: Option<Uuid>| id.and_then(|id| people.get(&id)).map(|p| p.name.clone());
    Ok(events.into_iter().map(|e| HistoryLine { at: e.at, kind: e.kind, by_name: by_name(e.actor_id), data: e.data }).collect())
}
