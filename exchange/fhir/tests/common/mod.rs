//! A node over a test database, and files to import.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fhir::{ImportOptions, Report, import};
use kernel::FixedClock;
use store::sea_orm::{ConnectionTrait, Statement};
use store::testing::TestDb;
use trust::{Gate, Job};
use uuid::Uuid;

pub const CONTROLLER: Uuid = Uuid::from_u128(0xc0);

pub struct Node {
    pub gate: Gate,
    pub clock: Arc<FixedClock>,
    pub files: tempfile::TempDir,
    _db: TestDb,
}

impl Node {
    pub fn new(mut db: TestDb) -> Self {
        let now = "2026-11-21T10:00:00Z".parse().unwrap();
        let clock = FixedClock::at(now);
        let gate = trust::testing::gate(&mut db, Arc::new(people::Directory), clock.clone(), CONTROLLER);
        Self { gate, clock, files: tempfile::tempdir().unwrap(), _db: db }
    }

    pub fn job(&self) -> Job {
        self.gate.job("records.import", "import", None)
    }

    pub fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.files.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub async fn import(&self, paths: &[PathBuf]) -> Report {
        self.import_as(paths, &ImportOptions::default()).await
    }

    pub async fn import_as(&self, paths: &[PathBuf], options: &ImportOptions) -> Report {
        import(&self.job(), options, paths, &mut |_, _| {}).await.unwrap()
    }

    /// Writes a file and imports it.
    pub async fn take(&self, name: &str, content: &str) -> Report {
        let path = self.write(name, content);
        self.import(&[path]).await
    }

    /// One number.
    pub async fn count(&self, sql: &str) -> i64 {
        self.gate.flush_log().await;
        let job = self.job();
        let reader = job.reader();
        let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap()
    }

    /// First column of every row, as text.
    pub async fn texts(&self, sql: &str) -> Vec<Option<String>> {
        let job = self.job();
        let reader = job.reader();
        let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index::<Option<String>>(0).unwrap()).collect()
    }

    /// Everything the typed tables hold, to compare before and after.
    pub async fn typed_rows(&self) -> Vec<String> {
        let job = self.job();
        let reader = job.reader();
        let mut all = Vec::new();
        for table in ["record_entry", "record_part", "source_actor"] {
            let sql = format!("SELECT * FROM {table} ORDER BY id");
            let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
            all.extend(rows.iter().map(|row| format!("{table} {row:?}")));
        }
        all
    }
}

/// The folder of real data, when it is there; the product's own tests pass without it.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PUNOS_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let path = root.join("data").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("passed over: {} is not there (PUNOS_SHARED names the folder)", path.display());
    None
}
