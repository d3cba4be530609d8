//! Queries for code sets. They are not about clients, so any connection reads them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::Text;
use store::sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value as Bind};
use store::sql;
use trust::Work;
use uuid::Uuid;

use super::{Code, CodeSet, SetState};

/// A set without its codes.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SetRow {
    pub id: Uuid,
    pub oid: String,
    pub set_version: String,
    pub state: String,
    pub name_fi: String,
    pub name_sv: Option<String>,
    pub name_en: Option<String>,
    pub link: Option<String>,
    pub source: String,
    pub loaded_at: DateTime<Utc>,
    pub codes: i64,
    /// Structures that use the set, in any version.
    pub structures: i64,
}

impl SetRow {
    pub fn name(&self) -> Text {
        Text { fi: self.name_fi.clone(), sv: self.name_sv.clone(), en: self.name_en.clone() }
    }

    pub fn state(&self) -> SetState {
        SetState::of(&self.state)
    }
}

/// Every version of every set with how many codes it has and how many structures use it; of each set the version in use first.
pub async fn all(conn: &impl ConnectionTrait) -> Result<Vec<SetRow>, DbErr> {
    let text = "SELECT s.id, s.oid, s.set_version, s.state, s.name_fi, s.name_sv, s.name_en, s.link, s.source, s.loaded_at, \
                (SELECT COUNT(*) FROM code c WHERE c.code_set_id = s.id) AS codes, \
                (SELECT COUNT(*) FROM structure_code_set u WHERE u.oid = s.oid) AS structures FROM code_set s";
    let mut rows: Vec<SetRow> = sql::all(conn, text, []).await?;
    rows.sort_by(|a, b| natural(&a.oid).cmp(&natural(&b.oid)).then_with(|| newest(b, a)));
    Ok(rows)
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub first: u32,
    pub most: u32,
}

impl Window {
    /// The first ones.
    pub const fn first(most: u32) -> Self {
        Self { first: 0, most }
    }
}

/// Numbers inside a text compare as numbers: version 10 comes after 9.
pub fn natural(text: &str) -> Vec<(u64, String)> {
    text.split(['.', '-', ' ']).map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned())).collect()
}

/// An imported list before a linked one, a later version before an earlier.
fn newest(a: &SetRow, b: &SetRow) -> std::cmp::Ordering {
    let rank = |r: &SetRow| (r.state() == SetState::Imported, natural(&r.set_version));
    rank(a).cmp(&rank(b))
}

/// The version in use of each of these sets: the newest imported one, or what structures mention.
pub async fn in_use(conn: &impl ConnectionTrait, oids: impl IntoIterator<Item = String>) -> Result<BTreeMap<String, SetRow>, DbErr> {
    let wanted: Vec<String> = oids.into_iter().collect();
    let mut found: BTreeMap<String, SetRow> = BTreeMap::new();
    for row in all(conn).await?.into_iter().filter(|r| wanted.contains(&r.oid)) {
        match found.get(&row.oid) {
            Some(known) if newest(known, &row).is_ge() => {}
            _ => {
                found.insert(row.oid.clone(), row);
            }
        }
    }
    Ok(found)
}

/// The key and the content's hash of a version, when it is loaded.
pub async fn key(conn: &impl ConnectionTrait, oid: &str, version: &str) -> Result<Option<(Uuid, Vec<u8>)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Key {
        id: Uuid,
        sha256: Vec<u8>,
    }
    let text = "SELECT id, sha256 FROM code_set WHERE oid = $1 AND set_version = $2";
    let row: Option<Key> = sql::one(conn, text, [oid.into(), version.into()]).await?;
    Ok(row.map(|k| (k.id, k.sha256)))
}

/// Writes a version with its codes.
pub async fn insert(work: &Work, id: Uuid, set: &CodeSet, sha256: &[u8], source: &str) -> Result<(), DbErr> {
    let text = "INSERT INTO code_set (id, oid, set_version, state, name_fi, name_sv, name_en, link, source, sha256, loaded_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values: Vec<Bind> = vec![
        id.into(),
        set.oid.clone().into(),
        set.version.clone().into(),
        set.state.code().into(),
        set.name.fi.clone().into(),
        set.name.sv.clone().into(),
        set.name.en.clone().into(),
        set.link.clone().into(),
        source.into(),
        sha256.to_vec().into(),
        work.at().into(),
    ];
    sql::exec(work, text, values).await?;
    insert_codes(work, id, 0, &set.codes).await
}

async fn insert_codes(work: &Work, id: Uuid, first: i32, codes: &[Code]) -> Result<(), DbErr> {
    let rows = (first..).zip(codes).map(|(position, c)| -> Vec<Bind> {
        let search = [Some(c.code.as_str()), Some(&c.label.fi), c.label.sv.as_deref(), c.label.en.as_deref()];
        vec![
            id.into(),
            c.code.clone().into(),
            position.into(),
            c.label.fi.clone().into(),
            c.label.sv.clone().into(),
            c.label.en.clone().into(),
            search.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase().into(),
            c.valid_from.into(),
            c.valid_to.into(),
        ]
    });
    let columns = ["code_set_id", "code", "position", "label_fi", "label_sv", "label_en", "search", "valid_from", "valid_to"];
    sql::insert_many(work, "code", &columns, rows.collect()).await
}

/// Adds what structures mention of a set to its linked version.
pub async fn mention(work: &Work, set: &CodeSet) -> Result<(), DbErr> {
    let Some((id, _)) = key(work, &set.oid, "").await? else {
        return insert(work, work.new_id(), set, &[], "structures").await;
    };
    let known: Vec<String> = codes(work, id, "", None).await?.into_iter().map(|c| c.code).collect();
    let new: Vec<Code> = set.codes.iter().filter(|c| !known.contains(&c.code)).cloned().collect();
    insert_codes(work, id, i32::try_from(known.len()).unwrap_or(i32::MAX), &new).await
}

#[derive(FromQueryResult)]
struct CodeRow {
    code: String,
    label_fi: String,
    label_sv: Option<String>,
    label_en: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

/// The codes of a version that hold every word of `words`, in the set's order; all, or those in the window.
pub async fn codes(conn: &impl ConnectionTrait, set: Uuid, words: &str, window: Option<Window>) -> Result<Vec<Code>, DbErr> {
    let mut text = "SELECT code, label_fi, label_sv, label_en, valid_from, valid_to FROM code WHERE code_set_id = $1".to_owned();
    let mut values: Vec<Bind> = vec![set.into()];
    for word in words.split_whitespace().take(6) {
        values.push(format!("%{}%", escaped(&word.to_lowercase())).into());
        text.push_str(&format!(" AND search LIKE ${} ESCAPE '!'", values.len()));
    }
    text.push_str(" ORDER BY position");
    if let Some(Window { first, most }) = window {
        text.push_str(&format!(" LIMIT {most} OFFSET {first}"));
    }
    let rows: Vec<CodeRow> = sql::all(conn, &text, values).await?;
    Ok(rows
        .into_iter()
        .map(|r| Code {
            code: r.code,
            label: Text { fi: r.label_fi, sv: r.label_sv, en: r.label_en },
            valid_from: r.valid_from,
            valid_to: r.valid_to,
        })
        .collect())
}

fn escaped(word: &str) -> String {
    word.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Whether an imported version has a code.
pub async fn has(conn: &impl ConnectionTrait, set: Uuid, code: &str) -> Result<bool, DbErr> {
    Ok(!sql::rows(conn, "SELECT code FROM code WHERE code_set_id = $1 AND code = $2", [set.into(), code.into()]).await?.is_empty())
}
