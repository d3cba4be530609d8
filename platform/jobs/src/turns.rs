//! Recurring work of a process.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, Interval, MissedTickBehavior};

/// How long a node that has started is left to those who wait for it, before anything reads through the whole county.
const FIRST_SWEEP: Duration = Duration::from_secs(300);

/// The recurring work of one process. Dropped, it stops.
#[derive(Default)]
pub struct Jobs {
    running: JoinSet<()>,
    /// Held by the one that reads through the whole county.
    sweeping: Arc<Mutex<()>>,
}

impl Jobs {
    /// Runs `work` at once and then `every` so often. `name` stands in the log.
    pub fn every<F, E>(&mut self, name: &'static str, every: Duration, mut work: impl FnMut() -> F + Send + 'static)
    where
        F: Future<Output = Result<usize, E>> + Send,
        E: std::fmt::Display,
    {
        self.running.spawn(async move {
            let mut turn = ticking(Duration::ZERO, every);
            loop {
                turn.tick().await;
                told(name, work().await);
            }
        });
    }

    /// Runs `work`, which reads through the whole county, `every` so often: not in the node's first busy moments, and not beside
    /// another such.
    pub fn sweep<F, E>(&mut self, name: &'static str, every: Duration, mut work: impl FnMut() -> F + Send + 'static)
    where
        F: Future<Output = Result<usize, E>> + Send,
        E: std::fmt::Display + Send,
    {
        let sweeping = self.sweeping.clone();
        self.running.spawn(async move {
            let mut turn = ticking(FIRST_SWEEP.min(every), every);
            loop {
                turn.tick().await;
                let _alone = sweeping.lock().await;
                told(name, work().await);
            }
        });
    }

    /// Runs something that never ends by itself, with the others.
    pub fn run(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.running.spawn(work);
    }

    /// Stops all; what is under way ends at its next await.
    pub async fn stop(mut self) {
        self.running.shutdown().await;
    }
}

fn ticking(first: Duration, every: Duration) -> Interval {
    let mut turn = tokio::time::interval_at(Instant::now() + first, every);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    turn
}

fn told<E: std::fmt::Display>(name: &'static str, outcome: Result<usize, E>) {
    match outcome {
        Ok(0) => {}
        Ok(done) => tracing::info!(job = name, done, "job done"),
        Err(error) => tracing::error!(job = name, %error, "job failed; it is tried again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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

    #[tokio::test(start_paused = true)]
    async fn sweeps_wait_for_the_start_to_be_over_and_for_each_other() {
        let (running, most, runs) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut jobs = Jobs::default();
        for name in ["one", "other"] {
            let (running, most, runs) = (running.clone(), most.clone(), runs.clone());
            jobs.sweep(name, Duration::from_secs(3600), move || {
                let (running, most, runs) = (running.clone(), most.clone(), runs.clone());
                async move {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_secs(90)).await;
                    running.fetch_sub(1, Ordering::SeqCst);
                    runs.fetch_add(1, Ordering::SeqCst);
                    Ok::<_, String>(0)
                }
            });
        }
        tokio::time::sleep(FIRST_SWEEP - Duration::from_secs(1)).await;
        assert_eq!(most.load(Ordering::SeqCst), 0, "nothing yet");
        tokio::time::sleep(Duration::from_secs(200)).await;
        assert_eq!((runs.load(Ordering::SeqCst), most.load(Ordering::SeqCst)), (2, 1), "both, one after the other");
        tokio::time::sleep(Duration::from_secs(3600)).await;
        assert_eq!(runs.load(Ordering::SeqCst), 4, "and again");
    }
}
