//! Reads what the client's rows say, as JSON; keys of colleagues become names.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Lang, Register, ServiceTask};
use serde_json::{Map, Value as Json};
use store::backup::{Kind, Table, tables};
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Value};
use store::{Keyring, sql};
use uuid::Uuid;

use crate::OwnDataError;
use crate::catalogue::{Catalogue, How, KindOf};

/// A register and a task of it.
pub type Pair = (Register, ServiceTask);

/// Whose data, and how much of them.
#[derive(Clone, Debug)]
pub struct Whose {
    /// Every identity of the client.
    pub ids: Vec<Uuid>,
    /// The language of names that have several.
    pub lang: Lang,
    /// From when the log is told.
    pub log_since: DateTime<Utc>,
    /// Of a copy that a professional started: what is open to them, and without what the client has denied. `None`: everything.
    pub pairs: Option<Vec<Pair>>,
}

/// The rows of one kind.
#[derive(Debug)]
pub struct Part {
    pub kind: &'static KindOf,
    pub rows: Vec<Map<String, Json>>,
}

/// All of it.
#[derive(Debug)]
pub struct Collected {
    pub parts: Vec<Part>,
    /// Names of the controllers that the rows name.
    pub controllers: BTreeMap<String, String>,
}

/// A key as both databases write it in a statement; keys are the program's own, so nothing needs binding.
fn key(backend: DbBackend, id: Uuid) -> String {
    if backend == DbBackend::Sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'::uuid") }
}

/// Fills the places of a condition of the catalogue.
fn filled(text: &str, ids: &str, since: &str) -> String {
    let mut out = text.replace("{ids}", ids).replace("{log_since}", since);
    while let Some(start) = out.find("{alone ") {
        let Some(end) = out.get(start..).and_then(|rest| rest.find('}')).map(|at| start + at) else { break };
        let matter = out.get(start + 7..end).unwrap_or_default().to_owned();
        let alone = format!("NOT EXISTS (SELECT 1 FROM matter_client o WHERE o.matter_id = {matter} AND o.client_id NOT IN ({ids}))");
        out.replace_range(start..=end, &alone);
    }
    out
}

/// Reads everything of the client that the catalogue tells.
///
/// # Errors
/// The catalogue's, the database's, or a sealed value that does not open.
pub async fn collect(conn: &impl ConnectionTrait, keys: &Keyring, whose: &Whose) -> Result<Collected, OwnDataError> {
    let catalogue = Catalogue::get()?;
    let there = tables(conn).await?;
    let mut parts = Vec::with_capacity(catalogue.kinds.len());
    let mut named = Named::default();
    for kind in &catalogue.kinds {
        let rows = rows(conn, keys, catalogue, kind, &there, whose, None, &mut named).await?;
        parts.push(Part { kind, rows });
    }
    named.give(conn, whose, &mut parts).await?;
    let controllers = controllers(conn).await?;
    Ok(Collected { parts, controllers })
}

