//! Puts a copy back: the schema of its time, its rows, then the migrations that came since; one transaction, so the database
//! is either as it was or whole.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::mpsc;

use super::file::{Lines, table_named};
use super::snapshot::floats;
use super::{BackupError, Checked, Restored, Table, catalogue};
use crate::Db;
use crate::db::Master;
use crate::migrations::Migrations;

/// Rows a statement takes, and how much text.
const ROWS: usize = 1_000;
const TEXT: usize = 4 * 1024 * 1024;

/// Some rows of one table, each a JSON array.
struct Batch {
    table: usize,
    rows: Vec<String>,
    text: usize,
}

impl Db {
    /// Puts a checked copy into this database. `replace`: what is in it may be lost. `now` ends the log-ins that were open.
    ///
    /// # Errors
    /// [`BackupError::NotEmpty`] and [`BackupError::Foreign`] before anything is touched; any error leaves the database as it was.
    pub async fn restore(
        &self,
        _: &Master,
        copy: &Checked,
        replace: bool,
        now: DateTime<Utc>,
        mut told: impl FnMut(u64),
    ) -> Result<Restored, BackupError> {
        let ours: Vec<String> = Migrations::migrations().iter().map(|m| m.name().to_owned()).collect();
        let steps = copy.head.migrations.len();
        let mut then: Vec<String> = ours.iter().take(steps).cloned().collect();
        then.sort();
        let mut its = copy.head.migrations.clone();
        its.sort();
        if then != its {
            return Err(BackupError::NewerSchema(copy.head.program.clone()));
        }
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        let tx = self.writer().begin_with_options(options).await?;
        clear(&tx, replace).await?;
        Migrations::up(&tx, Some(u32::try_from(steps).unwrap_or(u32::MAX))).await?;
        fits(&tx, copy).await?;
        for table in copy.head.tables.iter().rev() {
            // A migration may have written rows of its own; the copy has them as they were later.
            tx.execute_unprepared(&format!("DELETE FROM \"{}\"", table.name)).await?;
        }
        let rows = load(&tx, copy, &mut told).await?;
        sequence(&tx, copy).await?;
        let end = "UPDATE session SET ended_at = $1, id_token = NULL WHERE ended_at IS NULL";
        let ended = tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), end, [now.into()])).await?;
        Migrations::up(&tx, None).await?;
        tx.commit().await?;
        // The planner knows nothing of the new rows yet.
        self.writer().execute_unprepared("ANALYZE").await?;
        Ok(Restored { tables: copy.head.tables.len(), rows, sessions_ended: ended.rows_affected(), migrated: ours.len() - steps })
    }
}

/// Empties the database when it may be emptied.
async fn clear(tx: &DatabaseTransaction, replace: bool) -> Result<(), BackupError> {
    let backend = tx.get_database_backend();
    let columns = catalogue::lines(tx, catalogue::columns_sql(backend)).await?;
    if columns.is_empty() {
        return Ok(());
    }
    let named = catalogue::parse::<(String, String, String)>(&columns)?;
    if !named.iter().any(|(table, _, _)| table == catalogue::MIGRATIONS) {
        return Err(BackupError::Foreign);
    }
    let tables = catalogue::tables(tx).await?;
    if !replace {
        for table in &tables {
            let count = catalogue::lines(tx, &catalogue::count_sql(backend, &table.name)).await?;
            if catalogue::parse::<(u64,)>(&count)?.first().is_some_and(|n| n.0 > 0) {
                return Err(BackupError::NotEmpty);
            }
        }
    }
    for name in tables.iter().rev().map(|t| t.name.as_str()).chain([catalogue::MIGRATIONS]) {
        tx.execute_unprepared(&format!("DROP TABLE \"{name}\"")).await?;
    }
    Ok(())
}

