use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use store::{CLIENT_TABLES, Reader, Tx};

use crate::gate::Gate;

/// The tables of clients' data that are the log itself.
const LOG: &[&str] = &["access_log", "access_log_client"];

/// A connection to the access log and to what is not about clients: a statement that names another table of clients' data is
/// refused before it reaches the database. Its use leaves no line in the log: a line about each sealing would have to be sealed
/// in its turn.
pub struct LogKeeper<C>(C);

impl Gate {
    /// Reads the log; for sealing, proofs and verifying.
    pub fn log_reader(&self) -> LogKeeper<Reader> {
        LogKeeper(self.reader())
    }

    /// A transaction that may read the log and write what seals it.
    pub async fn keep_log(&self) -> Result<LogKeeper<Tx>, DbErr> {
        self.begin().await.map(LogKeeper)
    }
}

impl LogKeeper<Tx> {
    pub async fn commit(self) -> Result<(), DbErr> {
        self.0.commit().await
    }
    /// Ends it without a change; dropped, it ends too, but only when the connection is used next.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.0.rollback().await
    }
}

fn check(sql: &str) -> Result<(), DbErr> {
    let mut words = sql.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    match words.find(|w| CLIENT_TABLES.contains(w) && !LOG.contains(w)) {
        Some(table) => Err(DbErr::Custom(format!("{table} is not the log's"))),
        None => Ok(()),
    }
}

#[async_trait::async_trait]
impl<C: ConnectionTrait + Sync> ConnectionTrait for LogKeeper<C> {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }
    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        check(&stmt.sql)?;
        self.0.execute_raw(stmt).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        check(sql)?;
        self.0.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        check(&stmt.sql)?;
        self.0.query_one_raw(stmt).await
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        check(&stmt.sql)?;
        self.0.query_all_raw(stmt).await
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn the_keeper_of_the_log_reaches_nothing_else_of_clients() {
        assert!(check("SELECT l.id FROM access_log l JOIN access_log_client c ON c.log_id = l.id").is_ok());
        assert!(check("INSERT INTO access_log_leaf (leaf) VALUES (1)").is_ok());
        for sql in ["SELECT 1 FROM client", "DELETE FROM access_log WHERE id IN (SELECT id FROM \"note\")"] {
            assert!(check(sql).is_err(), "{sql}");
        }
    }
}
