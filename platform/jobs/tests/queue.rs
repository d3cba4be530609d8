//! The queue on both databases: nothing is lost, nothing is done twice, the dead can be raised.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)] // a test says no by panicking

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{Duration, NaiveDate};
use jobs::{Claimed, Failure, Handler, NewJob, Queue, Step, admin, put};
use kernel::FixedClock;
use serde_json::json;
use store::sea_orm::DbErr;
use store::testing::TestDb;
use store::{Db, NewEvent, both, sql};
use trust::{Gate, Staff};
use uuid::Uuid;

/// Nobody works here: the queue asks for no rights.
struct Nobody;
#[async_trait::async_trait]
impl trust::Directory for Nobody {
    async fn staff(&self, _: &Db, _: Uuid, _: NaiveDate) -> Result<Option<Staff>, DbErr> {
        Ok(None)
    }
    async fn by_subject(&self, _: &Db, _: &str, _: NaiveDate) -> Result<Option<Uuid>, DbErr> {
        Ok(None)
    }
}

/// Writes one event per job, in the transaction that marks the job done.
struct Mark;
#[async_trait::async_trait]
impl Handler for Mark {
    fn kind(&self) -> &'static str {
        "test.mark"
    }
    async fn run(&self, gate: &Gate, job: &Claimed) -> Result<(), Failure> {
        let work = gate.job("test.mark", "test", None).begin().await?;
        work.emit(NewEvent::new("test.marked", "job", job.uuid("id")?)).await?;
        job.done(&work).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Fails so many times, then works.
struct Fails(usize, AtomicUsize, bool);
#[async_trait::async_trait]
impl Handler for Fails {
    fn kind(&self) -> &'static str {
        "test.fails"
    }
    async fn run(&self, _: &Gate, _: &Claimed) -> Result<(), Failure> {
        if self.1.fetch_add(1, Ordering::SeqCst) < self.0 {
            return Err(if self.2 { Failure::again("smtp_451 <aino@example.fi>") } else { Failure::dead("no_address") });
        }
        Ok(())
    }
}

struct Panics;
#[async_trait::async_trait]
impl Handler for Panics {
    fn kind(&self) -> &'static str {
        "test.panics"
    }
    async fn run(&self, _: &Gate, _: &Claimed) -> Result<(), Failure> {
        panic!("on purpose")
    }
}

fn gate(db: &mut TestDb) -> (Gate, Arc<FixedClock>) {
    let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
    (trust::testing::gate(db, Arc::new(Nobody), clock.clone(), Uuid::now_v7()), clock)
}

async fn add(gate: &Gate, job: NewJob) -> Option<Uuid> {
    let work = gate.job("test.add", "test", None).begin().await.unwrap();
    let id = put(&work, job).await.unwrap();
    work.commit().await.unwrap();
    id
}

async fn count(gate: &Gate, text: &str) -> i64 {
    sql::rows(&gate.db().reference(), text, []).await.unwrap()[0].try_get_by_index(0).unwrap()
}

both!(
    async fn a_job_goes_in_with_its_change_or_not_at_all(db: TestDb) {
        let (gate, clock) = gate(&mut db);
        let queue = Queue::new().on(Mark);
        let work = gate.job("test.add", "test", None).begin().await.unwrap();
        put(&work, NewJob::new("test.mark", json!({ "id": Uuid::now_v7() }))).await.unwrap();
        drop(work);
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Idle, "rolled back with its change");

        let job = || NewJob::new("test.mark", json!({ "id": Uuid::now_v7() })).key("2026-11-21");
        let id = add(&gate, job()).await.unwrap();
        assert_eq!(add(&gate, job()).await, None, "the same key once");
        assert!(add(&gate, job().key("2026-11-22").at(clock_now(&gate) + Duration::hours(1))).await.is_some());
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Done(id));
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Idle, "the other is not due yet");
        assert_eq!(add(&gate, job()).await, None, "nor after it is done");
        clock.advance(Duration::hours(1));
        assert!(matches!(queue.step(&gate).await.unwrap(), Step::Done(_)));
        assert_eq!(count(&gate, "SELECT COUNT(*) FROM event WHERE kind = 'test.marked'").await, 2);
        // A kind this process does not do is left for one that does.
        add(&gate, NewJob::new("test.fails", json!({}))).await;
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Idle);
    }
);

