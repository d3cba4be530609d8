//! The queue: jobs put in, claimed, done, tried again, dead.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration as Wait;

use chrono::{DateTime, Duration, Utc};
use kernel::Problem;
use store::job::{Claim, Next, Row};
use store::sea_orm::DbErr;
use tokio::task::JoinSet;
use trust::{Gate, Work};
use uuid::Uuid;

use crate::backoff;
use crate::turns::Jobs;

/// How long a claim holds without being renewed, in seconds. It is renewed each third of it while the handler runs.
pub const LEASE_SECONDS: i64 = 60;
/// Attempts before a job is dead, unless it says otherwise: with the waits between them, about half an hour.
const ATTEMPTS: i32 = 8;
/// How often an idle worker looks for something due.
const LOOK: Wait = Wait::from_secs(1);
/// Jobs one process does at once.
const WORKERS: usize = 2;
/// How long done and called-off jobs are kept.
const KEPT_DAYS: i64 = 90;

/// A job to put in.
#[derive(Clone, Debug)]
pub struct NewJob {
    kind: &'static str,
    key: Option<String>,
    payload: serde_json::Value,
    run_at: Option<DateTime<Utc>>,
    max_attempts: i32,
}

impl NewJob {
    /// `kind` is `room.thing.verb`; `payload` holds ids and codes only.
    pub fn new(kind: &'static str, payload: serde_json::Value) -> Self {
        Self { kind, key: None, payload, run_at: None, max_attempts: ATTEMPTS }
    }
    /// A job of this kind with this key goes in once only, for as long as the first one is kept (90 days after it was done).
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
    /// Not before this instant.
    #[must_use]
    pub fn at(mut self, run_at: DateTime<Utc>) -> Self {
        self.run_at = Some(run_at);
        self
    }
    /// Dead after so many attempts (at least 1; 8 when not said).
    #[must_use]
    pub fn attempts(mut self, attempts: i32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }
}

/// Puts a job in, in the transaction of the change that asks for it. `None`: one with the same key is there already.
///
/// # Errors
/// When the database fails.
pub async fn put(work: &Work, job: NewJob) -> Result<Option<Uuid>, DbErr> {
    let id = work.new_id();
    let row = Row {
        id,
        kind: job.kind,
        key: job.key,
        payload: job.payload,
        max_attempts: job.max_attempts,
        run_at: job.run_at.unwrap_or(work.at()),
        created_by: work.actor_id(),
        at: work.at(),
    };
    Ok(store::job::put(work, row).await?.then_some(id))
}

/// A job under way.
pub struct Claimed(Claim);

impl Claimed {
    /// The job's id: the same in every attempt, so it serves the other side as an idempotency key.
    pub fn id(&self) -> Uuid {
        self.0.id
    }
    pub fn payload(&self) -> &serde_json::Value {
        &self.0.payload
    }
    /// An id the payload holds under this name.
    ///
    /// # Errors
    /// A failure that is not tried again, when there is none.
    pub fn uuid(&self, name: &str) -> Result<Uuid, Failure> {
        let text = self.0.payload.get(name).and_then(|v| v.as_str());
        text.and_then(|t| t.parse().ok()).ok_or_else(|| Failure::dead("payload"))
    }
    /// This attempt's number, from 1.
    pub fn attempt(&self) -> i32 {
        self.0.attempts
    }
    /// Who asked for it, when a person did.
    pub fn created_by(&self) -> Option<Uuid> {
        self.0.created_by
    }

    /// Marks the job done in the handler's own transaction.
    ///
    /// # Errors
    /// `lease_lost` when another has it by now: the transaction must not be committed then.
    pub async fn done(&self, work: &Work) -> Result<(), Failure> {
        if store::job::done(work, &self.0, work.at()).await? { Ok(()) } else { Err(Failure::again("lease_lost")) }
    }
}

/// Why an attempt failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: String,
    again: bool,
}

impl Failure {
    /// Tried again after a while.
    pub fn again(code: &str) -> Self {
        Self { code: coded(code), again: true }
    }
    /// Never comes right by itself: dead at once.
    pub fn dead(code: &str) -> Self {
        Self { code: coded(code), again: false }
    }
    pub fn code(&self) -> &str {
        &self.code
    }
}

/// A code and nothing else: what came from outside can hold anything.
fn coded(code: &str) -> String {
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')).take(60).collect();
    if code.is_empty() { "failed".into() } else { code }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        tracing::error!(%error, "a statement of a job failed");
        Self::again("database")
    }
}

impl From<trust::RoomError> for Failure {
    fn from(error: trust::RoomError) -> Self {
        Problem::from(error).into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::again(problem.code)
    }
}

/// Who does the jobs of one kind.
#[async_trait::async_trait]
pub trait Handler: Send + Sync {
    /// `room.thing.verb`, as in [`NewJob::new`].
    fn kind(&self) -> &'static str;
    /// The longest one attempt may take.
    fn limit(&self) -> Wait {
        Wait::from_secs(600)
    }
    async fn run(&self, gate: &Gate, job: &Claimed) -> Result<(), Failure>;
}

/// What one look at the queue came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing was due.
    Idle,
    Done(Uuid),
    /// Failed; tried again at this instant.
    Again(Uuid, DateTime<Utc>),
    Dead(Uuid),
    /// Another took it meanwhile; its outcome is theirs to write.
    Lost(Uuid),
}

/// The kinds of jobs this process does. Cheap to clone.
#[derive(Clone, Default)]
pub struct Queue {
    handlers: Arc<BTreeMap<&'static str, Arc<dyn Handler>>>,
}

