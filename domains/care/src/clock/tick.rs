//! What time itself does to clocks: a running one becomes late.

use ::store::{NewEvent, sql};
use kernel::Problem;
use sea_orm::{FromQueryResult, Value};
use trust::Gate;
use uuid::Uuid;

use super::store;
use crate::{Care, Error};

/// How many late clocks are told in one transaction.
const CHUNK: u32 = 400;

#[derive(FromQueryResult)]
struct MatterRow {
    id: Uuid,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    client_id: Uuid,
}

impl Care {
    /// Tells, once each, that clocks have passed their due date: an event with the matter's team and handler, so that
    /// desks show it at once. Returns how many. Run every few minutes.
    pub async fn tell_overdue(&self, gate: &Gate) -> Result<usize, Problem> {
        let job = gate.job("care.clock.tell_overdue", "care", None);
        let today = gate.ctx().today();
        let mut told = 0;
        loop {
            let late = store::late_untold(job.reader(), today, CHUNK).await.map_err(Error::from)?;
            if late.is_empty() {
                return Ok(told);
            }
            let work = job.begin().await?;
            let mut ids: Vec<Uuid> = late.iter().map(|k| k.matter_id).collect();
            ids.sort_unstable();
            ids.dedup();
            let text = format!(
                "SELECT m.id, m.team_id, m.handler_id, mc.client_id FROM matter m JOIN matter_client mc ON mc.matter_id = m.id AND mc.main = $1 WHERE m.id IN ({})",
                sql::params(2, ids.len())
            );
            let values = std::iter::once(Value::from(true)).chain(ids.iter().map(|id| Value::from(*id)));
            let matters: Vec<MatterRow> = sql::all(&work, &text, values).await.map_err(Error::from)?;
            for kept in &late {
                let Some(matter) = matters.iter().find(|m| m.id == kept.matter_id) else { continue };
                let data = serde_json::json!({ "matter_id": matter.id, "handler_id": matter.handler_id, "rule": kept.clock.rule });
                let event = NewEvent::new("care.clock.overdue", "clock", kept.id).team(matter.team_id).client(matter.client_id).data(data);
                work.emit(event).await.map_err(Error::from)?;
            }
            let clocks: Vec<Uuid> = late.iter().map(|k| k.id).collect();
            store::mark_told(&work, &clocks).await.map_err(Error::from)?;
            work.touched(&matters.iter().map(|m| kernel::ClientId(m.client_id)).collect::<Vec<_>>());
            work.commit().await?;
            told += clocks.len();
        }
    }
}
