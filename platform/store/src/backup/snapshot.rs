use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt};
use sea_orm::DbBackend;
use sea_orm::sqlx::sqlite::SqliteRow;
use sea_orm::sqlx::{self, AssertSqlSafe, Postgres, Row, Sqlite, Transaction};
use tokio::sync::mpsc;

use super::{BackupError, FORMAT, Head, Kind, Piece, Table, catalogue};
use crate::Db;
use crate::db::Master;

/// How much text a piece gathers before it leaves.
const PIECE: usize = 256 * 1024;

/// The database as it was at one instant, while others go on writing.
pub struct Snapshot {
    view: View,
    head: Head,
}

/// A read transaction; dropped, it ends.
enum View {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl View {
    fn backend(&self) -> DbBackend {
        match self {
            View::Sqlite(_) => DbBackend::Sqlite,
            View::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn lines(&mut self, sql: String) -> Result<Vec<String>, sqlx::Error> {
        let sql = AssertSqlSafe(sql);
        match self {
            View::Sqlite(tx) => sqlx::query_scalar(sql).fetch_all(&mut **tx).await,
            View::Postgres(tx) => sqlx::query_scalar(sql).fetch_all(&mut **tx).await,
        }
    }
}

impl Db {
    /// A picture of everything at this instant. `key_check` says which key opens what is sealed in it.
    pub async fn snapshot(&self, _: &Master, taken_at: DateTime<Utc>, key_check: String) -> Result<Snapshot, BackupError> {
        let pools = self.readers();
        let mut view = match self.backend() {
            DbBackend::Sqlite => View::Sqlite(pools.get_sqlite_connection_pool().begin().await?),
            _ => {
                let begin = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
                View::Postgres(pools.get_postgres_connection_pool().begin_with(begin).await?)
            }
        };
        let backend = view.backend();
        let columns = view.lines(catalogue::columns_sql(backend).into()).await?;
        let references = view.lines(catalogue::references_sql(backend).into()).await?;
        let mut tables = catalogue::ordered(backend, &columns, &references)?;
        for table in &mut tables {
            let count = view.lines(catalogue::count_sql(backend, &table.name)).await?;
            table.rows = catalogue::parse::<(u64,)>(&count)?.first().map_or(0, |n| n.0);
        }
        let migrations = view.lines(format!("SELECT version AS line FROM {} ORDER BY version", catalogue::MIGRATIONS)).await?;
        let made_as = view.lines("SELECT value AS line FROM meta WHERE key = 'kind'".into()).await?;
        let last = view.lines(last_event_sql(backend).into()).await?;
        let head = Head {
            punos_backup: FORMAT,
            program: env!("CARGO_PKG_VERSION").into(),
            taken_at,
            database: if backend == DbBackend::Sqlite { "sqlite".into() } else { "postgres".into() },
            made_as: made_as.into_iter().next().unwrap_or_default(),
            migrations,
            key_check,
            last_event: last.first().and_then(|n| n.parse().ok()).unwrap_or_default(),
            tables,
        };
        Ok(Snapshot { view, head })
    }
}

/// The last number given, also when the events that had the last ones are gone.
fn last_event_sql(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Sqlite => "SELECT CAST(seq AS TEXT) AS line FROM sqlite_sequence WHERE name = 'event'",
        _ => "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('event', 'seq')::regclass), 0)::text AS line",
    }
}

/// Where SQLite's own conversion between numbers and text would round: columns of floating-point numbers.
pub(super) fn floats(backend: DbBackend, table: &Table) -> Vec<usize> {
    let floats = table.columns.iter().enumerate().filter(|(_, c)| c.kind == Kind::Float).map(|(at, _)| at);
    if backend == DbBackend::Sqlite { floats.collect() } else { Vec::new() }
}

/// A row whose floating-point numbers came beside it.
fn with_floats(row: &SqliteRow, floats: &[usize]) -> Result<String, sqlx::Error> {
    let line: String = row.try_get(0)?;
    if floats.is_empty() {
        return Ok(line);
    }
    let decode = |e: serde_json::Error| sqlx::Error::Decode(Box::new(e));
    let mut values: Vec<serde_json::Value> = serde_json::from_str(&line).map_err(decode)?;
    for (nth, at) in floats.iter().enumerate() {
        let number: Option<f64> = row.try_get(nth + 1)?;
        if let (Some(number), Some(value)) = (number, values.get_mut(*at)) {
            *value = format!("{number:?}").into();
        }
    }
    serde_json::to_string(&values).map_err(decode)
}

/// One row of a table as a JSON array. The event log goes in the order its followers read it.
fn rows_sql(backend: DbBackend, table: &Table) -> String {
    let mut members = String::new();
    for column in &table.columns {
        let part = column.kind.read(backend, &format!("\"{}\"", column.name));
        let _ = write!(members, "{}{part}", if members.is_empty() { "" } else { ", " });
    }
    let order = if table.name == "event" { " ORDER BY txid, seq" } else { "" };
    let beside: String = floats(backend, table)
        .into_iter()
        .filter_map(|at| table.columns.get(at))
        .fold(String::new(), |beside, column| format!("{beside}, \"{}\"", column.name));
    match backend {
        DbBackend::Sqlite => format!("SELECT json_array({members}) AS line{beside} FROM \"{}\"{order}", table.name),
        _ => format!("SELECT json_build_array({members})::text AS line FROM \"{}\"{order}", table.name),
    }
}

impl Snapshot {
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Hands the copy over piece by piece, the head first and without the end line, which whoever writes the file adds.
    ///
    /// # Errors
    /// [`BackupError::BrokenOff`] when the receiver goes away.
    pub async fn pour(mut self, out: mpsc::Sender<Piece>) -> Result<(), BackupError> {
        let backend = self.view.backend();
        let head = serde_json::to_string(&self.head).map_err(|_| BackupError::BrokenOff)?;
        let mut piece = Piece { text: format!("{head}\n"), rows: 0 };
        for table in &self.head.tables {
            let name = serde_json::json!({ "table": table.name });
            let _ = writeln!(piece.text, "{name}");
            let sql = AssertSqlSafe(rows_sql(backend, table));
            let mut rows = match &mut self.view {
                View::Sqlite(tx) => {
                    let floats = floats(backend, table);
                    sqlx::query(sql).fetch(&mut **tx).map(move |row| with_floats(&row?, &floats)).boxed()
                }
                View::Postgres(tx) => sqlx::query_scalar::<_, String>(sql).fetch(&mut **tx).boxed(),
            };
            while let Some(row) = rows.try_next().await? {
                piece.text.push_str(&row);
                piece.text.push('\n');
                piece.rows += 1;
                if piece.text.len() >= PIECE {
                    let full = std::mem::replace(&mut piece, Piece { text: String::with_capacity(PIECE + PIECE / 8), rows: 0 });
                    out.send(full).await.map_err(|_| BackupError::BrokenOff)?;
                }
            }
        }
        out.send(piece).await.map_err(|_| BackupError::BrokenOff)
    }
}
