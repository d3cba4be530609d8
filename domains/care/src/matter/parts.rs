//! What of a shared matter is each client's: who is in it and who was, and what waits for each.

use std::collections::HashMap;

use ::store::sql;
use chrono::NaiveDate;
use kernel::{ClientId, helsinki_date};
use people::Proof;
use people::card::cards;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use crate::Error;

/// One client's part of a shared matter. Their documents and decisions name them in the matter's own lists.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = MatterPart)]
pub struct Part {
    pub client_id: Uuid,
    /// Empty of one who left.
    pub name: String,
    pub main: bool,
    pub joined_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
    /// Why they joined or left last, as it was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Messages of theirs that nobody has read.
    pub unread: i64,
    /// Hearings they have not answered.
    pub hearings_open: i64,
    /// They have written a view of their own.
    pub own_view: bool,
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    main: bool,
    joined_at: chrono::DateTime<chrono::Utc>,
    left_at: Option<chrono::DateTime<chrono::Utc>>,
    unread: i64,
    hearings_open: i64,
    own_view: i64,
}

#[derive(FromQueryResult)]
struct Why {
    object_id: Option<Uuid>,
    reason: Option<String>,
}

/// The parts of a matter that the caller's proof has opened; none of one that has always had one client. Who left is not named:
/// the matter's proof does not cover them any more.
pub async fn parts<P: Proof>(proof: &P, matter: Uuid) -> Result<Vec<Part>, Error> {
    let conn = proof.conn();
    let text = "SELECT c.client_id, c.main, c.joined_at, c.left_at, \
                (SELECT COUNT(*) FROM message m WHERE m.matter_id = c.matter_id AND m.client_id = c.client_id AND m.from_kind = 'client' AND m.read_at IS NULL) AS unread, \
                (SELECT COUNT(*) FROM hearing h WHERE h.matter_id = c.matter_id AND h.client_id = c.client_id AND h.answered_at IS NULL) AS hearings_open, \
                (SELECT COUNT(*) FROM own_view o WHERE o.matter_id = c.matter_id AND o.client_id = c.client_id) AS own_view \
                FROM matter_client c WHERE c.matter_id = $1 ORDER BY CASE WHEN c.left_at IS NULL THEN 0 ELSE 1 END, c.main DESC, c.joined_at, c.client_id";
    let rows: Vec<Row> = sql::all(conn, text, [matter.into()]).await?;
    if rows.len() < 2 {
        return Ok(Vec::new());
    }
    let text = "SELECT object_id, reason FROM matter_step WHERE matter_id = $1 AND kind IN ('joined', 'left') ORDER BY at, id";
    let why: Vec<Why> = sql::all(conn, text, [matter.into()]).await?;
    let mut why: HashMap<Uuid, Option<String>> = why.into_iter().filter_map(|w| Some((w.object_id?, w.reason))).collect();
    let ids: Vec<ClientId> = rows.iter().filter(|r| r.left_at.is_none()).map(|r| ClientId(r.client_id)).collect();
    let named = cards(proof, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|r| Part {
            name: named.iter().find(|c| c.id == r.client_id).map(|c| c.name.clone()).unwrap_or_default(),
            client_id: r.client_id,
            main: r.main,
            joined_on: helsinki_date(r.joined_at),
            left_on: r.left_at.map(helsinki_date),
            reason: why.remove(&r.client_id).flatten(),
            unread: r.unread,
            hearings_open: r.hearings_open,
            own_view: r.own_view > 0,
        })
        .collect())
}
