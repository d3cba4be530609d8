use std::fs::File;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::watch;
use tracing::Instrument;

use crate::conn::{Reader, Reference, Tx, Watch};
use crate::migrations::Migrations;

/// The key that opens clients' tables. [`Db::connect`] makes the only one; `trust` keeps it.
pub struct Master(());

/// What the database was made for; set once at its birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    /// Synthetic people only: `punos demo` uses it, `punos serve` refuses it.
    Demo,
    Production,
}

impl Birth {
    pub fn code(self) -> &'static str {
        match self {
            Birth::Demo => "demo",
            Birth::Production => "production",
        }
    }
}

/// Whether the database takes writes just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Well,
    ReadOnly,
    Unreachable,
}

#[derive(Clone)]
pub struct Options {
    /// Readers on SQLite, the whole pool on PostgreSQL.
    pub connections: u32,
    /// How long a request waits for a connection.
    pub wait: Duration,
    /// Told every statement that reads by a proof; `None` outside benchmarks and tests.
    pub watch: Option<Watch>,
}

impl Default for Options {
    fn default() -> Self {
        Self { connections: 16, wait: Duration::from_secs(5), watch: None }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database address must begin with sqlite:// or postgres://")]
    Address,
    #[error(
        "the database is on another machine and its address does not say how it is protected on the way: add ?sslmode=verify-full \
         (and &sslrootcert=FILE when the certificate is the county's own)"
    )]
    Unprotected,
    #[error("another process holds {0}; one process per SQLite file")]
    Held(PathBuf),
    #[error("this database was made as {found}, not as {wanted}")]
    Birth { found: String, wanted: &'static str },
    #[error("the database has no schema yet; run `punos migrate` first")]
    NoSchema,
    #[error("the database is {0} migrations behind this program; run `punos migrate` first")]
    Behind(usize),
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
}

/// One open database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    health: AtomicU8,
    /// Told after every commit that wrote events, so followers in this process need not wait for their next look.
    committed: watch::Sender<u64>,
    watch: Option<Watch>,
    /// Held until it is closed: one process per SQLite file.
    lock: Option<File>,
}

impl Db {
    /// Opens `sqlite://path` (made when missing) or `postgres://…`. Gives the connection and the only [`Master`].
    pub async fn connect(url: &str, options: &Options) -> Result<(Db, Master), StoreError> {
        let (writer, readers, lock) = if let Some(path) = url.strip_prefix("sqlite://") {
            let path = Path::new(path);
            if let Some(dir) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
                std::fs::create_dir_all(dir).map_err(|error| StoreError::File { path: dir.into(), error })?;
            }
            let lock = hold(path)?;
            let file = format!("sqlite://{}?mode=rwc", path.display());
            let writer = Database::connect(sqlite(&file, 1, options)).await?;
            let readers = Database::connect(sqlite(&file, options.connections.max(1), options)).await?;
            (writer, readers, Some(lock))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            protected(url)?;
            let mut connect = ConnectOptions::new(url);
            connect
                .max_connections(options.connections.max(2))
                .min_connections(1)
                .acquire_timeout(options.wait)
                .test_before_acquire(false)
                .idle_timeout(Duration::from_secs(300))
                .sqlx_logging(false);
            let pool = Database::connect(connect).await?;
            (pool.clone(), pool, None)
        } else {
            return Err(StoreError::Address);
        };
        let inner =
            Inner { writer, readers, health: AtomicU8::new(0), committed: watch::Sender::new(0), watch: options.watch.clone(), lock };
        Ok((Db(Arc::new(inner)), Master(())))
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    pub fn backend(&self) -> DbBackend {
        self.0.writer.get_database_backend()
    }

    /// Brings the schema to this program's version. Forward only.
    pub async fn migrate(&self) -> Result<usize, StoreError> {
        let pending = Migrations::get_pending_migrations(&self.0.writer).await?.len();
        Migrations::up(&self.0.writer, None).await?;
        Ok(pending)
    }

