//! How much has been written under each identity, in every room, as far as the viewer's scopes reach.

use chrono::{DateTime, Utc};
use kernel::ClientId;
use sea_orm::{FromQueryResult, Value};
use store::sql;
use trust::Opened;
use uuid::Uuid;

use super::model::WrittenCount;
use crate::Error;

/// This room's things with the column that says when each was written.
const OWN: [(&str, &str); 9] = [
    ("note", "created_at"),
    ("message", "sent_at"),
    ("hearing", "asked_at"),
    ("attachment", "added_at"),
    ("assessment", "created_at"),
    ("plan", "created_at"),
    ("decision", "created_at"),
    ("customership", "created_at"),
    ("appointment", "created_at"),
];

/// What was written under these identities in the whole time, or since an instant.
pub async fn written(opened: &Opened, clients: &[ClientId], since: Option<DateTime<Utc>>) -> Result<Vec<WrittenCount>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        kind: String,
        n: i64,
    }
    let list = sql::params(2, clients.len());
    let scopes = opened.scopes().sql("x");
    let mut parts: Vec<String> = vec![format!(
        "SELECT c.client_id, 'matter' AS kind, COUNT(*) AS n FROM matter_client c JOIN matter x ON x.id = c.matter_id \
         WHERE c.joined_at > $1 AND c.left_at IS NULL AND c.client_id IN ({list}) AND {scopes} GROUP BY c.client_id"
    )];
    parts.extend(OWN.iter().map(|(table, at)| {
        format!(
            "SELECT x.client_id, '{table}' AS kind, COUNT(*) AS n FROM {table} x \
             WHERE x.{at} > $1 AND x.client_id IN ({list}) AND {scopes} GROUP BY x.client_id"
        )
    }));
    let from = Value::from(since.unwrap_or(DateTime::UNIX_EPOCH));
    let values = std::iter::once(from).chain(clients.iter().map(|c| Value::from(c.0)));
    let rows: Vec<Row> = sql::all(opened.reader(), &parts.join(" UNION ALL "), values).await?;
    let mut all: Vec<WrittenCount> = rows.into_iter().map(|r| WrittenCount { client_id: r.client_id, kind: r.kind, count: r.n }).collect();
    let people = people::around::written(opened, clients, since).await?;
    all.extend(people.into_iter().map(|r| WrittenCount { client_id: r.client_id, kind: r.kind, count: r.n }));
    let records = records::received(opened, since).await?;
    let covered = records.into_iter().filter(|r| clients.contains(&ClientId(r.client_id)));
    all.extend(covered.map(|r| WrittenCount { client_id: r.client_id, kind: "record".into(), count: r.n }));
    Ok(all)
}
