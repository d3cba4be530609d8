//! Queries for structures. They are not about clients, so any connection reads them.

use chrono::{DateTime, Utc};
use kernel::Text;
use serde_json::Value;
use store::sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use store::sql;
use uuid::Uuid;

use super::{Kind, Shipped, Structure};

/// A structure as the database keeps it.
#[derive(Debug, FromQueryResult)]
pub struct StructureRow {
    pub oid: String,
    pub structure_version: String,
    pub kind: Option<String>,
    pub title_fi: String,
    pub title_sv: Option<String>,
    pub title_en: Option<String>,
    pub schema: Value,
    pub mapping: Option<Value>,
}

impl StructureRow {
    /// The structure with its properties in the order of their row numbers: PostgreSQL keeps JSON without order.
    pub fn into_structure(self) -> Structure {
        let mut schema = self.schema;
        super::order::by_row_number(&mut schema);
        Structure {
            oid: self.oid,
            version: self.structure_version,
            kind: self.kind.and_then(|k| k.parse::<Kind>().ok()),
            title: Text { fi: self.title_fi, sv: self.title_sv, en: self.title_en },
            schema,
        }
    }
}

/// A structure by its key.
pub async fn by_id(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<StructureRow>, DbErr> {
    let text = "SELECT oid, structure_version, kind, title_fi, title_sv, title_en, schema, mapping FROM structure WHERE id = $1";
    sql::one(conn, text, [id.into()]).await
}

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
    sha256: Vec<u8>,
}

/// The key and the content's hash of a structure, when it is loaded.
pub async fn key(conn: &impl ConnectionTrait, oid: &str, version: &str) -> Result<Option<(Uuid, Vec<u8>)>, DbErr> {
    let text = "SELECT id, sha256 FROM structure WHERE oid = $1 AND structure_version = $2";
    let row: Option<Key> = sql::one(conn, text, [oid.into(), version.into()]).await?;
    Ok(row.map(|k| (k.id, k.sha256)))
}

/// Writes a structure that is not there yet.
pub async fn insert(
    conn: &impl ConnectionTrait,
    id: Uuid,
    s: &Structure,
    mapping: Option<Value>,
    sha256: Vec<u8>,
    source: &str,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let text = "INSERT INTO structure (id, oid, structure_version, kind, title_fi, title_sv, title_en, schema, mapping, sha256, source, loaded_at, \
                family, document_type, subject) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (oid, structure_version) DO NOTHING";
    let values = [
        id.into(),
        s.oid.clone().into(),
        s.version.clone().into(),
        s.kind.map(Kind::code).into(),
        s.title.fi.clone().into(),
        s.title.sv.clone().into(),
        s.title.en.clone().into(),
        s.schema.clone().into(),
        mapping.into(),
        sha256.into(),
        source.into(),
        at.into(),
        s.family().into(),
        s.document_type().map(str::to_owned).into(),
        s.subject().map(str::to_owned).into(),
    ];
    sql::exec(conn, text, values).await?;
    uses(conn, id, s).await
}

/// Writes which code sets a structure uses, when it is the one that the database has under this key.
async fn uses(conn: &impl ConnectionTrait, id: Uuid, s: &Structure) -> Result<(), DbErr> {
    for oid in super::code_sets(&s.schema) {
        let text = "INSERT INTO structure_code_set (structure_id, oid) SELECT id, $1 FROM structure WHERE id = $2 \
                    ON CONFLICT (structure_id, oid) DO NOTHING";
        sql::exec(conn, text, [oid.into(), id.into()]).await?;
    }
    Ok(())
}

/// Writes what a catalogue shows of a structure that was loaded before catalogues were kept.
pub async fn describe(conn: &impl ConnectionTrait, id: Uuid, s: &Structure) -> Result<(), DbErr> {
    let text = "UPDATE structure SET family = $1, document_type = $2, subject = $3 WHERE id = $4 AND family IS NULL";
    let values = [s.family().into(), s.document_type().map(str::to_owned).into(), s.subject().map(str::to_owned).into(), id.into()];
    sql::exec(conn, text, values).await?;
    uses(conn, id, s).await
}

/// A structure as a catalogue shows it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct CardRow {
    pub id: Uuid,
    pub oid: String,
    pub structure_version: String,
    pub kind: Option<String>,
    pub title_fi: String,
    pub title_sv: Option<String>,
    pub title_en: Option<String>,
    pub family: Option<String>,
    pub document_type: Option<String>,
    pub subject: Option<String>,
}

/// Every structure, without its schema.
pub async fn cards(conn: &impl ConnectionTrait) -> Result<Vec<CardRow>, DbErr> {
    let text = "SELECT id, oid, structure_version, kind, title_fi, title_sv, title_en, family, document_type, subject FROM structure";
    sql::all(conn, text, []).await
}

/// The structures whose fields use a code set.
pub async fn using(conn: &impl ConnectionTrait, oid: &str) -> Result<Vec<CardRow>, DbErr> {
    let text = "SELECT s.id, s.oid, s.structure_version, s.kind, s.title_fi, s.title_sv, s.title_en, s.family, s.document_type, s.subject \
                FROM structure_code_set u JOIN structure s ON s.id = u.structure_id WHERE u.oid = $1 ORDER BY s.title_fi, s.structure_version DESC";
    sql::all(conn, text, [oid.into()]).await
}

/// The key of a shipped structure, written first when the database does not have it.
pub async fn ensure_shipped(conn: &impl ConnectionTrait, new_id: Uuid, at: DateTime<Utc>, shipped: &Shipped) -> Result<Uuid, DbErr> {
    let s = &shipped.structure;
    if let Some((id, _)) = key(conn, &s.oid, &s.version).await? {
        return Ok(id);
    }
    let mapping = serde_json::from_str(shipped.mapping_source).map_err(|e| DbErr::Json(e.to_string()))?;
    insert(conn, new_id, s, Some(mapping), super::import::hash(&s.schema), "punos", at).await?;
    // Another process may have been first; its row counts.
    let found = key(conn, &s.oid, &s.version).await?;
    found.map(|(id, _)| id).ok_or_else(|| DbErr::RecordNotFound("structure".into()))
}
