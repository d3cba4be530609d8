//! A file that has been kept its days is removed; what it was stays as history. A copy that was never made says so.

use kernel::{ClientId, Problem};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sql;
use trust::Gate;
use uuid::Uuid;

use crate::{Error, RightsRoom};

/// A copy that has not been made in this time will not be: its job has been given up, and stands among the dead ones.
const GIVEN_UP: chrono::Duration = chrono::Duration::hours(24);

/// Removed in one transaction at most; the next turn goes on.
const AT_ONCE: u32 = 100;

impl RightsRoom {
    /// Says of copies whose making was given up that they failed, so that the client can ask again; gives how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn give_up_copies(&self, gate: &Gate) -> Result<usize, Problem> {
        #[derive(FromQueryResult)]
        struct Row {
            id: Uuid,
            client_id: Uuid,
        }
        let job = gate.job("rights.copy.give_up", "own", None);
        let before = gate.ctx().now() - GIVEN_UP;
        let text = format!(
            "SELECT c.id, c.client_id FROM rights_copy c JOIN rights_request r ON r.id = c.request_id \
             WHERE c.state = 'making' AND r.asked_at < $1 ORDER BY c.id LIMIT {AT_ONCE}"
        );
        let stuck: Vec<Row> = sql::all(job.reader(), &text, [before.into()]).await.map_err(Error::from)?;
        if stuck.is_empty() {
            return Ok(0);
        }
        let work = job.begin().await?;
        for row in &stuck {
            let text = "UPDATE rights_copy SET state = 'failed' WHERE id = $1 AND state = 'making'";
            sql::exec(&work, text, [row.id.into()]).await.map_err(Error::from)?;
            work.emit(NewEvent::new("rights.copy.failed", "rights_copy", row.id).client(row.client_id)).await.map_err(Error::from)?;
        }
        work.touched(&stuck.iter().map(|r| ClientId(r.client_id)).collect::<Vec<_>>());
        work.commit().await?;
        Ok(stuck.len())
    }

    /// Removes the files whose days are over; gives how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn prune_copies(&self, gate: &Gate) -> Result<usize, Problem> {
        #[derive(FromQueryResult)]
        struct Row {
            id: Uuid,
            client_id: Uuid,
        }
        let job = gate.job("rights.copy.remove", "retention", None);
        let text =
            format!("SELECT id, client_id FROM rights_copy WHERE state = 'ready' AND keep_until <= $1 ORDER BY keep_until LIMIT {AT_ONCE}");
        let due: Vec<Row> = sql::all(job.reader(), &text, [gate.ctx().now().into()]).await.map_err(Error::from)?;
        if due.is_empty() {
            return Ok(0);
        }
        let work = job.begin().await?;
        for row in &due {
            sql::exec(&work, "DELETE FROM rights_copy_content WHERE copy_id = $1", [row.id.into()]).await.map_err(Error::from)?;
            let text = "UPDATE rights_copy SET state = 'removed', removed_at = $1 WHERE id = $2";
            sql::exec(&work, text, [work.at().into(), row.id.into()]).await.map_err(Error::from)?;
            work.emit(NewEvent::new("rights.copy.removed", "rights_copy", row.id).client(row.client_id)).await.map_err(Error::from)?;
        }
        work.touched(&due.iter().map(|r| ClientId(r.client_id)).collect::<Vec<_>>());
        work.commit().await?;
        Ok(due.len())
    }
}