    /// Refuses to go on with a database that is not at this program's version.
    pub async fn expect_current(&self) -> Result<(), StoreError> {
        if !self.has_schema().await? {
            return Err(StoreError::NoSchema);
        }
        match Migrations::get_pending_migrations(&self.0.writer).await?.len() {
            0 => Ok(()),
            behind => Err(StoreError::Behind(behind)),
        }
    }

    async fn has_schema(&self) -> Result<bool, StoreError> {
        let sql = match self.backend() {
            DbBackend::Sqlite => "SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table' AND name = 'meta'",
            _ => "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'meta'",
        };
        let row = self.0.readers.query_one_raw(Statement::from_string(self.backend(), sql)).await?;
        Ok(row.map(|r| r.try_get::<i64>("", "n")).transpose()?.unwrap_or(0) > 0)
    }

    /// The pools themselves; for copying and restoring.
    pub(crate) fn readers(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// What the database was made for, or `None` when nobody has said yet.
    pub async fn birth(&self) -> Result<Option<Birth>, StoreError> {
        if !self.has_schema().await? {
            return Ok(None);
        }
        Ok(match self.meta("kind").await?.as_deref() {
            Some("demo") => Some(Birth::Demo),
            Some(_) => Some(Birth::Production),
            None => None,
        })
    }

    /// Marks an unmarked database, or checks that the mark is the wanted one.
    pub async fn born_as(&self, wanted: Birth) -> Result<(), StoreError> {
        match self.birth().await? {
            None => self.set_meta("kind", wanted.code()).await,
            Some(found) if found == wanted => Ok(()),
            Some(found) => Err(StoreError::Birth { found: found.code().into(), wanted: wanted.code() }),
        }
    }

    pub async fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let stmt = Statement::from_sql_and_values(self.backend(), "SELECT value FROM meta WHERE key = $1", [key.into()]);
        let row = self.0.readers.query_one_raw(stmt).await?;
        Ok(row.map(|r| r.try_get::<String>("", "value")).transpose()?)
    }

    pub async fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.0.writer.execute_raw(Statement::from_sql_and_values(self.backend(), sql, [key.into(), value.into()])).await?;
        Ok(())
    }

    /// Reads of what is not about clients.
    pub fn reference(&self) -> Reference {
        Reference::new(self.0.readers.clone())
    }

    /// Reads of everything; for `trust`.
    pub fn reader(&self, _: &Master) -> Reader {
        Reader::new(self.0.readers.clone(), self.0.watch.clone())
    }

    /// A write transaction; for `trust`. On SQLite it takes the one writer at once, so it never fails half-way for a lock.
    pub async fn begin(&self, _: &Master) -> Result<Tx, DbErr> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        // On SQLite this is where a change waits for its turn.
        let tx = self.0.writer.begin_with_options(options).instrument(tracing::info_span!(target: crate::TRACE, "begin")).await?;
        Ok(Tx::new(tx, self.clone()))
    }

    /// Connections that are open, and how many of them nobody uses just now.
    pub fn connections(&self) -> (u32, u32) {
        let idle = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match self.backend() {
            DbBackend::Sqlite => {
                let (w, r) = (self.0.writer.get_sqlite_connection_pool(), self.0.readers.get_sqlite_connection_pool());
                (w.size() + r.size(), idle(w.num_idle() + r.num_idle()))
            }
            _ => {
                let pool = self.0.readers.get_postgres_connection_pool();
                (pool.size(), idle(pool.num_idle()))
            }
        }
    }

    pub fn health(&self) -> Health {
        match self.0.health.load(Ordering::Relaxed) {
            0 => Health::Well,
            1 => Health::ReadOnly,
            _ => Health::Unreachable,
        }
    }

    /// Says what was last seen of the database; whoever handled the failure calls it.
    pub fn set_health(&self, health: Health) {
        self.0.health.store(health as u8, Ordering::Relaxed);
    }

    /// Looks whether the database answers and takes writes, and remembers it.
    pub async fn probe(&self) -> Health {
        let read = self.0.readers.query_one_raw(Statement::from_string(self.backend(), "SELECT 1 AS one")).await;
        let health = if read.is_err() {
            Health::Unreachable
        } else if self.set_meta("heartbeat", "").await.is_err() {
            Health::ReadOnly
        } else {
            Health::Well
        };
        self.set_health(health);
        health
    }

    /// Changes each time a transaction with events is committed by this process.
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.0.committed.subscribe()
    }

    pub(crate) fn tell_committed(&self) {
        self.0.committed.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// While a newborn database is filled, whose making would begin anew after a fault: on SQLite the writer keeps more pages in
    /// memory, so that an index's page which every transaction touches is not read and written each time, and does not wait for the
    /// disk. Nothing on PostgreSQL, whose server keeps such things.
    pub async fn filling(&self, on: bool) -> Result<(), DbErr> {
        if self.backend() == DbBackend::Sqlite {
            let (cache, checkpoint, synchronous) = if on { ("-1048576", "65536", "OFF") } else { (CACHE, "1000", "FULL") };
            let text = format!("PRAGMA cache_size = {cache}; PRAGMA wal_autocheckpoint = {checkpoint}; PRAGMA synchronous = {synchronous}");
            self.0.writer.execute_unprepared(&text).await?;
            if !on {
                self.0.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA shrink_memory").await?;
            }
        }
        Ok(())
    }

    /// Puts what the write-ahead log holds into the main file, closes the pools; after it the process may end.
    pub async fn close(&self) {
        if self.backend() == DbBackend::Sqlite {
            let _ = self.0.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await;
        }
        let _ = self.0.readers.clone().close().await;
        let _ = self.0.writer.clone().close().await;
        // Others that hold the handle still cannot use it: the next process, or the next opening in this one, may have the file.
        if let Some(lock) = &self.0.lock {
            let _ = lock.unlock();
        }
    }
}

