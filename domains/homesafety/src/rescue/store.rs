//! The only place with queries of notifications.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use super::model::{RescueContent, RescueState};
use crate::rows;

/// Of one client told at once.
const MOST: usize = 100;

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub risks: serde_json::Value,
    pub content: serde_json::Value,
    pub law: String,
    pub rules_version: String,
    pub shown_to_client: bool,
    pub state: String,
    pub reason: Option<String>,
    pub tries: i32,
    pub receipt: Option<String>,
    pub receiver: Option<String>,
    pub made_at: DateTime<Utc>,
    pub made_by: Uuid,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<Uuid>,
    pub settled_words: Option<String>,
}

impl Row {
    pub fn state(&self) -> RescueState {
        RescueState::parse(&self.state).unwrap_or(RescueState::Waiting)
    }
    pub fn content(&self) -> Result<RescueContent, DbErr> {
        serde_json::from_value(self.content.clone()).map_err(|_| DbErr::Type("rescue_notice: content of another form".into()))
    }
    pub fn risks(&self) -> Vec<Uuid> {
        serde_json::from_value(self.risks.clone()).unwrap_or_default()
    }
}

const ROW: &str = "SELECT a.id, a.client_id, a.register, a.service_task, a.risks, a.content, a.law, a.rules_version, a.shown_to_client, a.state, \
     a.reason, a.tries, a.receipt, a.receiver, a.made_at, a.made_by, a.settled_at, a.settled_by, a.settled_words FROM rescue_notice a";

/// The newest; `whose` is a predicate over `a` with its values.
pub(crate) async fn of(conn: &impl ConnectionTrait, (whose, values): (String, Vec<Value>)) -> Result<Vec<Row>, DbErr> {
    sql::all(conn, &format!("{ROW} WHERE {whose} ORDER BY a.made_at DESC, a.id DESC LIMIT {MOST}"), values).await
}

/// One, for the job that sends it and the change that was let in to its client.
pub(crate) async fn one(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Row>, DbErr> {
    sql::one(conn, &format!("{ROW} WHERE a.id = $1"), [id.into()]).await
}

pub(crate) async fn insert(work: &Work, row: &Row, scope: Scope) -> Result<(), DbErr> {
    let mut values = rows::owned(row.id, ClientId(row.client_id), scope);
    values.extend::<[Value; 9]>([
        row.risks.clone().into(),
        row.content.clone().into(),
        row.law.clone().into(),
        row.rules_version.clone().into(),
        row.shown_to_client.into(),
        row.state.clone().into(),
        row.tries.into(),
        row.made_at.into(),
        row.made_by.into(),
    ]);
    let columns = ["risks", "content", "law", "rules_version", "shown_to_client", "state", "tries", "made_at", "made_by"];
    rows::insert(work, "rescue_notice", &columns, values).await
}

/// An attempt that came to nothing yet.
pub(crate) async fn tried(work: &Work, id: Uuid, reason: &str) -> Result<(), DbErr> {
    let text = "UPDATE rescue_notice SET tries = tries + 1, reason = $2 WHERE id = $1 AND state = 'waiting'";
    sql::exec(work, text, [id.into(), reason.into()]).await.map(|_| ())
}

/// How it ended.
pub(crate) struct Settled<'a> {
    pub state: RescueState,
    pub reason: Option<&'a str>,
    pub receipt: Option<&'a str>,
    pub receiver: Option<&'a str>,
    /// Of one delivered by hand.
    pub by: Option<Uuid>,
    pub words: Option<&'a str>,
}

/// Settles one that is in one of these states; tells whether it was.
pub(crate) async fn settle(work: &Work, id: Uuid, from: &[RescueState], new: &Settled<'_>) -> Result<bool, DbErr> {
    let states: Vec<String> = from.iter().map(|state| format!("'{}'", state.code())).collect();
    let text = format!(
        "UPDATE rescue_notice SET state = $2, reason = $3, receipt = $4, receiver = $5, settled_at = $6, settled_by = $7, settled_words = $8, \
         tries = tries + $9 WHERE id = $1 AND state IN ({})",
        states.join(", ")
    );
    let owned = |text: Option<&str>| Value::from(text.map(str::to_owned));
    let values: [Value; 9] = [
        id.into(),
        new.state.code().into(),
        owned(new.reason),
        owned(new.receipt),
        owned(new.receiver),
        work.at().into(),
        new.by.into(),
        owned(new.words),
        i32::from(new.by.is_none()).into(),
    ];
    Ok(sql::exec(work, &text, values).await?.rows_affected() == 1)
}
