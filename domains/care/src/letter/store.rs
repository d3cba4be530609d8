//! The only place with queries for letters and their batches.

use ::store::sql;
use chrono::{DateTime, Utc};
use kernel::{ClientId, Lang, Scope};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use trust::{Listed, Opened, Work};
use uuid::Uuid;

use super::fill::Filled;
use crate::thing;

/// Letters made at once.
#[derive(Clone, Debug, FromQueryResult)]
pub struct BatchRow {
    pub id: Uuid,
    pub template: String,
    pub way: String,
    pub made_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub undone_at: Option<DateTime<Utc>>,
    pub version: i32,
    pub letters: i64,
}

const BATCH: &str = "SELECT b.id, b.template, b.way, b.made_at, b.sent_at, b.undone_at, b.version, \
    (SELECT COUNT(*) FROM letter l WHERE l.batch_id = b.id) AS letters FROM letter_batch b";

/// One's own batches, newest first.
pub async fn mine(conn: &impl ConnectionTrait, professional: Uuid) -> Result<Vec<BatchRow>, DbErr> {
    let text = format!("{BATCH} WHERE b.made_by = $1 ORDER BY b.made_at DESC, b.id DESC LIMIT 50");
    sql::all(conn, &text, [professional.into()]).await
}

/// One batch of one's own.
pub async fn batch(conn: &impl ConnectionTrait, id: Uuid, professional: Uuid) -> Result<Option<BatchRow>, DbErr> {
    sql::one(conn, &format!("{BATCH} WHERE b.id = $1 AND b.made_by = $2"), [id.into(), professional.into()]).await
}

pub async fn insert_batch(work: &Work, id: Uuid, template: &str, rule_version: &str, way: &str, by: Uuid) -> Result<(), DbErr> {
    let columns = ["id", "template", "rule_version", "way", "made_by", "made_at", "version", "created_at", "updated_at"];
    let at = work.at();
    let row: Vec<Value> =
        vec![id.into(), template.into(), rule_version.into(), way.into(), by.into(), at.into(), 1i32.into(), at.into(), at.into()];
    sql::insert_many(work, "letter_batch", &columns, vec![row]).await
}

/// Marks a batch as sent or undone; `false` when it was that already or has another version.
pub async fn end_batch(work: &Work, id: Uuid, version: i32, column: &'static str) -> Result<bool, DbErr> {
    let text = format!(
        "UPDATE letter_batch SET {column} = $1, updated_at = $1, version = version + 1 \
         WHERE id = $2 AND version = $3 AND sent_at IS NULL AND undone_at IS NULL"
    );
    Ok(sql::exec(work, &text, [work.at().into(), id.into(), version.into()]).await?.rows_affected() > 0)
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub matter_id: Uuid,
    pub language: String,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub made_by: Uuid,
    pub made_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub way: String,
}

impl Row {
    pub fn lang(&self) -> Lang {
        match self.language.as_str() {
            "sv" => Lang::Sv,
            "en" => Lang::En,
            _ => Lang::Fi,
        }
    }
}

const COLUMNS: &str = "l.id, l.client_id, l.matter_id, l.language, l.recipient, l.subject, l.body, l.made_by, l.made_at, l.sent_at, b.way";

pub const fn lang_code(lang: Lang) -> &'static str {
    match lang {
        Lang::Fi => "fi",
        Lang::Sv => "sv",
        Lang::En => "en",
    }
}

pub async fn insert(work: &Work, id: Uuid, batch: Uuid, matter: Uuid, scope: Scope, letter: &Filled, by: Uuid) -> Result<(), DbErr> {
    let mut row = thing::owned(id, letter.client, scope);
    row.extend::<[Value; 8]>([
        batch.into(),
        matter.into(),
        lang_code(letter.language).into(),
        letter.recipient.clone().into(),
        letter.subject.clone().into(),
        letter.body.clone().into(),
        by.into(),
        work.at().into(),
    ]);
    let columns = ["batch_id", "matter_id", "language", "recipient", "subject", "body", "made_by", "made_at"];
    thing::insert(work, "letter", &columns, vec![row]).await
}

/// The letters of a batch whose matters the asker may still list, in the order they were made.
pub async fn of_batch(listed: &Listed, batch: Uuid) -> Result<Vec<Row>, DbErr> {
    let (mine, mut values) = listed.sql("m", 2);
    values.insert(0, batch.into());
    let text = format!(
        "SELECT {COLUMNS} FROM letter l JOIN letter_batch b ON b.id = l.batch_id JOIN matter m ON m.id = l.matter_id \
         WHERE l.batch_id = $1 AND l.undone_at IS NULL AND {mine} ORDER BY l.id"
    );
    sql::all(listed.reader(), &text, values).await
}

/// The matter's letters that were not taken back, newest first.
pub async fn of_matter(opened: &Opened, matter: Uuid) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("l", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM letter l JOIN letter_batch b ON b.id = l.batch_id \
         WHERE l.matter_id = $1 AND l.undone_at IS NULL AND {clients} AND {} ORDER BY l.made_at DESC, l.id DESC",
        opened.scopes().sql("l")
    );
    sql::all(opened.reader(), &text, std::iter::once(Value::from(matter)).chain(values)).await
}

/// Marks a letter as sent or undone.
pub async fn end(work: &Work, id: Uuid, column: &'static str) -> Result<(), DbErr> {
    let text = format!("UPDATE letter SET {column} = $1 WHERE id = $2 AND sent_at IS NULL AND undone_at IS NULL");
    sql::exec(work, &text, [work.at().into(), id.into()]).await.map(|_| ())
}

pub fn client(row: &Row) -> ClientId {
    ClientId(row.client_id)
}