/// Whether the schema the migrations made is the one the copy was taken from.
async fn fits(tx: &DatabaseTransaction, copy: &Checked) -> Result<(), BackupError> {
    let made = catalogue::tables(tx).await?;
    for table in &copy.head.tables {
        let found = made.iter().find(|t| t.name == table.name).ok_or_else(|| BackupError::Misfit(table.name.clone()))?;
        let same = |a: &[super::Column], b: &[super::Column]| a.iter().all(|c| b.contains(c));
        if !same(&found.columns, &table.columns) || !same(&table.columns, &found.columns) {
            return Err(BackupError::Misfit(table.name.clone()));
        }
    }
    Ok(())
}

fn insert_sql(backend: DbBackend, table: &Table) -> String {
    let (mut names, mut values) = (String::new(), String::new());
    let floats = floats(backend, table);
    for (at, column) in table.columns.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(names, "{comma}\"{}\"", column.name);
        let value = match floats.iter().position(|f| *f == at) {
            Some(nth) => format!("${}", nth + 2),
            None => column.kind.write(backend, if backend == DbBackend::Sqlite { "r.value" } else { "r" }, at),
        };
        let _ = write!(values, "{comma}{value}");
    }
    let from = match backend {
        DbBackend::Sqlite if !floats.is_empty() => "(SELECT $1 AS value) AS r",
        DbBackend::Sqlite => "json_each($1) AS r",
        _ => "json_array_elements($1::json) AS r",
    };
    format!("INSERT INTO \"{}\" ({names}) SELECT {values} FROM {from}", table.name)
}

async fn load(tx: &DatabaseTransaction, copy: &Checked, told: &mut impl FnMut(u64)) -> Result<u64, BackupError> {
    let (sender, mut batches) = mpsc::channel::<Batch>(4);
    let source = copy.clone();
    let reading = tokio::task::spawn_blocking(move || read(&source, &sender));
    let backend = tx.get_database_backend();
    let mut done = 0;
    while let Some(batch) = batches.recv().await {
        let Some(table) = copy.head.tables.get(batch.table) else { return Err(BackupError::NotOurs) };
        let row = |error| BackupError::Row { table: table.name.clone(), error };
        let floats = floats(backend, table);
        if floats.is_empty() {
            let text = format!("[{}]", batch.rows.join(","));
            tx.execute_raw(Statement::from_sql_and_values(backend, insert_sql(backend, table), [text.into()])).await.map_err(row)?;
        } else {
            let sql = insert_sql(backend, table);
            for line in &batch.rows {
                let values = beside(line, &floats).ok_or_else(|| BackupError::Misfit(table.name.clone()))?;
                tx.execute_raw(Statement::from_sql_and_values(backend, &sql, values)).await.map_err(row)?;
            }
        }
        done += batch.rows.len() as u64;
        told(done);
    }
    reading.await.map_err(|_| BackupError::BrokenOff)??;
    for (consumer, seq) in moved(copy)? {
        let text = "UPDATE event_cursor SET txid = 0, seq = $1 WHERE consumer = $2";
        tx.execute_raw(Statement::from_sql_and_values(backend, text, [seq.into(), consumer.into()])).await?;
    }
    Ok(done)
}

/// A row, and its floating-point numbers as numbers.
fn beside(line: &str, floats: &[usize]) -> Option<Vec<Value>> {
    let row: Vec<serde_json::Value> = serde_json::from_str(line).ok()?;
    let mut values = vec![Value::from(line)];
    for at in floats {
        let number = match row.get(*at)? {
            serde_json::Value::Null => None,
            text => Some(text.as_str()?.parse::<f64>().ok()?),
        };
        values.push(number.into());
    }
    Some(values)
}

/// The second reading, on a thread of its own.
fn read(copy: &Checked, out: &mpsc::Sender<Batch>) -> Result<(), BackupError> {
    let mut lines = Lines::open(&copy.path, Arc::new(AtomicU64::new(0)))?;
    lines.head()?;
    let mut line = String::new();
    let mut batch = Batch { table: usize::MAX, rows: Vec::new(), text: 0 };
    let mut order = Order::of(copy);
    loop {
        lines.next(&mut line)?;
        let row = line.starts_with('[');
        if (!row || batch.rows.len() >= ROWS || batch.text >= TEXT) && !batch.rows.is_empty() {
            let next = Batch { table: batch.table, rows: Vec::new(), text: 0 };
            let full = std::mem::replace(&mut batch, next);
            out.blocking_send(full).map_err(|_| BackupError::BrokenOff)?;
        }
        if row {
            let name = copy.head.tables.get(batch.table).map(|t| t.name.as_str());
            batch.text += line.len();
            batch.rows.push(if name == Some("event") { order.renumbered(&line)? } else { line.trim_end().to_owned() });
        } else if table_named(&line).is_some() {
            batch.table = batch.table.wrapping_add(1);
        } else {
            return Ok(());
        }
    }
}