/// A server on another machine is spoken to in a way that the address names: left unsaid, the client tries TLS and gives it up without
/// a word. `require` encrypts and does not ask who answers, `disable` is for a network that is protected by itself; both are the
/// county's own choice, made where it can be read.
fn protected(url: &str) -> Result<(), StoreError> {
    let options: PgConnectOptions = url.parse().map_err(|_| StoreError::Address)?;
    let host = options.get_host();
    let here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|address: IpAddr| address.is_loopback());
    let unsaid = matches!(options.get_ssl_mode(), PgSslMode::Prefer | PgSslMode::Allow);
    if unsaid && !here { Err(StoreError::Unprotected) } else { Ok(()) }
}

fn hold(path: &Path) -> Result<File, StoreError> {
    let lock_path = path.with_extension("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(|error| StoreError::File { path: lock_path.clone(), error })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => Err(StoreError::Held(path.into())),
    }
}

/// What a SQLite connection keeps of the file in memory, in KiB; SQLite's way of saying so is a minus.
const CACHE: &str = "-16384";

fn sqlite(url: &str, connections: u32, options: &Options) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url);
    connect
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(options.wait)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|o| {
            o.pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .pragma("cache_size", CACHE)
                // No memory map: every commit of another connection makes SQLite drop a reader's map whole and fault it in again,
                // and each request commits its log line.
                .pragma("mmap_size", "0")
                // Rows wait for their reader in a channel; a small one is a thread switch for every few rows.
                .row_buffer_size(1024)
                .pragma("temp_store", "memory")
        });
    connect
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_is_spoken_to_as_its_address_says() {
        for here in
            ["postgres://u@127.0.0.1:5432/p", "postgres://localhost/p", "postgres://u@[::1]/p", "postgresql:///p?host=/run/postgresql"]
        {
            assert!(protected(here).is_ok(), "{here}");
        }
        for said in ["verify-full", "verify-ca", "require", "disable"] {
            assert!(protected(&format!("postgres://u:p@db.example/p?sslmode={said}")).is_ok(), "{said}");
        }
        for unsaid in
            ["postgres://u:p@db.example/p", "postgres://u@192.0.2.7/p?sslmode=prefer", "postgres://u@localhost.example/p?sslmode=allow"]
        {
            assert!(matches!(protected(unsaid), Err(StoreError::Unprotected)), "{unsaid}");
        }
        assert!(matches!(protected("postgres://u@h:notaport/p"), Err(StoreError::Address)));
    }
}
