use kernel::ClientId;
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sql;
use trust::{Gate, Opened};
use uuid::Uuid;

use crate::client::identifier;
use crate::error::Error;
use crate::proof::Proof;

/// A whole personal identity code: shown only by this look, which is logged by its own name.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HetuShown {
    pub hetu: String,
}

/// The opened client's code in force, by any of the linked identities.
pub async fn reveal(gate: &Gate, opened: &Opened) -> Result<HetuShown, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        client_id: Uuid,
        sealed: Vec<u8>,
    }
    let (clients, values) = opened.clients_sql("", 1);
    let text = format!(
        "SELECT id, client_id, sealed FROM client_identifier WHERE {clients} AND kind = 'hetu' AND valid_to IS NULL ORDER BY valid_from DESC, id DESC"
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    // The identity that was asked for comes before those linked to it.
    let row = rows.iter().find(|r| r.client_id == opened.client().0).or(rows.first()).ok_or(Error::NotFound)?;
    Ok(HetuShown { hetu: identifier::open(gate.keys(), row.id, &row.sealed)? })
}

/// The code in force of one identity, for paper that must carry it (a decision); nothing for one that has none. The caller's
/// look names it among its categories.
///
/// # Errors
/// When the database does not answer or the value does not open.
pub async fn hetu_for_print(gate: &Gate, proof: &impl Proof, client: ClientId) -> Result<Option<String>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        sealed: Vec<u8>,
    }
    let text = "SELECT id, sealed FROM client_identifier WHERE client_id = $1 AND kind = 'hetu' AND valid_to IS NULL ORDER BY valid_from DESC, id DESC";
    let row: Option<Row> = sql::one(proof.conn(), text, [client.0.into()]).await?;
    Ok(row.map(|r| identifier::open(gate.keys(), r.id, &r.sealed)).transpose()?)
}
