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
    if rows.is_empty() {
        return Ok(());
    }
    let width = columns.len().max(1);
    // SQLite takes `$1` for a name and looks each name up from the first: thousands of them cost their square. Nameless
    // marks do not, and fewer rows a statement let its prepared form be used again.
    let nameless = conn.get_database_backend() == DbBackend::Sqlite;
    let per = (32_000 / width).clamp(1, if nameless { 200 } else { 1_000 });
    let marks = vec!["?"; width].join(",");
    let head = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    let mut rows = rows.into_iter().peekable();
    let mut full: Option<String> = None;
    while rows.peek().is_some() {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(per).collect();
        let sql = match &full {
            Some(sql) if chunk.len() == per => sql.clone(),
            _ => {
                let mut sql = head.clone();
                for i in 0..chunk.len() {
                    if i > 0 {
                        sql.push(',');
                    }
                    sql.push('(');
                    if nameless {
                        sql.push_str(&marks)
                    } else {
                        sql.push_str(&params(i * width + 1, width))
                    }
                    sql.push(')');
                }
                if chunk.len() == per {
                    full = Some(sql.clone());
                }
                sql
            }
        };
        exec(conn, &sql, chunk.into_iter().flatten()).await?;
    }
    Ok(())
}
