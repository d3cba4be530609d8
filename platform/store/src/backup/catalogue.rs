//! What tables there are, asked from the database itself: a table that a later migration adds is copied without anybody
//! remembering it here. Each question gives one text a row, a JSON array, so that it can be put to any kind of connection.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use serde::de::DeserializeOwned;

use super::{Column, Kind, Table};

/// The migrations' own table: the head of a copy names them, and restoring runs them.
pub(super) const MIGRATIONS: &str = "seaql_migrations";

/// (table, column, declared type) in the order of the columns.
pub(super) fn columns_sql(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Sqlite => {
            "SELECT json_array(m.name, c.name, lower(c.type)) AS line FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid"
        }
        _ => {
            "SELECT json_build_array(c.table_name, c.column_name, c.udt_name)::text AS line FROM information_schema.columns c \
             JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position"
        }
    }
}

/// (table, column, table it refers to).
pub(super) fn references_sql(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Sqlite => {
            "SELECT json_array(m.name, f.\"from\", f.\"table\") AS line FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
        }
        _ => {
            "SELECT json_build_array(a.relname, c.attname, b.relname)::text AS line FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid \
             JOIN pg_class b ON b.oid = k.confrelid JOIN pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = k.conkey[1] WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace"
        }
    }
}

pub(super) fn count_sql(backend: DbBackend, table: &str) -> String {
    match backend {
        DbBackend::Sqlite => format!("SELECT json_array(COUNT(*)) AS line FROM \"{table}\""),
        _ => format!("SELECT json_build_array(COUNT(*))::text AS line FROM \"{table}\""),
    }
}

/// Rows of the named text column `line`.
pub(super) async fn lines(conn: &impl ConnectionTrait, sql: &str) -> Result<Vec<String>, DbErr> {
    let found = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    found.iter().map(|row| row.try_get("", "line")).collect()
}

/// The tables as they are now, each after those it refers to; rows are not counted.
pub async fn tables(conn: &impl ConnectionTrait) -> Result<Vec<Table>, DbErr> {
    let backend = conn.get_database_backend();
    let (columns, references) = (lines(conn, columns_sql(backend)).await?, lines(conn, references_sql(backend)).await?);
    ordered(backend, &columns, &references)
}

/// A column that refers to another table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub table: String,
    pub column: String,
    pub target: String,
}

pub async fn references(conn: &impl ConnectionTrait) -> Result<Vec<Reference>, DbErr> {
    let found = parse::<(String, String, String)>(&lines(conn, references_sql(conn.get_database_backend())).await?)?;
    Ok(found.into_iter().map(|(table, column, target)| Reference { table, column, target }).collect())
}

pub(super) fn parse<T: DeserializeOwned>(lines: &[String]) -> Result<Vec<T>, DbErr> {
    lines
        .iter()
        .map(|line| serde_json::from_str(line))
        .collect::<Result<_, _>>()
        .map_err(|e| DbErr::Custom(format!("the catalogue answered what was not asked: {e}")))
}

/// The tables, each after those it refers to; rows are not counted yet.
pub(super) fn ordered(backend: DbBackend, columns: &[String], references: &[String]) -> Result<Vec<Table>, DbErr> {
    let mut found: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for (table, name, declared) in parse::<(String, String, String)>(columns)? {
        if table == MIGRATIONS {
            continue;
        }
        let kind = Kind::of(backend, &declared)
            .ok_or_else(|| DbErr::Custom(format!("{table}.{name}: backups do not know the type {declared}")))?;
        found.entry(table).or_default().push(Column { name, kind });
    }
    let mut waits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, _, needs) in parse::<(String, String, String)>(references)? {
        if table != needs {
            waits.entry(table).or_default().insert(needs);
        }
    }
    let mut ordered: Vec<Table> = Vec::with_capacity(found.len());
    let mut done: BTreeSet<String> = BTreeSet::new();
    while !found.is_empty() {
        let ready = found.keys().find(|t| waits.get(*t).is_none_or(|needs| needs.is_subset(&done))).cloned();
        let Some((name, columns)) = ready.and_then(|name| found.remove_entry(&name)) else {
            return Err(DbErr::Custom("tables refer to each other in a circle".into()));
        };
        done.insert(name.clone());
        ordered.push(Table { name, columns, rows: 0 });
    }
    Ok(ordered)
}
