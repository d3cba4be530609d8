//! Work that is not a request. Two kinds:
//!
//! **Turns** ([`Jobs::every`]): a named piece of work done again and again in every process. It asks the database what is
//! left to do, so running in several processes at once does no harm. A failing turn is logged and tried again at the next.
//!
//! **The queue** ([`Queue`]): jobs that must be done, each once at least, whatever dies meanwhile. A job is put in by the
//! change that asks for it and commits or vanishes with it; whichever process is free claims it with a lease; one that
//! fails is tried again after a while that doubles (with jitter), and after so many attempts it is *dead*: it stays in the
//! database with the code of its last failure until an administrator replays it or calls it off.
//!
//! # How a room uses the queue
//!
//! Put a job in, in the transaction that makes it necessary:
//!
//! ```no_run
//! # async fn f(work: &trust::Work, appointment: uuid::Uuid) -> Result<(), store::sea_orm::DbErr> {
//! jobs::put(work, jobs::NewJob::new("care.notice.send", serde_json::json!({ "appointment_id": appointment }))
//!     .key(format!("{appointment}/made")))     // the same key of the same kind goes in once only
//!     .await?;
//! # Ok(()) }
//! ```
//!
//! Write who does it, and hand it to the queue where the node is put together (`server/src/app.rs`):
//!
//! ```no_run
//! struct SendNotice;
//! #[async_trait::async_trait]
//! impl jobs::Handler for SendNotice {
//!     fn kind(&self) -> &'static str { "care.notice.send" }
//!     async fn run(&self, gate: &trust::Gate, job: &jobs::Claimed) -> Result<(), jobs::Failure> {
//!         let work = gate.job("care.notice.send", "care", None).begin().await?;
//!         // … rows and events by `work` …
//!         job.done(&work).await?;   // the effect and "done" commit together, or neither
//!         work.commit().await?;
//!         Ok(())
//!     }
//! }
//! # fn f(queue: jobs::Queue) -> jobs::Queue {
//! queue.on(SendNotice)
//! # }
//! ```
//!
//! What to know:
//! - **At least once.** A handler that changes only this database calls [`Claimed::done`] in its own transaction, and its
//!   effect happens exactly once. One that talks to the outside does so at least once: send the job's id as the other
//!   side's idempotency key.
//! - **The payload holds ids and codes**, never personal data; so does a failure's code (it is cut to such characters).
//! - A recurring job over all instances (retention, a nightly feed): put it in at every turn with the date as its key.
//! - `Err(Failure::again("smtp_451"))` is tried again; `Err(Failure::dead("no_address"))` is not. An error of the database
//!   and a [`kernel::Problem`] are tried again. A panic counts as a failure (`panicked`), and so does running longer than
//!   [`Handler::limit`] (`too_long`).
//! - A process that is killed loses its lease within [`LEASE_SECONDS`] seconds, and another goes on. On SQLite, where
//!   nobody else can have the file open, what was under way is taken up again at the next start.
//! - Times come from the gate's clock, so tests run a queue by [`Queue::step`] and a [`kernel::FixedClock`].
//!
//! The administrator's side (list, counts, replay, call off) is [`admin`].

pub mod admin;
mod backoff;
mod queue;
mod turns;

pub use queue::{Claimed, Failure, Handler, LEASE_SECONDS, NewJob, Queue, Step, put};
pub use turns::Jobs;
