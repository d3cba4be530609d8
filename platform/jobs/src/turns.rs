//! Recurring work of a process.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;

/// The recurring work of one process. Dropped, it stops.
#[derive(Default)]
pub struct Jobs(JoinSet<()>);

impl Jobs {
    /// Runs `work` at once and then `every` so often. `name` stands in the log.
    pub fn every<F, E>(&mut self, name: &'static str, every: Duration, mut work: impl FnMut() -> F + Send + 'static)
    where
        F: Future<Output = Result<usize, E>> + Send,
        E: std::fmt::Display,
    {
        self.0.spawn(async move {
            let mut turn = tokio::time::interval(every);
            turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                turn.tick().await;
                match work().await {
                    Ok(0) => {}
                    Ok(done) => tracing::info!(job = name, done, "job done"),
                    Err(error) => tracing::error!(job = name, %error, "job failed; it is tried again"),
                }
            }
        });
    }

    /// Runs something that never ends by itself, with the others.
    pub fn run(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(work);
    }

    /// Stops all; what is under way ends at its next await.
    pub async fn stop(mut self) {
        self.0.shutdown().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(start_paused = true)]
    async fn a_failing_job_is_tried_again() {
        let runs = Arc::new(AtomicUsize::new(0));
        let mut jobs = Jobs::default();
        let seen = runs.clone();
        jobs.every("test", Duration::from_secs(60), move || {
            let n = seen.fetch_add(1, Ordering::SeqCst);
            async move { if n == 0 { Err("the first time fails") } else { Ok(n) } }
        });
        tokio::time::sleep(Duration::from_secs(130)).await;
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        jobs.stop().await;
    }
}