fn clock_now(gate: &Gate) -> chrono::DateTime<chrono::Utc> {
    gate.ctx().now()
}

both!(
    async fn what_fails_is_tried_again_and_dies_and_is_replayed(db: TestDb) {
        let (gate, clock) = gate(&mut db);
        let queue = Queue::new().on(Fails(4, AtomicUsize::new(0), true));
        let id = add(&gate, NewJob::new("test.fails", json!({})).attempts(3)).await.unwrap();
        let mut before = Duration::zero();
        for attempt in 1..=2 {
            let Step::Again(_, at) = queue.step(&gate).await.unwrap() else { panic!("attempt {attempt}") };
            let wait = at - gate.ctx().now();
            assert!(wait >= Duration::seconds(5) && wait > before / 4, "{wait}");
            before = wait;
            assert_eq!(queue.step(&gate).await.unwrap(), Step::Idle, "not before its time");
            clock.set(at);
        }
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Dead(id));
        clock.advance(Duration::days(1));
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Idle, "the dead rest");
        let conn = gate.db().reference();
        let dead = admin::list(&conn, &admin::Which { state: Some("dead".into()), limit: 10, ..Default::default() }).await.unwrap();
        assert_eq!(dead.len(), 1);
        // Only a code is kept: what came from outside could hold a person's address.
        assert_eq!(dead[0].last_error.as_deref(), Some("smtp_451ainoexample.fi"));
        assert_eq!(dead[0].attempts, 3);
        assert_eq!(count(&gate, "SELECT COUNT(*) FROM event WHERE kind = 'jobs.job.died'").await, 1);

        let work = gate.job("test.replay", "test", None).begin().await.unwrap();
        assert!(admin::replay(&work, id).await.unwrap());
        assert!(!admin::replay(&work, id).await.unwrap(), "it is not dead any more");
        work.commit().await.unwrap();
        let Step::Again(_, at) = queue.step(&gate).await.unwrap() else { panic!("the fourth fails") };
        clock.set(at);
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Done(id));
        let done = admin::list(&conn, &admin::Which { limit: 10, ..Default::default() }).await.unwrap();
        assert_eq!((done[0].state.as_str(), done[0].replays, done[0].last_error.as_deref()), ("done", 1, None));

        // What never comes right is dead at once, and can be called off.
        let queue = Queue::new().on(Fails(1, AtomicUsize::new(0), false));
        let id = add(&gate, NewJob::new("test.fails", json!({}))).await.unwrap();
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Dead(id));
        let work = gate.job("test.cancel", "test", None).begin().await.unwrap();
        assert!(admin::cancel(&work, id).await.unwrap());
        work.commit().await.unwrap();
        assert_eq!(
            admin::counts(&conn).await.unwrap().iter().map(|c| (c.state.as_str(), c.number)).collect::<Vec<_>>(),
            [("cancelled", 1), ("done", 1)]
        );
        assert_eq!(store::job::prune(gate.db(), gate.ctx().now() + Duration::seconds(1)).await.unwrap(), 2);
    }
);

both!(
    async fn a_panic_is_a_failure_and_takes_nobody_along(db: TestDb) {
        let (gate, _) = gate(&mut db);
        let queue = Queue::new().on(Panics);
        let id = add(&gate, NewJob::new("test.panics", json!({})).attempts(1)).await.unwrap();
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Dead(id));
        assert_eq!(count(&gate, "SELECT COUNT(*) FROM job WHERE last_error = 'panicked'").await, 1);
    }
);

