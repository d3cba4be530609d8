//! The only place with queries for hearings.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope};
use people::PersonRef;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use super::model::{Answered, Asked, Hearing};
use crate::thing;

#[derive(FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub matter_id: Uuid,
    pub question: String,
    pub asked_at: DateTime<Utc>,
    pub asked_by: Uuid,
    pub answer_by: NaiveDate,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer_kind: Option<String>,
    pub answer: Option<String>,
    pub version: i32,
}

impl Row {
    pub fn hearing(self, people: &HashMap<Uuid, PersonRef>, may_answer: bool) -> Hearing {
        let answered = self.answer_kind.as_deref().and_then(Answered::parse);
        Hearing {
            id: self.id,
            version: self.version,
            client_id: self.client_id,
            question: self.question,
            asked_at: self.asked_at,
            asked_by: people.get(&self.asked_by).cloned(),
            answer_by: self.answer_by,
            answer: self.answer,
            answered_at: self.answered_at,
            no_answer: answered == Some(Answered::NoAnswer),
            permitted_actions: if may_answer && answered.is_none() { vec!["answer".into()] } else { Vec::new() },
            answered,
        }
    }
}

const COLUMNS: &str =
    "h.id, h.client_id, h.matter_id, h.question, h.asked_at, h.asked_by, h.answer_by, h.answered_at, h.answer_kind, h.answer, h.version";

/// The matter's hearings, newest first.
pub async fn of_matter(opened: &Opened, matter: Uuid) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("h", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM hearing h WHERE h.matter_id = $1 AND {clients} AND {} ORDER BY h.asked_at DESC, h.id DESC",
        opened.scopes().sql("h")
    );
    sql::all(opened.reader(), &text, std::iter::once(Value::from(matter)).chain(values)).await
}

/// The client's own hearings in their matters, newest first.
pub async fn own(own: &Own) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = own.clients_sql("h", 1);
    sql::all(own.reader(), &format!("SELECT {COLUMNS} FROM hearing h WHERE {clients} ORDER BY h.asked_at DESC, h.id DESC"), values).await
}

/// One hearing, whose client is among those given.
pub async fn by_id(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId]) -> Result<Option<Row>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM hearing h WHERE h.id = $1 AND h.client_id IN ({})", sql::params(2, clients.len()));
    sql::one(conn, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await
}

/// What was asked of one client in a matter, for a decision.
pub async fn asked(work: &Work, matter: Uuid, client: ClientId) -> Result<Vec<Asked>, DbErr> {
    #[derive(FromQueryResult)]
    struct Short {
        answer_by: NaiveDate,
        answered_at: Option<DateTime<Utc>>,
    }
    let text = "SELECT answer_by, answered_at FROM hearing WHERE matter_id = $1 AND client_id = $2";
    let rows: Vec<Short> = sql::all(work, text, [matter.into(), client.0.into()]).await?;
    Ok(rows.into_iter().map(|r| Asked { answer_by: r.answer_by, answered: r.answered_at.is_some() }).collect())
}

/// What was asked of one client in a matter from an instant on.
pub async fn asked_since(work: &Work, matter: Uuid, client: ClientId, since: DateTime<Utc>) -> Result<Vec<Asked>, DbErr> {
    #[derive(FromQueryResult)]
    struct Short {
        answer_by: NaiveDate,
        answered_at: Option<DateTime<Utc>>,
    }
    let text = "SELECT answer_by, answered_at FROM hearing WHERE matter_id = $1 AND client_id = $2 AND asked_at >= $3";
    let rows: Vec<Short> = sql::all(work, text, [matter.into(), client.0.into(), since.into()]).await?;
    Ok(rows.into_iter().map(|r| Asked { answer_by: r.answer_by, answered: r.answered_at.is_some() }).collect())
}

/// The newest answer of one client in a matter in words, to be told in the decision.
pub async fn answer(work: &Work, matter: Uuid, client: ClientId) -> Result<Option<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Words {
        answer: Option<String>,
    }
    let text =
        "SELECT answer FROM hearing WHERE matter_id = $1 AND client_id = $2 AND answer IS NOT NULL ORDER BY answered_at DESC LIMIT 1";
    let row: Option<Words> = sql::one(work, text, [matter.into(), client.0.into()]).await?;
    Ok(row.and_then(|r| r.answer))
}

pub struct NewRow<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub matter: Uuid,
    pub question: &'a str,
    pub asked_by: Uuid,
    pub answer_by: NaiveDate,
}

pub async fn insert(work: &Work, new: NewRow<'_>) -> Result<(), DbErr> {
    let mut row = thing::owned(new.id, new.client, new.scope);
    row.extend([
        new.matter.into(),
        new.question.into(),
        work.at().into(),
        new.asked_by.into(),
        new.answer_by.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ]);
    let columns = ["matter_id", "question", "asked_at", "asked_by", "answer_by", "version", "created_at", "updated_at"];
    thing::insert(work, "hearing", &columns, vec![row]).await
}

/// Writes the answer; false when it was answered already.
pub async fn answered(work: &Work, id: Uuid, how: Answered, text: Option<&str>) -> Result<bool, DbErr> {
    let statement = "UPDATE hearing SET answered_at = $1, answer_kind = $2, answer = $3, updated_at = $1, version = version + 1 \
                     WHERE id = $4 AND answered_at IS NULL";
    let values = [work.at().into(), how.code().into(), text.map(str::to_owned).into(), id.into()];
    Ok(sql::exec(work, statement, values).await?.rows_affected() == 1)
}
