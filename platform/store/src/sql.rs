//! Small helps for the few hand-written statements.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, Value};

/// Runs a statement with `$1…` parameters (both databases take them).
pub async fn exec(conn: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<ExecResult, DbErr> {
    conn.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await
}

pub async fn all<T: FromQueryResult>(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    let rows = conn.query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    rows.iter().map(|row| T::from_query_result(row, "")).collect()
}

pub async fn one<T: FromQueryResult>(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbErr> {
    let row = conn.query_one_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    row.map(|row| T::from_query_result(&row, "")).transpose()
}

pub async fn rows(conn: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<QueryResult>, DbErr> {
    conn.query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await
}

/// `$n, $n+1, …` for `count` parameters beginning at `first`.
pub fn params(first: usize, count: usize) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(count * 4);
    for i in 0..count {
        let _ = write!(out, "{}${}", if i == 0 { "" } else { "," }, first + i);
    }
    out
}

/// Inserts many rows with multi-row statements, as many rows a statement as both databases' parameter limits let
/// (SQLite 32,766, PostgreSQL 65,535). `columns` names the columns; each row has one value per column.
pub async fn insert_many(conn: &impl ConnectionTrait, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    put(conn, table, columns, rows, None).await
}

/// As [`insert_many`], and writes the first column of each row into `queue` (table, column) with it: the database is asked no
/// more often than without the queue.
pub async fn insert_queued(
    conn: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
    queue: (&str, &str),
) -> Result<(), DbErr> {
    put(conn, table, columns, rows, Some(queue)).await
}

async fn put(
    conn: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
    queue: Option<(&str, &str)>,
) -> Result<(), DbErr> {
    let width = columns.len().max(1);
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let per = (32_000 / (width + usize::from(queue.is_some()))).clamp(1, if sqlite { 200 } else { 1_000 });
    let mut rows = rows.into_iter().peekable();
    let mut full: Option<String> = None;
    while rows.peek().is_some() {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(per).collect();
        let sql = match &full {
            Some(sql) if chunk.len() == per => sql.clone(),
            _ => {
                let sql = insert_text(sqlite, table, columns, chunk.len(), queue);
                if chunk.len() == per {
                    full = Some(sql.clone());
                }
                sql
            }
        };
        // SQLite has two statements in one text there, and the second takes its values after those of the first.
        let again: Vec<Value> =
            if sqlite && queue.is_some() { chunk.iter().filter_map(|row| row.first().cloned()).collect() } else { Vec::new() };
        exec(conn, &sql, chunk.into_iter().flatten().chain(again)).await?;
    }
    Ok(())
}

fn insert_text(sqlite: bool, table: &str, columns: &[&str], rows: usize, queue: Option<(&str, &str)>) -> String {
    // SQLite takes `$1` for a name and looks each name up from the first: thousands of them cost their square. Nameless
    // marks do not, and fewer rows a statement let its prepared form be used again.
    let marks = |width: usize| -> String {
        let nameless = format!("({})", vec!["?"; width].join(","));
        let row = |at: usize| if sqlite { nameless.clone() } else { format!("({})", params(at * width + 1, width)) };
        (0..rows).map(row).collect::<Vec<_>>().join(",")
    };
    let insert = format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), marks(columns.len()));
    match (queue, columns.first()) {
        (Some((queue, column)), Some(first)) if !sqlite => {
            format!("WITH put AS ({insert} RETURNING {first}) INSERT INTO {queue} ({column}) SELECT {first} FROM put")
        }
        (Some((queue, column)), _) => format!("{insert}; INSERT INTO {queue} ({column}) VALUES {}", marks(1)),
        (None, _) => insert,
    }
}

#[cfg(test)]
mod tests {
    use super::insert_text;

    #[test]
    fn a_queue_costs_no_statement_of_its_own() {
        let text = |sqlite| insert_text(sqlite, "line", &["id", "at"], 2, Some(("waiting", "line_id")));
        assert_eq!(
            text(false),
            "WITH put AS (INSERT INTO line (id, at) VALUES ($1,$2),($3,$4) RETURNING id) INSERT INTO waiting (line_id) SELECT id FROM put"
        );
        assert_eq!(text(true), "INSERT INTO line (id, at) VALUES (?,?),(?,?); INSERT INTO waiting (line_id) VALUES (?),(?)");
        assert_eq!(insert_text(false, "line", &["id"], 2, None), "INSERT INTO line (id) VALUES ($1),($2)");
    }
}