both!(
    async fn a_killed_process_loses_its_lease_and_another_goes_on(db: TestDb) {
        let (gate, clock) = gate(&mut db);
        let id = add(&gate, NewJob::new("test.mark", json!({ "id": Uuid::now_v7() })).attempts(2)).await.unwrap();
        let kinds = ["test.mark"];
        // A process claims it and is never heard of again.
        let claim = |until: Duration| {
            let now = gate.ctx().now();
            store::job::claim(gate.db(), &kinds, Uuid::now_v7(), now, now + until)
        };
        let lost = claim(Duration::seconds(60)).await.unwrap().unwrap();
        let queue = Queue::new().on(Mark);
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Idle, "the lease holds");
        assert!(store::job::renew(gate.db(), &lost, gate.ctx().now() + Duration::seconds(90)).await.unwrap());
        clock.advance(Duration::seconds(61));
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Idle, "renewed");
        clock.advance(Duration::seconds(30));
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Done(id));
        // The first one wakes up: what it would commit now is refused.
        assert!(!store::job::renew(gate.db(), &lost, gate.ctx().now()).await.unwrap());
        let work = gate.job("test.late", "test", None).begin().await.unwrap();
        assert!(!store::job::done(&work, &lost, work.at()).await.unwrap());
        drop(work);
        assert_eq!(count(&gate, "SELECT COUNT(*) FROM event WHERE kind = 'test.marked'").await, 1);

        // One that kills its process each time is dead in the end.
        let id = add(&gate, NewJob::new("test.mark", json!({ "id": Uuid::now_v7() })).attempts(2)).await.unwrap();
        for _ in 0..2 {
            assert!(claim(Duration::seconds(60)).await.unwrap().is_some());
            clock.advance(Duration::seconds(61));
        }
        assert_eq!(queue.step(&gate).await.unwrap(), Step::Dead(id));
        assert_eq!(count(&gate, "SELECT COUNT(*) FROM job WHERE state = 'dead' AND last_error = 'lease_lost'").await, 1);
    }
);

both!(
    async fn several_at_once_do_each_job_once(db: TestDb) {
        let (gate, _) = gate(&mut db);
        for _ in 0..60 {
            add(&gate, NewJob::new("test.mark", json!({ "id": Uuid::now_v7() }))).await;
        }
        let queue = Queue::new().on(Mark);
        let workers = (0..6).map(|_| {
            let (queue, gate) = (queue.clone(), gate.clone());
            tokio::spawn(async move {
                let mut done = 0;
                while let Step::Done(_) = queue.step(&gate).await.unwrap() {
                    done += 1;
                }
                done
            })
        });
        let mut done = 0;
        for worker in workers.collect::<Vec<_>>() {
            done += worker.await.unwrap();
        }
        // A worker that finds the rest claimed by others stops early; whatever is left is nobody's.
        while let Step::Done(_) = queue.step(&gate).await.unwrap() {
            done += 1;
        }
        assert_eq!(done, 60);
        assert_eq!(count(&gate, "SELECT COUNT(*) FROM event WHERE kind = 'test.marked'").await, 60);
        assert_eq!(count(&gate, "SELECT COUNT(DISTINCT object_id) FROM event WHERE kind = 'test.marked'").await, 60);
    }
);

both!(
    async fn what_was_under_way_is_taken_up_at_the_next_start(db: TestDb) {
        let (gate, _) = gate(&mut db);
        add(&gate, NewJob::new("test.mark", json!({ "id": Uuid::now_v7() }))).await;
        let now = gate.ctx().now();
        store::job::claim(gate.db(), &["test.mark"], Uuid::now_v7(), now, now + Duration::seconds(60)).await.unwrap().unwrap();
        let sqlite = gate.db().backend() == store::sea_orm::DbBackend::Sqlite;
        let mut turns = jobs::Jobs::default();
        Queue::new().on(Mark).start(&gate, &mut turns);
        // PostgreSQL may have other processes, whose leases must hold.
        let wanted = i64::from(sqlite);
        for _ in 0..200 {
            if count(&gate, "SELECT COUNT(*) FROM job WHERE state = 'done'").await == wanted {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        turns.stop().await;
        assert_eq!(count(&gate, "SELECT COUNT(*) FROM job WHERE state = 'done'").await, wanted);
    }
);
