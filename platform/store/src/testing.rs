//! Every store and HTTP test runs on both databases: `store::both!(async fn name(db: TestDb) { … })` makes two tests.
//! PostgreSQL is a real server whose address stands in `PUNOS_TEST_POSTGRES` (`make test` starts one); without it the
//! PostgreSQL half fails rather than being skipped.
#![allow(clippy::expect_used, clippy::panic, reason = "only tests use it, and a test that cannot begin fails")]

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tempfile::TempDir;
use tokio::sync::{OnceCell, RwLock, RwLockWriteGuard};

use crate::{Db, Keyring, Master, Options};

/// Databases being made and dropped by this process's tests. On PostgreSQL that is a transaction of the whole server, and an event is
/// told only when all earlier transactions are over.
static MAKING: RwLock<()> = RwLock::const_new(());

/// Nothing is made or dropped while the guard is kept: for tests that look at events at once, as no follower does.
pub async fn quiet() -> RwLockWriteGuard<'static, ()> {
    MAKING.write().await
}

/// Waits until a follower may see all there is: PostgreSQL holds events back while any older transaction of the server runs, and other
/// tests' run beside this one's.
pub async fn settled(conn: &impl ConnectionTrait) {
    loop {
        let newest = crate::event::newest(conn).await.expect("events are read");
        let text = "SELECT COALESCE(MAX(seq), 0) AS seq FROM event";
        let row = conn.query_one_raw(Statement::from_string(conn.get_database_backend(), text)).await.expect("events are counted");
        let last: i64 = row.and_then(|row| row.try_get("", "seq").ok()).expect("a number");
        if newest.seq == last {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// A fresh, migrated database of its own.
pub struct TestDb {
    pub db: Db,
    /// Taken by the harness of `trust`.
    pub master: Option<Master>,
    pub url: String,
    pub keys: Keyring,
    /// A directory of the test's own (spool, uploads); goes with the test.
    pub dir: TempDir,
}

/// A database as some test left it.
pub enum Kept {
    Sqlite(Vec<u8>),
    /// By its name, on the same server.
    Postgres(String),
}

impl TestDb {
    pub async fn sqlite() -> Self {
        // One migrated file per test process; each test gets a copy.
        static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(sqlite_template).await;
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("test.db");
        std::fs::write(&path, template).expect("the test's database is written");
        Self::open(format!("sqlite://{}", path.display()), dir).await
    }

    pub async fn postgres() -> Self {
        let server = std::env::var("PUNOS_TEST_POSTGRES").expect("PUNOS_TEST_POSTGRES names a PostgreSQL server; `make test` starts one");
        // Each test gets a copy of a migrated template, which takes a tenth of migrating.
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(|| postgres_template(server.clone())).await;
        let name = format!("t_{}", uuid::Uuid::now_v7().simple());
        let admin = Database::connect(&server).await.expect("the test server answers");
        let making = MAKING.read().await;
        when_free(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        drop(making);
        let _ = admin.close().await;
        Self::open(on_server(&server, &name), tempfile::tempdir().expect("a temporary directory")).await
    }

    async fn open(url: String, dir: TempDir) -> Self {
        let (db, master) = Db::connect(&url, &Options { connections: 4, ..Options::default() }).await.expect("the test database opens");
        db.migrate().await.expect("the migrations run");
        Self { db, master: Some(master), url, keys: Keyring::from_secret([42; 32]), dir }
    }

    /// Closes the database and keeps it as it is, for others to begin with ([`TestDb::refill`]).
    pub async fn keep(self) -> Kept {
        self.db.close().await;
        match self.url.strip_prefix("sqlite://") {
            Some(path) => Kept::Sqlite(std::fs::read(path).expect("the file is read")),
            None => Kept::Postgres(parted(&self.url).1.to_owned()),
        }
    }

    /// Begins anew with what was kept.
    pub async fn refill(&mut self, kept: &Kept) {
        self.db.close().await;
        match kept {
            Kept::Sqlite(bytes) => {
                let path = self.url.strip_prefix("sqlite://").expect("what was kept is of the same kind");
                for tail in ["-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{path}{tail}"));
                }
                std::fs::write(path, bytes).expect("the test's database is written");
            }
            Kept::Postgres(template) => {
                let (root, name) = parted(&self.url);
                let admin = Database::connect(format!("{root}/postgres")).await.expect("the test server answers");
                let making = MAKING.read().await;
                admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("the empty database goes");
                when_free(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
                drop(making);
                let _ = admin.close().await;
            }
        }
        let (db, master) =
            Db::connect(&self.url, &Options { connections: 4, ..Options::default() }).await.expect("the test database opens");
        (self.db, self.master) = (db, Some(master));
    }

    pub fn take_master(&mut self) -> Master {
        self.master.take().expect("the key is given once")
    }
}

/// Drops a PostgreSQL test database: several hundred of them at some 20 MB fill a disk that holds all else a build needs. A test
/// that fails leaves its own behind to be looked at.
pub async fn drop_postgres(url: &str) {
    let (root, name) = parted(url);
    let admin = Database::connect(format!("{root}/postgres")).await.expect("the test server answers");
    let _making = MAKING.read().await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("the test's database goes");
    let _ = admin.close().await;
}

/// The server of an address, and the database on it.
fn parted(url: &str) -> (&str, &str) {
    url.split('?').next().and_then(|base| base.rsplit_once('/')).expect("an address with a database")
}

/// A migrated SQLite file, closed: nothing of it is left in a journal.
async fn sqlite_template() -> Vec<u8> {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("template.db");
    let (db, _) = Db::connect(&format!("sqlite://{}", path.display()), &Options::default()).await.expect("the template opens");
    db.migrate().await.expect("the migrations run");
    db.close().await;
    std::fs::read(&path).expect("the template is read")
}

/// A migrated database that tests copy: made by the first of the programs that one `cargo test` runs, met by the rest.
async fn postgres_template(server: String) -> String {
    let name = format!("template_{}", the_run());
    let half = format!("half_{name}");
    let mut alone = ConnectOptions::new(&server);
    // The lock is its connection's.
    alone.max_connections(1);
    let admin = Database::connect(alone).await.expect("the test server answers");
    admin.execute_unprepared("SELECT pg_advisory_lock(80415)").await.expect("one makes the template, the others wait");
    let found = format!("SELECT 1 AS one FROM pg_database WHERE datname = '{name}'");
    if admin.query_one_raw(Statement::from_string(admin.get_database_backend(), found)).await.expect("the server tells").is_none() {
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {half}")).await.expect("what was left half made goes");
        admin.execute_unprepared(&format!("CREATE DATABASE {half}")).await.expect("a template database");
        let (db, _) = Db::connect(&on_server(&server, &half), &Options::default()).await.expect("the template opens");
        db.migrate().await.expect("the migrations run");
        db.close().await;
        when_free(&admin, &format!("ALTER DATABASE {half} RENAME TO {name}")).await;
    }
    let _ = admin.close().await;
    name
}

/// Runs what needs a database that nobody is connected to: a session that has ended is seen so by the server a little later.
async fn when_free(admin: &DatabaseConnection, statement: &str) {
    for attempt in 0.. {
        match admin.execute_unprepared(statement).await {
            Ok(_) => return,
            Err(e) if attempt > 50 => panic!("{e}"),
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    }
}

/// What started this program, and when it began itself: the same for all programs of one `cargo test`, and for no other run.
fn the_run() -> String {
    let parent = std::os::unix::process::parent_id();
    // Field 22 of proc(5)'s stat: the start in clock ticks since the machine's own; the second field, in brackets, may hold spaces.
    let began = std::fs::read_to_string(format!("/proc/{parent}/stat"))
        .ok()
        .and_then(|stat| stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse::<u64>().ok());
    began.map_or_else(|| format!("own_{}", std::process::id()), |began| format!("{parent}_{began}"))
}

fn on_server(server: &str, database: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, String::new()), |(b, q)| (b, format!("?{q}")));
    let (root, _) = base.rsplit_once('/').expect("an address with a database");
    format!("{root}/{database}{query}")
}

/// `both!(async fn saves_a_note(db: TestDb) { … })` → `saves_a_note::sqlite`, `saves_a_note::postgres`.
#[macro_export]
macro_rules! both {
    ($(#[$m:meta])* async fn $name:ident($db:ident: TestDb) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            async fn run(#[allow(unused_mut)] mut $db: $crate::testing::TestDb) $body
            $(#[$m])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::testing::TestDb::sqlite().await).await
            }
            $(#[$m])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let db = $crate::testing::TestDb::postgres().await;
                let url = db.url.clone();
                run(db).await;
                $crate::testing::drop_postgres(&url).await
            }
        }
    };
}
