//! How much this room has written of clients since an instant: for whoever links or parts identities.

use chrono::{DateTime, Utc};
use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::proof::Proof;

/// Rows of a kind written under one identity.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Written {
    pub client_id: Uuid,
    pub kind: String,
    pub n: i64,
}

/// Contact details and close ones written under these identities, in the whole time or since an instant.
///
/// # Errors
/// When the database does not answer.
pub async fn written(proof: &impl Proof, clients: &[ClientId], since: Option<DateTime<Utc>>) -> Result<Vec<Written>, DbErr> {
    let list = sql::params(2, clients.len());
    let text = format!(
        "SELECT client_id, 'contact' AS kind, COUNT(*) AS n FROM contact_detail WHERE created_at > $1 AND client_id IN ({list}) GROUP BY client_id \
         UNION ALL SELECT client_id, 'close_one' AS kind, COUNT(*) AS n FROM close_one WHERE created_at > $1 AND client_id IN ({list}) GROUP BY client_id"
    );
    let values = std::iter::once(Value::from(since.unwrap_or(DateTime::UNIX_EPOCH))).chain(clients.iter().map(|c| Value::from(c.0)));
    sql::all(proof.conn(), &text, values).await
}