/// The event log's order in a new home.
///
/// On PostgreSQL followers read by (transaction, number), and transaction numbers mean nothing on another server: events of the
/// copy could stand after everything that is written from now on, and followers would skip the new ones. So the copy's events
/// all get transaction 0 and numbers that rise in the order in which they were told; most keep their own.
struct Order {
    txid: Option<usize>,
    seq: Option<usize>,
    last: i64,
}

impl Order {
    fn of(copy: &Checked) -> Self {
        let event = copy.head.tables.iter().find(|t| t.name == "event");
        let place = |name: &str| event.and_then(|t| t.columns.iter().position(|c| c.name == name));
        Self { txid: place("txid"), seq: place("seq"), last: 0 }
    }

    /// (transaction, number) of a row, and the number it gets.
    fn next(&mut self, row: &[serde_json::Value]) -> Result<((i64, i64), i64), BackupError> {
        let number = |at: Option<usize>| at.and_then(|i| row.get(i)).and_then(serde_json::Value::as_i64);
        let (Some(txid), Some(seq)) = (number(self.txid), number(self.seq)) else { return Err(BackupError::Misfit("event".into())) };
        self.last = seq.max(self.last + 1);
        Ok(((txid, seq), self.last))
    }

    fn renumbered(&mut self, line: &str) -> Result<String, BackupError> {
        let misfit = || BackupError::Misfit("event".into());
        let mut row: Vec<serde_json::Value> = serde_json::from_str(line).map_err(|_| misfit())?;
        let (_, seq) = self.next(&row)?;
        for (at, value) in [(self.txid, 0), (self.seq, seq)] {
            *at.and_then(|i| row.get_mut(i)).ok_or_else(misfit)? = value.into();
        }
        serde_json::to_string(&row).map_err(|_| misfit())
    }
}

/// Where each follower stands after the renumbering: at the last event it had dealt with.
fn moved(copy: &Checked) -> Result<Vec<(String, i64)>, BackupError> {
    let mut places: Vec<(String, (i64, i64), i64)> = copy.cursors.iter().map(|(c, txid, seq)| (c.clone(), (*txid, *seq), 0)).collect();
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut lines = Lines::open(&copy.path, Arc::new(AtomicU64::new(0)))?;
    lines.head()?;
    let mut order = Order::of(copy);
    let (mut line, mut inside) = (String::new(), false);
    loop {
        lines.next(&mut line)?;
        if !line.starts_with('[') {
            match table_named(&line) {
                Some(name) => inside = name == "event",
                None => break,
            }
        } else if inside {
            let row: Vec<serde_json::Value> = serde_json::from_str(&line).map_err(|_| BackupError::Misfit("event".into()))?;
            let (old, new) = order.next(&row)?;
            for (_, place, at) in &mut places {
                if old <= *place {
                    *at = new;
                }
            }
        }
    }
    Ok(places.into_iter().map(|(consumer, _, at)| (consumer, at)).collect())
}

/// New events go on after every number that was ever given.
async fn sequence(tx: &DatabaseTransaction, copy: &Checked) -> Result<(), BackupError> {
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "UPDATE sqlite_sequence SET seq = MAX(seq, $1) WHERE name = 'event'",
        _ => {
            "SELECT setval(pg_get_serial_sequence('event', 'seq'), GREATEST(1, $1, (SELECT COALESCE(MAX(seq), 0) FROM event), \
             (SELECT COALESCE(MAX(seq), 0) FROM event_cursor)))"
        }
    };
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, [copy.head.last_event.into()])).await?;
    Ok(())
}
