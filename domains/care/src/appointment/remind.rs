//! Reminders: once for each appointment and time.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use kernel::Problem;
use trust::Gate;
use uuid::Uuid;

use super::make::waiting;
use super::store;
use crate::{Care, Error};

/// How many are reminded of in one transaction.
const CHUNK: u32 = 200;

impl Care {
    /// The instant from which an appointment's client is reminded of it.
    pub(super) fn remind_from(&self, today: NaiveDate, starts_at: DateTime<Utc>) -> DateTime<Utc> {
        starts_at - Duration::hours(i64::from(self.rules.notices.on(today).body.remind_hours))
    }

    /// Reminds clients of the appointments that are near. Returns of how many. Run every few minutes, in any number of
    /// processes: a reminder is told once by its key.
    pub async fn remind(&self, gate: &Gate) -> Result<usize, Problem> {
        if self.notices.configured().is_empty() {
            return Ok(0);
        }
        let job = gate.job("care.appointment.remind", "care", None);
        let now = gate.ctx().now();
        let hours = Duration::hours(i64::from(self.rules.notices.on(gate.ctx().today()).body.remind_hours));
        let mut reminded = 0;
        loop {
            let near = store::unreminded(&job, now, now + hours, CHUNK).await.map_err(Error::from)?;
            if near.is_empty() {
                return Ok(reminded);
            }
            let work = job.begin().await?;
            for appointment in &near {
                self.notices.tell(&work, waiting(appointment, "appointment_reminder")).await.map_err(Error::from)?;
            }
            store::mark_reminded(&work, &near.iter().map(|a| a.id).collect::<Vec<Uuid>>()).await.map_err(Error::from)?;
            work.touched(&near.iter().map(|a| a.client).collect::<Vec<_>>());
            work.commit().await?;
            reminded += near.len();
        }
    }
}
