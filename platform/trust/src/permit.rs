//! The client's permission to disclose between registers (luovutuslupa): recorded when the client gives it.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope};
use store::sea_orm::{DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::access::work::Work;

/// A permission given. Its scope's register is the one it opens to those tied to the client elsewhere.
#[derive(Clone, Debug)]
pub struct NewPermit {
    pub client: ClientId,
    pub scope: Scope,
    /// client | guardian | trustee
    pub given_by: &'static str,
    /// When the client was told what the permission means; it holds from then on.
    pub informed_at: DateTime<Utc>,
    /// The professional who recorded it.
    pub recorded_by: Option<Uuid>,
}

const COLUMNS: &[&str] =
    &["id", "client_id", "controller", "register", "service_task", "catalogue_row", "given_by", "informed_at", "valid_from", "recorded_by"];

/// Records permissions.
///
/// # Errors
/// When the database does not take them.
pub async fn record(work: &Work, permits: &[NewPermit]) -> Result<(), DbErr> {
    let rows = permits
        .iter()
        .map(|p| -> Vec<Value> {
            vec![
                work.new_id().into(),
                p.client.0.into(),
                p.scope.controller.into(),
                p.scope.register.code().into(),
                p.scope.service_task.code().into(),
                p.scope.catalogue_row.into(),
                p.given_by.into(),
                p.informed_at.into(),
                p.informed_at.into(),
                p.recorded_by.into(),
            ]
        })
        .collect();
    sql::insert_many(work, "disclosure_permit", COLUMNS, rows).await
}

/// Withdraws the client's permissions to a register; tells whether there was any.
///
/// # Errors
/// When the database does not take it.
pub async fn withdraw(work: &Work, client: ClientId, register: Register) -> Result<bool, DbErr> {
    let text = "UPDATE disclosure_permit SET withdrawn_at = $1 WHERE client_id = $2 AND register = $3 AND withdrawn_at IS NULL";
    Ok(sql::exec(work, text, [work.at().into(), client.0.into(), register.code().into()]).await?.rows_affected() > 0)
}