impl Queue {
    pub fn new() -> Self {
        Self::default()
    }

    /// Jobs of the handler's kind are done by it.
    #[must_use]
    pub fn on(self, handler: impl Handler + 'static) -> Self {
        let mut handlers = (*self.handlers).clone();
        handlers.insert(handler.kind(), Arc::new(handler));
        Self { handlers: Arc::new(handlers) }
    }

    /// Claims the job that has been due longest and does it.
    ///
    /// # Errors
    /// When the database does not answer. What goes wrong in the job itself is written to the job.
    pub async fn step(&self, gate: &Gate) -> Result<Step, DbErr> {
        let kinds: Vec<&'static str> = self.handlers.keys().copied().collect();
        let (db, now) = (gate.db(), gate.ctx().now());
        if !store::job::any_due(db, &kinds, now).await? {
            return Ok(Step::Idle);
        }
        let claim = store::job::claim(db, &kinds, gate.ctx().new_id(), now, now + Duration::seconds(LEASE_SECONDS)).await?;
        let Some(claim) = claim else { return Ok(Step::Idle) };
        let outcome = match self.handlers.get(claim.kind.as_str()) {
            // Whoever had it before died with it, again and again: a job that takes its process along.
            _ if claim.attempts > claim.max_attempts => Err(Failure::dead("lease_lost")),
            Some(handler) => self.attempt(gate, handler.clone(), &claim).await?,
            None => Err(Failure::again("no_handler")),
        };
        self.settle(gate, &claim, outcome).await
    }

    /// Runs the handler in a task of its own, renewing the lease while it runs.
    async fn attempt(&self, gate: &Gate, handler: Arc<dyn Handler>, claim: &Claim) -> Result<Result<(), Failure>, DbErr> {
        // In a set, so that the task ends when this one is dropped.
        let mut task = JoinSet::new();
        let (inner, claimed, limit) = (gate.clone(), Claimed(claim.clone()), handler.limit());
        task.spawn(async move { handler.run(&inner, &claimed).await });
        let mut renewal = tokio::time::interval(Wait::from_secs(LEASE_SECONDS.unsigned_abs() / 3));
        renewal.tick().await;
        let end = tokio::time::sleep(limit);
        tokio::pin!(end);
        loop {
            tokio::select! {
                ended = task.join_next() => return Ok(match ended {
                    Some(Ok(outcome)) => outcome,
                    _ => Err(Failure::again("panicked")),
                }),
                () = &mut end => return Ok(Err(Failure::again("too_long"))),
                _ = renewal.tick() => {
                    let until = gate.ctx().now() + Duration::seconds(LEASE_SECONDS);
                    if !store::job::renew(gate.db(), claim, until).await? {
                        // Done by the handler's own transaction, or taken over: either way the handler says how it ended.
                        continue;
                    }
                }
            }
        }
    }

    async fn settle(&self, gate: &Gate, claim: &Claim, outcome: Result<(), Failure>) -> Result<Step, DbErr> {
        let (db, now) = (gate.db(), gate.ctx().now());
        let failure = match outcome {
            Ok(()) => {
                // A handler that marked it done itself leaves nothing to mark.
                store::job::done_alone(db, claim, now).await?;
                return Ok(Step::Done(claim.id));
            }
            Err(failure) => failure,
        };
        let step = if failure.again && claim.attempts < claim.max_attempts {
            Step::Again(claim.id, now + backoff::after(claim.attempts, u64::from_le_bytes(gate.ctx().secret())))
        } else {
            Step::Dead(claim.id)
        };
        let next = match &step {
            Step::Again(_, at) => Next::Again(*at),
            _ => Next::Dead,
        };
        if !store::job::failed(db, claim, &failure.code, next, now).await? {
            return Ok(Step::Lost(claim.id));
        }
        if matches!(step, Step::Dead(_)) {
            tracing::error!(job = %claim.id, kind = claim.kind, code = failure.code, attempts = claim.attempts, "a job is dead; an administrator can replay it");
        } else {
            tracing::warn!(job = %claim.id, kind = claim.kind, code = failure.code, attempt = claim.attempts, "a job failed; it is tried again");
        }
        Ok(step)
    }

    /// Starts the workers of this process.
    pub fn start(self, gate: &Gate, jobs: &mut Jobs) {
        let released = Arc::new(tokio::sync::OnceCell::new());
        for _ in 0..WORKERS {
            let (queue, gate, released) = (self.clone(), gate.clone(), released.clone());
            jobs.run(async move {
                released
                    .get_or_init(|| async {
                        if let Err(error) = store::job::release(gate.db(), gate.ctx().now()).await {
                            tracing::warn!(%error, "jobs of the last run wait for their lease to run out");
                        }
                    })
                    .await;
                loop {
                    match queue.step(&gate).await {
                        Ok(Step::Idle) => tokio::time::sleep(LOOK).await,
                        Ok(_) => {}
                        Err(error) => {
                            tracing::error!(%error, "the queue of jobs cannot be read or written; trying again in half a minute");
                            tokio::time::sleep(Wait::from_secs(30)).await;
                        }
                    }
                }
            });
        }
        let gate = gate.clone();
        jobs.every("jobs.prune", Wait::from_secs(3_600), move || {
            let gate = gate.clone();
            async move {
                let before = gate.ctx().now() - Duration::days(KEPT_DAYS);
                store::job::prune(gate.db(), before).await.map(|n| usize::try_from(n).unwrap_or(usize::MAX))
            }
        });
    }
}
