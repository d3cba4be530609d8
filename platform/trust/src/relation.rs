//! The verified connection (asiallinen yhteys, 703/2023 [memory]) that rights rest on. Rooms write it when they make or end
//! a tie — a matter sent, taken, handed over; a customership opened; a ward stay — and the gate reads it.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use store::sea_orm::{DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::access::work::Work;

/// A tie of one client to a professional, a team or a unit, by an object (a matter, a customership, a stay).
#[derive(Clone, Debug)]
pub struct NewTie {
    pub client: ClientId,
    pub scope: Scope,
    /// handler | responsible | contact | sender | team | unit
    pub basis: &'static str,
    pub object_kind: &'static str,
    pub object_id: Uuid,
    pub professional_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub unit_id: Option<Uuid>,
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
}

const COLUMNS: &[&str] = &[
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "basis",
    "object_kind",
    "object_id",
    "professional_id",
    "team_id",
    "unit_id",
    "valid_from",
    "valid_to",
];

/// Makes ties.
pub async fn tie(work: &Work, ties: &[NewTie]) -> Result<(), DbErr> {
    let rows = ties
        .iter()
        .map(|t| {
            let row: Vec<Value> = vec![
                work.new_id().into(),
                t.client.0.into(),
                t.scope.controller.into(),
                t.scope.register.code().into(),
                t.scope.service_task.code().into(),
                t.scope.catalogue_row.into(),
                t.basis.into(),
                t.object_kind.into(),
                t.object_id.into(),
                t.professional_id.into(),
                t.team_id.into(),
                t.unit_id.into(),
                t.from.into(),
                t.to.into(),
            ];
            row
        })
        .collect();
    sql::insert_many(work, "care_relation", COLUMNS, rows).await
}

/// The unit that a client is tied to in a register and task now, the latest tie first: whose desk a question about it belongs on.
///
/// # Errors
/// When the database does not answer.
pub async fn unit_of(work: &Work, clients: &[ClientId], scope: Scope) -> Result<Option<Uuid>, DbErr> {
    let text = format!(
        "SELECT COALESCE(r.unit_id, t.unit_id, p.unit_id) AS unit FROM care_relation r LEFT JOIN team t ON t.id = r.team_id \
         LEFT JOIN professional p ON p.id = r.professional_id WHERE r.register = $1 AND r.service_task = $2 AND r.basis <> 'sender' \
         AND (r.valid_to IS NULL OR r.valid_to > $3) AND r.client_id IN ({}) ORDER BY r.id DESC LIMIT 1",
        sql::params(4, clients.len())
    );
    let values: [Value; 3] = [scope.register.code().into(), scope.service_task.code().into(), work.at().into()];
    let rows = sql::rows(work, &text, values.into_iter().chain(clients.iter().map(|c| c.0.into()))).await?;
    rows.first().map_or(Ok(None), |row| row.try_get("", "unit"))
}

/// Ends the ties of an object; all of them, or those of one basis.
pub async fn end(work: &Work, object_id: Uuid, basis: Option<&str>) -> Result<(), DbErr> {
    let mut text = "UPDATE care_relation SET valid_to = $1 WHERE object_id = $2 AND (valid_to IS NULL OR valid_to > $1)".to_owned();
    let mut values: Vec<Value> = vec![work.at().into(), object_id.into()];
    if let Some(basis) = basis {
        text.push_str(" AND basis = $3");
        values.push(basis.into());
    }
    sql::exec(work, &text, values).await.map(|_| ())
}

/// Ends one client's ties to an object (the client left the matter).
pub async fn end_for(work: &Work, object_id: Uuid, client: ClientId) -> Result<(), DbErr> {
    let text = "UPDATE care_relation SET valid_to = $1 WHERE object_id = $2 AND client_id = $3 AND (valid_to IS NULL OR valid_to > $1)";
    sql::exec(work, text, [work.at().into(), object_id.into(), client.0.into()]).await.map(|_| ())
}

/// Lets an object's ties run out at `until`: what was closed can for a while still be read and opened again.
pub async fn fade(work: &Work, object_id: Uuid, until: DateTime<Utc>) -> Result<(), DbErr> {
    let text = "UPDATE care_relation SET valid_to = $1 WHERE object_id = $2 AND (valid_to IS NULL OR valid_to > $1)";
    sql::exec(work, text, [until.into(), object_id.into()]).await.map(|_| ())
}

/// Takes back [`fade`] for the ties that have not run out yet.
pub async fn revive(work: &Work, object_id: Uuid) -> Result<(), DbErr> {
    let text = "UPDATE care_relation SET valid_to = NULL WHERE object_id = $1 AND valid_to > $2";
    sql::exec(work, text, [object_id.into(), work.at().into()]).await.map(|_| ())
}
