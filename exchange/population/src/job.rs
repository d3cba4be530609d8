//! The reading as a job: one at a time over all processes, tried again when the register does not answer, dead and shown to the
//! administrator when it does not come right.

use std::time::Duration;

use jobs::{Claimed, Failure, Handler, NewJob};
use kernel::Problem;
use trust::{Gate, Work};

use crate::Population;
use crate::feed::TurnError;

const KIND: &str = "population.feed.read";

/// Who does the readings.
pub struct ReadFeed(Population);

impl ReadFeed {
    pub fn new(room: Population) -> Self {
        Self(room)
    }
}

#[async_trait::async_trait]
impl Handler for ReadFeed {
    fn kind(&self) -> &'static str {
        KIND
    }
    /// Catching up after a long time takes long; the lease is renewed meanwhile.
    fn limit(&self) -> Duration {
        Duration::from_secs(3_600)
    }
    async fn run(&self, gate: &Gate, _: &Claimed) -> Result<(), Failure> {
        match self.0.turn(gate).await {
            Ok(turn) => {
                if turn.changed + turn.set_aside + turn.late + turn.basics > 0 {
                    let crate::Turn { changed, set_aside, late, basics, .. } = turn;
                    tracing::info!(changed, set_aside, late, basics, "the population register was read");
                }
                Ok(())
            }
            Err(TurnError::Source(fault)) => Err(Failure::again(&fault.code())),
            Err(TurnError::Problem(problem)) => Err(problem.into()),
        }
    }
}

impl Population {
    /// Puts the reading of this moment in, once over all processes. `every`: how often it is done, in seconds.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ask(&self, gate: &Gate, every: u64) -> Result<usize, Problem> {
        if self.source.is_none() {
            return Ok(0);
        }
        let slot = gate.ctx().now().timestamp().unsigned_abs() / every.max(1);
        let work = gate.job("population.feed.ask", "register", None).begin().await?;
        // A reading that fails is not asked for again and again: the next moment's takes its place.
        let job = NewJob::new(KIND, serde_json::json!({})).key(format!("{every}/{slot}")).attempts(3);
        let put = jobs::put(&work, job).await.map_err(|error| {
            tracing::error!(%error, "the reading of the population register could not be asked for");
            Problem::internal()
        })?;
        work.commit().await?;
        Ok(usize::from(put.is_some()))
    }

    /// Puts a reading in now, in the administrator's change.
    pub(crate) async fn ask_now(&self, work: &Work) -> Result<(), sea_orm::DbErr> {
        let key = format!("now/{}", work.at().timestamp());
        jobs::put(work, NewJob::new(KIND, serde_json::json!({})).key(key).attempts(3)).await?;
        Ok(())
    }
}
