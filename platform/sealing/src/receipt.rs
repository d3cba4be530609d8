//! A receipt for one line: what a client takes away and can check against the log's checkpoints, later and elsewhere, without
//! this program.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::Problem;
use serde::Serialize;
use store::sql;
use trust::{Gate, Own};
use uuid::Uuid;

use crate::entry::{COLUMNS, Entry};
use crate::proof::inclusion;
use crate::state::sealed;
use crate::tree::unsigned;
use crate::{SealError, Sealing};

/// What proves that a line stands in the log.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// "punos log receipt 1"
    pub what: &'static str,
    /// The line, byte by byte as it was hashed: JSON. Clients are salted hashes in it.
    pub entry: String,
    /// 16 bytes in base64; SHA-256(salt ‖ "client:" ‖ the client's id) is the client in the entry.
    pub salt: String,
    /// The client's own id.
    pub client_id: Uuid,
    /// Its number in the log, from 0.
    pub leaf: u64,
    /// How many entries the checkpoint covers.
    pub size: u64,
    /// The audit path of RFC 6962 from the leaf up; hashes in base64.
    pub proof: Vec<String>,
    /// The signed checkpoint.
    pub checkpoint: String,
    /// What checks the checkpoint. Whoever doubts the node takes it from elsewhere.
    pub log_key: String,
}

impl Sealing {
    /// The receipt for a line about the client who asks.
    ///
    /// # Errors
    /// 404 when no such line is about this client; 409 `not_sealed_yet` within the first second or so.
    pub async fn receipt(&self, gate: &Gate, own: &Own, line: Uuid) -> Result<Receipt, Problem> {
        let conn = own.reader();
        let failed = |error| Problem::from(SealError::Db(error));
        let (whose, mut values) = own.clients_sql("l", 2);
        let (also, more) = own.clients_sql("c", 2 + values.len());
        values.extend(more);
        values.insert(0, line.into());
        let text = format!(
            "SELECT {COLUMNS} FROM access_log l WHERE l.id = $1 AND \
             ({whose} OR EXISTS (SELECT 1 FROM access_log_client c WHERE c.log_id = l.id AND {also}))"
        );
        let found = sql::rows(conn, &text, values).await.map_err(failed)?;
        let entry = found.first().map(|row| Entry::read(row, 0)).transpose().map_err(failed)?.flatten();
        let mut entry = entry.ok_or_else(Problem::not_found)?;
        let also = sql::rows(conn, "SELECT client_id FROM access_log_client WHERE log_id = $1", [line.into()]).await.map_err(failed)?;
        entry.also = also.iter().map(|row| row.try_get("", "client_id")).collect::<Result<_, _>>().map_err(failed)?;
        let leaf = sql::rows(conn, "SELECT leaf FROM access_log_leaf WHERE log_id = $1", [line.into()]).await.map_err(failed)?;
        let Some(leaf) = leaf.first() else { return Err(Problem::state_refused("not_sealed_yet")) };
        let leaf = unsigned(leaf.try_get("", "leaf").map_err(failed)?).map_err(failed)?;
        let sealed = sealed(conn).await?.ok_or_else(|| Problem::state_refused("not_sealed_yet"))?;
        let proof = inclusion(conn, leaf, sealed.size).await?;
        let named = |id: &Uuid| entry.client_id == Some(*id) || entry.also.contains(id);
        let client_id = own.clients().iter().map(|client| client.0).find(named).unwrap_or(own.client().0);
        Ok(Receipt {
            what: "punos log receipt 1",
            entry: entry.text(),
            salt: STANDARD.encode(&entry.salt),
            client_id,
            leaf,
            size: sealed.size,
            proof: proof.iter().map(|hash| STANDARD.encode(hash)).collect(),
            checkpoint: sealed.note,
            log_key: self.keys(gate).log_key().to_string(),
        })
    }
}
