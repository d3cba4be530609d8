//! What a client can point at when they say that something is wrong: their own rows, by name.

use serde::Serialize;
use store::Keyring;
use store::backup::tables;
use store::sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::OwnDataError;
use crate::catalogue::Catalogue;
use crate::read::{Named, Whose, rows};

/// Rows told of one kind, newest first.
const MOST: usize = 200;

/// One row of the client's own.
#[derive(Clone, Debug, Serialize)]
pub struct Thing {
    pub id: Uuid,
    /// The beginning of what it says.
    pub label: String,
    /// Instant or day, as it is kept.
    pub at: Option<String>,
    /// Where it belongs: register and task.
    pub belongs: Option<(String, String)>,
}

/// The client's own rows of a kind; none for a kind that is not pointed at.
///
/// # Errors
/// As collecting.
pub async fn things(conn: &impl ConnectionTrait, keys: &Keyring, whose: &Whose, kind: &str) -> Result<Vec<Thing>, OwnDataError> {
    found(conn, keys, whose, kind, None).await
}

/// One of them.
///
/// # Errors
/// As collecting.
pub async fn one(conn: &impl ConnectionTrait, keys: &Keyring, whose: &Whose, kind: &str, id: Uuid) -> Result<Option<Thing>, OwnDataError> {
    Ok(found(conn, keys, whose, kind, Some(id)).await?.pop())
}

async fn found(
    conn: &impl ConnectionTrait,
    keys: &Keyring,
    whose: &Whose,
    kind: &str,
    only: Option<Uuid>,
) -> Result<Vec<Thing>, OwnDataError> {
    let catalogue = Catalogue::get()?;
    let Some((kind, point)) = catalogue.kind(kind).and_then(|k| Some((k, k.point.as_deref()?))) else { return Ok(Vec::new()) };
    let there = tables(conn).await?;
    let rows = rows(conn, keys, catalogue, kind, &there, whose, only, &mut Named::default()).await?;
    let text = |row: &serde_json::Map<String, serde_json::Value>, name: &str| row.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let times = [
        "happened_at",
        "sent_at",
        "started_at",
        "finished_at",
        "finished_on",
        "valid_from",
        "initiated_on",
        "recorded_at",
        "added_at",
        "updated_at",
    ];
    Ok(rows
        .into_iter()
        .take(MOST)
        .filter_map(|row| {
            let belongs = row.get("belongs");
            let part = |name: &str| belongs.and_then(|b| b.get(name)).and_then(|v| v.as_str()).map(str::to_owned);
            let label = text(&row, point).unwrap_or_default();
            Some(Thing {
                id: text(&row, "id")?.parse().ok()?,
                label: label.chars().take(120).collect(),
                at: times.iter().find_map(|name| text(&row, name)),
                belongs: part("register").zip(part("service_task")),
            })
        })
        .collect())
}
