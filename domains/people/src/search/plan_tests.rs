//! What the databases do with a search: ranges of an index, never the whole table.

use std::sync::{Arc, Mutex};

use kernel::FixedClock;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement, Value};
use store::both;
use uuid::Uuid;

use super::candidates::{by_blind, by_parts};
use crate::Directory;

/// Asks for the plan of each statement before running it.
struct Explaining<'a, C>(&'a C, Mutex<Vec<String>>);

impl<C: ConnectionTrait + Sync> Explaining<'_, C> {
    async fn explain(&self, statement: &Statement) -> Result<(), DbErr> {
        let (word, column) = match self.0.get_database_backend() {
            DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
            _ => ("EXPLAIN", "QUERY PLAN"),
        };
        let mut asked = statement.clone();
        asked.sql = format!("{word} {}", statement.sql);
        for row in self.0.query_all_raw(asked).await? {
            self.1.lock().unwrap().push(row.try_get("", column)?);
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl<C: ConnectionTrait + Sync> ConnectionTrait for Explaining<'_, C> {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.explain(&statement).await?;
        self.0.query_one_raw(statement).await
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.explain(&statement).await?;
        self.0.query_all_raw(statement).await
    }
}

both!(
    async fn a_search_never_walks_the_whole_table(db: TestDb) {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(&mut db, Arc::new(Directory), clock, Uuid::now_v7());
        gate.flush_log().await;
        let job = gate.job("test.plan", "test", None);
        let work = job.begin().await.unwrap();
        let given = ["aino", "eino", "maria", "matti", "johannes", "kalevi", "liisa", "pekka", "ritva", "tuula"];
        let mut keys: Vec<Vec<Value>> = Vec::new();
        for n in 0..15_000usize {
            let id = Uuid::now_v7();
            // One in fifty has the commonest family name.
            let family = if n % 50 == 0 {
                "virtanen".to_owned()
            } else {
                format!("{}{}", ["salo", "maki", "koski", "lahti", "niemi", "rinta", "ranta"][n % 7], n % 400)
            };
            keys.push(vec![family.into(), id.into()]);
            keys.push(vec![given[n % 10].into(), id.into()]);
        }
        store::sql::insert_many(&work, "client_name_key", &["part", "client_id"], keys).await.unwrap();
        work.execute_unprepared("ANALYZE").await.unwrap();
        work.commit().await.unwrap();

        for (typed, found) in [
            (&["virtanen"][..], 51),
            (&["virta"], 51),
            (&["virtanen", "aino"], 51),
            (&["virta", "ai"], 51),
            (&["virtanen", "a"], 51),
            (&["salo7", "ai"], 0),
            (&["nobody", "ai"], 0),
        ] {
            let conn = Explaining(job.reader(), Mutex::default());
            let parts: Vec<String> = typed.iter().map(|p| (*p).to_owned()).collect();
            let (ids, _) = by_parts(&conn, &parts, 51).await.unwrap();
            assert!(if found == 0 { ids.len() < 51 } else { ids.len() == found }, "{typed:?} {}", ids.len());
            let plan = conn.1.into_inner().unwrap().join("\n");
            match job.reader().get_database_backend() {
                DbBackend::Sqlite => {
                    let scans: Vec<&str> =
                        plan.lines().filter(|l| l.starts_with("SCAN") && !l.ends_with("walk") && !l.ends_with("counted")).collect();
                    assert!(scans.is_empty(), "{typed:?}\n{plan}");
                }
                _ => assert!(!plan.contains("Seq Scan"), "{typed:?}\n{plan}"),
            }
        }
        let conn = Explaining(job.reader(), Mutex::default());
        by_blind(&conn, vec![vec![1; 32]]).await.unwrap();
        let plan = conn.1.into_inner().unwrap().join("\n");
        assert!(
            plan.contains("blind_client_id_system") || plan.contains("Seq Scan on client_identifier"),
            "an empty table may be walked by PostgreSQL\n{plan}"
        );
    }
);

/// `cargo test -p people --release -- --ignored --nocapture measured`: RESIDENTS (20,000 unless told) and the times of a mix
/// of searches.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measured() {
    let residents: usize = std::env::var("RESIDENTS").ok().and_then(|r| r.parse().ok()).unwrap_or(20_000);
    for postgres in [false, true] {
        let mut db = if postgres { store::testing::TestDb::postgres().await } else { store::testing::TestDb::sqlite().await };
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(&mut db, Arc::new(Directory), clock, Uuid::now_v7());
        gate.flush_log().await;
        let job = gate.job("test.measure", "test", None);
        let work = job.begin().await.unwrap();
        let given = ["aino", "eino", "maria", "matti", "johannes", "kalevi", "liisa", "pekka", "ritva", "tuula"];
        let mut keys: Vec<Vec<Value>> = Vec::new();
        for n in 0..residents {
            let id = Uuid::now_v7();
            let family = if n % 50 == 0 {
                "virtanen".to_owned()
            } else {
                format!("{}{}", ["salo", "maki", "koski", "lahti", "niemi", "rinta", "ranta"][n % 7], n % 4000)
            };
            keys.push(vec![family.into(), id.into()]);
            keys.push(vec![given[n % 10].into(), id.into()]);
            keys.push(vec![format!("{}{}", given[(n / 10) % 10], n % 300).into(), id.into()]);
        }
        store::sql::insert_many(&work, "client_name_key", &["part", "client_id"], keys).await.unwrap();
        work.commit().await.unwrap();
        let queries: [&[&str]; 8] = [
            &["virtanen"],
            &["vi"],
            &["virtanen", "maria"],
            &["virt", "ma"],
            &["maki77", "aino"],
            &["ma", "ai"],
            &["a", "virtanen"],
            &["maria", "johannes"],
        ];
        let mut times: Vec<(u128, usize)> = Vec::new();
        for round in 0..50 {
            for (i, typed) in queries.iter().enumerate() {
                let parts: Vec<String> = typed.iter().map(|p| (*p).to_owned()).collect();
                let begun = std::time::Instant::now();
                by_parts(job.reader(), &parts, 21).await.unwrap();
                if round > 0 {
                    times.push((begun.elapsed().as_micros(), i));
                }
            }
        }
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!(
            "{residents} residents, {}: p50 {} µs, p95 {} µs, slowest {:?} µs",
            if postgres { "postgres" } else { "sqlite" },
            at(0.5).0,
            at(0.95).0,
            queries[at(1.0).1]
        );
        println!("  slowest took {} µs", at(1.0).0);
    }
}
