//! What time itself does to clocks: a running one becomes late, a pause that has a last day ends.

use ::store::{NewEvent, sql};
use kernel::Problem;
use sea_orm::{FromQueryResult, Value};
use trust::Gate;
use uuid::Uuid;

use super::rules::rule_of;
use super::{reached, store};
use crate::matter::{self, NewStep};
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

    /// Ends the pauses whose day has come: each clock runs on from that day, also when the node was down on it. Returns how
    /// many. Run every few minutes.
    ///
    /// # Errors
    /// When the database fails; what was ended before stays ended.
    pub async fn end_pauses(&self, gate: &Gate) -> Result<usize, Problem> {
        let job = gate.job("care.clock.end_pauses", "care", None);
        let rules = self.rules.now();
        let mut ended = 0;
        loop {
            let over = store::pause_over(job.reader(), gate.ctx().today(), CHUNK).await.map_err(Error::from)?;
            let before = ended;
            for found in &over {
                let work = job.begin().await?;
                let mut matter = matter::held(&work, found.matter_id).await?;
                // As it is now that the matter is held: somebody may have resumed or prolonged it meanwhile.
                let now = store::of_matter(&work, matter.id).await.map_err(Error::from)?.into_iter().find(|k| k.id == found.id);
                let Some(mut kept) = now.filter(|k| k.pause_until.is_some_and(|day| day <= work.today())) else { continue };
                let Some(until) = kept.pause_until.take() else { continue };
                let Some(running) = rule_of(&rules.deadlines, &kept.clock).and_then(|rule| kept.clock.resume(rule, until).ok()) else {
                    tracing::error!(clock = %kept.id, "a pause that is over could not be ended");
                    continue;
                };
                kept.clock = running;
                store::update(&work, &kept).await.map_err(Error::from)?;
                reached::settle_stored(&work, &rules, &mut matter).await?;
                matter::save(&work, &mut matter).await?;
                let mut line = NewStep::new("pause_ended").from_to(None, until.to_string()).about(kept.id);
                line.text = Some(kept.clock.rule.clone());
                matter::step(&work, matter.id, line).await?;
                work.emit(matter::event("care.matter.resumed", &matter)).await.map_err(Error::from)?;
                work.touched(&matter.clients);
                work.commit().await?;
                ended += 1;
            }
            // A full chunk of which nothing could be ended would come again for ever.
            if over.len() < CHUNK as usize || ended == before {
                return Ok(ended);
            }
        }
    }
}