/// The client's rows of one kind, or one of them, newest first.
#[allow(clippy::too_many_arguments)] // of this file alone
pub(crate) async fn rows(
    conn: &impl ConnectionTrait,
    keys: &Keyring,
    catalogue: &Catalogue,
    kind: &KindOf,
    there: &[Table],
    whose: &Whose,
    only: Option<Uuid>,
    named: &mut Named,
) -> Result<Vec<Map<String, Json>>, OwnDataError> {
    let backend = conn.get_database_backend();
    let missing = |what: &str| DbErr::Custom(format!("own data: there is no {what}"));
    let table = there.iter().find(|t| t.name == kind.table).ok_or_else(|| missing(&kind.table))?;
    let has = |name: &str| table.columns.iter().any(|c| c.name == name);
    let ids = whose.ids.iter().map(|id| key(backend, *id)).collect::<Vec<_>>().join(",");
    let ids = if ids.is_empty() { "NULL".to_owned() } else { ids };
    let lang = match whose.lang {
        Lang::Fi => "fi",
        Lang::Sv => "sv",
        Lang::En => "en",
    };
    let scoped = if has("register") { Some("x") } else { kind.parent.as_ref().map(|_| "p") };

    let mut select: Vec<String> = Vec::new();
    let mut read: Vec<(String, Kind, How)> = Vec::new();
    let mut take = |name: &str, expression: String, of: Kind, how: How| {
        // Integers have two widths on PostgreSQL; one is read.
        let expression = if of == Kind::Int { format!("CAST({expression} AS BIGINT)") } else { expression };
        select.push(format!("{expression} AS c{}", read.len()));
        read.push((name.to_owned(), of, how));
    };
    for name in &catalogue.automatic {
        if let Some(column) = table.columns.iter().find(|c| c.name == *name) {
            take(name, format!("x.{name}"), column.kind, How::Plain);
        }
    }
    for field in &kind.fields {
        let column = table.columns.iter().find(|c| c.name == field.column).map(|c| c.kind);
        let of = match (column, &field.sql) {
            (Some(of), _) => of,
            // A name looked up elsewhere.
            (None, Some(_)) => Kind::Text,
            (None, None) => return Err(missing(&format!("{}.{}", kind.table, field.column)).into()),
        };
        let expression =
            field.sql.as_ref().map_or_else(|| format!("x.{}", field.column), |text| filled(text, &ids, "").replace("{lang}", lang));
        take(&field.column, expression, of, field.how);
    }
    if let Some(alias) = scoped {
        for (name, of) in [("controller", Kind::Uuid), ("register", Kind::Text), ("service_task", Kind::Text), ("catalogue_row", Kind::Int)]
        {
            take(&format!("belongs.{name}"), format!("{alias}.{name}"), of, How::Data);
        }
    }
    let join = kind.parent.as_ref().map_or_else(String::new, |p| format!(" JOIN {} p ON p.id = x.{}", p.table, p.key));
    let mut filter = vec![format!("({})", filled(&kind.whose, &ids, "$1"))];
    filter.extend(kind.only.as_ref().map(|text| format!("({})", filled(text, &ids, "$1"))));
    // The parameter is used whether the condition names it or not: one statement form for all.
    let values: Vec<Value> = vec![whose.log_since.into()];
    filter.push(if backend == DbBackend::Sqlite { "$1 IS NOT NULL".into() } else { "CAST($1 AS TIMESTAMPTZ) IS NOT NULL".to_owned() });
    if let (Some(pairs), Some(alias), false) = (&whose.pairs, scoped, kind.always) {
        let each: Vec<String> = pairs.iter().map(|(r, t)| format!("({alias}.register = '{r}' AND {alias}.service_task = '{t}')")).collect();
        filter.push(if each.is_empty() { "1 = 0".to_owned() } else { format!("({})", each.join(" OR ")) });
        if has("id") {
            filter.push(format!(
                "x.id NOT IN (SELECT d.object_id FROM denied_object d JOIN will_expression w ON w.id = d.expression_id WHERE w.withdrawn_at IS NULL AND w.client_id IN ({ids}))"
            ));
        }
        if has("document_id") {
            filter.push(format!(
                "(x.document_id IS NULL OR x.document_id NOT IN (SELECT d.object_id FROM denied_object d JOIN will_expression w ON w.id = d.expression_id WHERE w.withdrawn_at IS NULL AND w.client_id IN ({ids})))"
            ));
        }
    }
    if let Some(id) = only {
        filter.push(format!("x.id = {}", key(backend, id)));
    }
    let order = if has("id") { " ORDER BY x.id DESC" } else { "" };
    let text = format!("SELECT {} FROM {} x{join} WHERE {}{order}", select.join(", "), kind.table, filter.join(" AND "));
    let mut out = Vec::new();
    for row in sql::rows(conn, &text, values).await? {
        let mut told = Map::new();
        let mut belongs = Map::new();
        for (at, (name, of, how)) in read.iter().enumerate() {
            let column = format!("c{at}");
            let value = match how {
                How::Hetu => opened(keys, &row, &column)?,
                How::Staff | How::Team | How::Unit => {
                    let found: Option<Uuid> = row.try_get("", &column)?;
                    // A key becomes a name below; until then it stands by itself, where nothing else does.
                    if let Some(id) = found {
                        named.want(*how, id);
                    }
                    found.map_or(Json::Null, |id| Json::String(format!("{MARK}{id}")))
                }
                _ => json(&row, &column, *of)?,
            };
            match name.strip_prefix("belongs.") {
                Some(part) => belongs.insert(part.to_owned(), value),
                None => told.insert(name.clone(), value),
            };
        }
        if !belongs.is_empty() {
            told.insert("belongs".into(), Json::Object(belongs));
        }
        out.push(told);
    }
    Ok(out)
}

