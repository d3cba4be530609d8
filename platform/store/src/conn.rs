use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tracing::Instrument;

use crate::db::Db;
use crate::event::NewEvent;
use crate::migrations::CLIENT_TABLES;

/// Told every statement a [`Reader`] runs; benchmarks and tests that count statements set one.
pub type Watch = std::sync::Arc<dyn Fn(&Statement) + Send + Sync>;

/// A span of one statement for traces: its text, in which values are marks, never the values.
fn span(stmt: &Statement) -> tracing::Span {
    tracing::info_span!(target: crate::TRACE, "statement", otel.kind = "client", db.query.text = %stmt.sql)
}

/// Reads everything. Got from a proof.
#[derive(Clone)]
pub struct Reader(DatabaseConnection, Option<Watch>);

impl Reader {
    pub(crate) fn new(conn: DatabaseConnection, watch: Option<Watch>) -> Self {
        Self(conn, watch)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }
    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a reader does not write".into()))
    }
    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a reader does not write".into()))
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        if let Some(watch) = &self.1 {
            watch(&stmt);
        }
        let span = span(&stmt);
        self.0.query_one_raw(stmt).instrument(span).await
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if let Some(watch) = &self.1 {
            watch(&stmt);
        }
        let span = span(&stmt);
        self.0.query_all_raw(stmt).instrument(span).await
    }
}

/// Reads what is not about clients; a statement that names a client table is refused before it reaches the database.
#[derive(Clone)]
pub struct Reference(DatabaseConnection);

impl Reference {
    pub(crate) fn new(conn: DatabaseConnection) -> Self {
        Self(conn)
    }

    fn check(sql: &str) -> Result<(), DbErr> {
        let mut words = sql.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
        if !words.clone().next().is_some_and(|w| w.eq_ignore_ascii_case("select") || w.eq_ignore_ascii_case("with")) {
            return Err(DbErr::Custom("a reference connection only reads".into()));
        }
        // A name written by the codes of its letters could be any name.
        if sql.to_ascii_lowercase().contains("u&\"") {
            return Err(DbErr::Custom("a reference connection reads names as they are written".into()));
        }
        match words.find(|w| CLIENT_TABLES.iter().any(|table| w.eq_ignore_ascii_case(table))) {
            Some(table) => Err(DbErr::Custom(format!("{table} holds clients' data: it is read by a proof"))),
            None => Ok(()),
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reference {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }
    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a reference connection only reads".into()))
    }
    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a reference connection only reads".into()))
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        Self::check(&stmt.sql)?;
        self.0.query_one_raw(stmt).await
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        Self::check(&stmt.sql)?;
        self.0.query_all_raw(stmt).await
    }
}

/// A write transaction: rows, events and log lines together, or nothing. Dropped uncommitted, it rolls back.
pub struct Tx {
    tx: DatabaseTransaction,
    db: Db,
    events: std::sync::atomic::AtomicUsize,
}

impl Tx {
    pub(crate) fn new(tx: DatabaseTransaction, db: Db) -> Self {
        Self { tx, db, events: Default::default() }
    }

    /// Writes a domain event with the change.
    pub async fn emit(&self, at: chrono::DateTime<chrono::Utc>, event: NewEvent) -> Result<(), DbErr> {
        event.insert(self, at).await?;
        self.events.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(())
    }

    pub async fn commit(self) -> Result<(), DbErr> {
        self.tx.commit().instrument(tracing::info_span!(target: crate::TRACE, "commit")).await?;
        if self.events.load(std::sync::atomic::Ordering::Relaxed) > 0 {
            self.db.tell_committed();
        }
        Ok(())
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        self.tx.rollback().await
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }
    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        let span = span(&stmt);
        self.tx.execute_raw(stmt).instrument(span).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tx.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        let span = span(&stmt);
        self.tx.query_one_raw(stmt).instrument(span).await
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let span = span(&stmt);
        self.tx.query_all_raw(stmt).instrument(span).await
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn a_reference_connection_refuses_client_tables_and_writes() {
        assert!(Reference::check("SELECT * FROM team t JOIN unit u ON u.id = t.unit_id").is_ok());
        for sql in [
            "SELECT * FROM client",
            "select 1 from \"matter\"",
            "WITH x AS (SELECT * FROM note) SELECT 1",
            "SELECT 1 FROM main.client_identifier",
            "SELECT * FROM CLIENT",
            "SELECT 1 FROM \"Matter\"",
            "SELECT 1 FROM [Client]",
            "SELECT 1 FROM U&\"\\0063lient\"",
        ] {
            assert!(Reference::check(sql).is_err(), "{sql}");
        }
        assert!(Reference::check("UPDATE team SET name = 'x'").is_err());
    }
}
