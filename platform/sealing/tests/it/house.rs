use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, FixedClock};
use sealing::verify::{Fault, Kind, Verdict};
use sealing::{Checkpoint, Sealing};
use store::sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, QueryResult, Value};
use store::testing::TestDb;
use store::{Db, sql};
use trust::{Directory, Gate, Staff};
use uuid::Uuid;

struct Nobody;

#[async_trait::async_trait]
impl Directory for Nobody {
    async fn staff(&self, _: &Db, _: Uuid, _: NaiveDate) -> Result<Option<Staff>, DbErr> {
        Ok(None)
    }
    async fn by_subject(&self, _: &Db, _: &str, _: NaiveDate) -> Result<Option<Uuid>, DbErr> {
        Ok(None)
    }
}

/// A log with some lines, its sealer, and someone with the database's rights who is not the node.
pub struct House {
    pub gate: Gate,
    pub sealing: Sealing,
    pub clock: Arc<FixedClock>,
    pub attacker: DatabaseConnection,
}

impl House {
    pub async fn new(db: &mut TestDb) -> Self {
        let clock = FixedClock::at("2026-11-22T08:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let gate = trust::testing::gate(db, Arc::new(Nobody), clock.clone(), Uuid::from_u128(77));
        let attacker = Database::connect(&db.url).await.unwrap();
        Self { gate, sealing: Sealing::default(), clock, attacker }
    }

    /// Writes lines, each about two clients of its own, a second apart.
    pub async fn lines(&self, number: usize) {
        for _ in 0..number {
            self.clock.advance(chrono::Duration::seconds(1));
            let work = self.gate.job("test.line", "test", None).begin().await.unwrap();
            work.touched(&[ClientId(Uuid::now_v7()), ClientId(Uuid::now_v7())]);
            work.commit().await.unwrap();
        }
    }

    pub async fn seal(&self) -> usize {
        self.sealing.turn(&self.gate).await.unwrap()
    }

    /// Some sealed lines.
    pub async fn sealed(db: &mut TestDb, number: usize) -> Self {
        let house = Self::new(db).await;
        house.lines(number).await;
        assert_eq!(house.seal().await, number);
        house
    }

    pub async fn verify(&self, outside: Option<&Checkpoint>) -> Verdict {
        self.sealing.verify(&self.gate, outside).await.unwrap()
    }

    pub async fn note(&self) -> String {
        sealing::state::sealed(&self.gate.log_reader()).await.unwrap().unwrap().note
    }

    /// The last checkpoint as someone outside keeps it.
    pub async fn checkpoint(&self) -> Checkpoint {
        Checkpoint::open(&self.note().await, &self.sealing.keys(&self.gate).log_key()).unwrap()
    }

    pub async fn rows(&self, text: &str, values: Vec<Value>) -> Vec<QueryResult> {
        sql::rows(&self.gate.log_reader(), text, values).await.unwrap()
    }

    /// The line of a leaf.
    pub async fn line(&self, leaf: i64) -> Uuid {
        self.rows("SELECT log_id FROM access_log_leaf WHERE leaf = $1", vec![leaf.into()]).await[0].try_get("", "log_id").unwrap()
    }

    /// Takes the triggers away, as whoever owns the database can.
    pub async fn disarm(&self) {
        let tables = ["access_log", "access_log_client", "access_log_leaf", "access_log_tile", "log_checkpoint"];
        for table in tables {
            if self.attacker.get_database_backend() == DbBackend::Postgres {
                self.attacker.execute_unprepared(&format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).await.unwrap();
                continue;
            }
            for what in ["update", "delete"] {
                self.attacker.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {table}_no_{what}")).await.unwrap();
            }
        }
    }

    /// What the attacker does, with the triggers gone.
    pub async fn attack(&self, text: &str, values: Vec<Value>) {
        let done = sql::exec(&self.attacker, text, values).await.unwrap();
        assert!(done.rows_affected() > 0, "{text}");
    }
}

/// Kinds and places of the faults found.
pub fn told(verdict: &Verdict) -> Vec<(Kind, Option<u64>, Option<u64>)> {
    verdict.faults.iter().map(|Fault { kind, from, to, .. }| (*kind, *from, *to)).collect()
}