/// A sealed identity code; its row's key is the first column.
fn opened(keys: &Keyring, row: &QueryResult, column: &str) -> Result<Json, DbErr> {
    let (id, sealed): (Uuid, Vec<u8>) = (row.try_get("", "c0")?, row.try_get("", column)?);
    let plain = keys.open(id.as_bytes(), &sealed).map_err(|e| DbErr::Custom(e.to_string()))?;
    Ok(Json::String(String::from_utf8_lossy(&plain).into_owned()))
}

fn json(row: &QueryResult, column: &str, of: Kind) -> Result<Json, DbErr> {
    fn told<T: Into<Json>>(value: Option<T>) -> Json {
        value.map_or(Json::Null, Into::into)
    }
    Ok(match of {
        Kind::Uuid => told(row.try_get::<Option<Uuid>>("", column)?.map(|id| id.to_string())),
        Kind::Text => told(row.try_get::<Option<String>>("", column)?),
        Kind::Int => told(row.try_get::<Option<i64>>("", column)?),
        Kind::Float => told(row.try_get::<Option<f64>>("", column)?),
        Kind::Flag => told(row.try_get::<Option<bool>>("", column)?),
        Kind::Time => told(row.try_get::<Option<DateTime<Utc>>>("", column)?.map(|at| at.to_rfc3339())),
        Kind::Date => told(row.try_get::<Option<NaiveDate>>("", column)?.map(|day| day.to_string())),
        Kind::Bytes => told(row.try_get::<Option<Vec<u8>>>("", column)?.map(|b| b.iter().map(|b| format!("{b:02x}")).collect::<String>())),
        Kind::Json => row.try_get::<Option<Json>>("", column)?.unwrap_or(Json::Null),
    })
}

/// What marks a key that waits for its name.
const MARK: char = '\u{1}';
/// What stands for the client in the place of a professional.
pub(crate) const YOU: &str = "self";

/// Keys whose names are asked for together.
#[derive(Debug, Default)]
pub(crate) struct Named {
    staff: Vec<Uuid>,
    others: Vec<Uuid>,
}

impl Named {
    fn want(&mut self, how: How, id: Uuid) {
        match how {
            How::Staff => self.staff.push(id),
            _ => self.others.push(id),
        }
    }

    /// Puts names in the places of keys. Who is neither a professional nor the client is not told at all.
    async fn give(mut self, conn: &impl ConnectionTrait, whose: &Whose, parts: &mut [Part]) -> Result<(), DbErr> {
        let mut names: HashMap<String, String> = whose.ids.iter().map(|id| (id.to_string(), YOU.to_owned())).collect();
        for ids in [&mut self.staff, &mut self.others] {
            ids.sort_unstable();
            ids.dedup();
        }
        for (table, ids) in [("professional", &self.staff), ("team", &self.others), ("unit", &self.others)] {
            for chunk in ids.chunks(500) {
                let text = format!("SELECT id, name FROM {table} WHERE id IN ({})", sql::params(1, chunk.len()));
                for row in sql::rows(conn, &text, chunk.iter().map(|id| Value::from(*id))).await? {
                    names.insert(row.try_get::<Uuid>("", "id")?.to_string(), row.try_get("", "name")?);
                }
            }
        }
        for row in parts.iter_mut().flat_map(|p| &mut p.rows) {
            for value in row.values_mut() {
                if let Json::String(text) = value
                    && let Some(id) = text.strip_prefix(MARK)
                {
                    *value = names.get(id).map_or(Json::Null, |name| Json::String(name.clone()));
                }
            }
        }
        Ok(())
    }
}

async fn controllers(conn: &impl ConnectionTrait) -> Result<BTreeMap<String, String>, DbErr> {
    let rows = sql::rows(conn, "SELECT id, name FROM organisation", []).await?;
    let mut all = BTreeMap::new();
    for row in rows {
        all.insert(row.try_get::<Uuid>("", "id")?.to_string(), row.try_get("", "name")?);
    }
    Ok(all)
}
