//! The only place that reads and writes single askings and their answers.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use super::model::{FeedbackAnswer, MatterFeedbackState};
use crate::ROW;

/// An asking as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct AskRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub matter_id: Uuid,
    pub team_id: Uuid,
    pub rules_version: String,
    pub ended_on: NaiveDate,
    pub opens_on: NaiveDate,
    pub closes_on: NaiveDate,
    pub state: String,
    pub named: bool,
    pub answered_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub(crate) const ASK: &str = "SELECT a.id, a.client_id, a.register, a.service_task, a.matter_id, a.team_id, a.rules_version, a.ended_on, \
     a.opens_on, a.closes_on, a.state, a.named, a.answered_at, a.version FROM feedback_ask a";

impl AskRow {
    pub fn state(&self) -> MatterFeedbackState {
        MatterFeedbackState::parse(&self.state).unwrap_or(MatterFeedbackState::Withdrawn)
    }

    pub fn client(&self) -> ClientId {
        ClientId(self.client_id)
    }

    /// Where it belongs; none when a column is none of ours.
    pub fn scope(&self, controller: Uuid) -> Option<Scope> {
        let (register, service_task) = Register::parse(&self.register).zip(ServiceTask::parse(&self.service_task))?;
        Some(Scope { controller, register, service_task, catalogue_row: ROW })
    }
}

/// An asking to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewAsk {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub matter: Uuid,
    pub team: Uuid,
    pub rules_version: String,
    pub ended_on: NaiveDate,
    pub opens_on: NaiveDate,
    pub closes_on: NaiveDate,
}

/// Writes it, or opens anew one that was withdrawn. Whether it was so.
pub(crate) async fn insert(work: &Work, new: &NewAsk) -> Result<bool, DbErr> {
    let text = "INSERT INTO feedback_ask (id, client_id, controller, register, service_task, catalogue_row, matter_id, team_id, \
                rules_version, ended_on, opens_on, closes_on, state, told, named, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $13, 1, $14, $14) \
                ON CONFLICT (matter_id, client_id) DO UPDATE SET state = 'open', team_id = excluded.team_id, \
                rules_version = excluded.rules_version, ended_on = excluded.ended_on, opens_on = excluded.opens_on, \
                closes_on = excluded.closes_on, version = feedback_ask.version + 1, updated_at = excluded.updated_at \
                WHERE feedback_ask.state = 'withdrawn'";
    let values: [Value; 14] = [
        new.id.into(),
        new.client.0.into(),
        new.scope.controller.into(),
        new.scope.register.code().into(),
        new.scope.service_task.code().into(),
        new.scope.catalogue_row.into(),
        new.matter.into(),
        new.team.into(),
        new.rules_version.clone().into(),
        new.ended_on.into(),
        new.opens_on.into(),
        new.closes_on.into(),
        false.into(),
        work.at().into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

#[derive(FromQueryResult)]
struct AnswerRow {
    ask_id: Uuid,
    question: String,
    value: Option<i32>,
    words: Option<String>,
}

/// What was answered to these, in the order it was written; the caller's proof covers them.
pub(crate) async fn answers(conn: &impl ConnectionTrait, asks: &[Uuid]) -> Result<Vec<(Uuid, FeedbackAnswer)>, DbErr> {
    if asks.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT f.ask_id, f.question, f.value, f.words FROM feedback_answer f WHERE f.ask_id IN ({}) ORDER BY f.id",
        sql::params(1, asks.len())
    );
    let rows: Vec<AnswerRow> = sql::all(conn, &text, asks.iter().map(|id| Value::from(*id))).await?;
    Ok(rows.into_iter().map(|row| (row.ask_id, FeedbackAnswer { question: row.question, value: row.value, words: row.words })).collect())
}

/// What an answering writes.
pub(crate) struct Answered<'a> {
    pub answers: &'a [FeedbackAnswer],
    pub named: bool,
    pub main_value: Option<i32>,
    pub satisfied: Option<bool>,
    pub at: DateTime<Utc>,
}

/// Keeps the answers in place of earlier ones, when nothing has happened since the asking was seen. Whether it was so.
pub(crate) async fn answer(work: &Work, ask: &AskRow, scope: Scope, seen: i32, new: &Answered<'_>) -> Result<bool, DbErr> {
    let text = "UPDATE feedback_ask SET state = 'answered', named = $1, main_value = $2, satisfied = $3, answered_at = $4, \
                version = version + 1, updated_at = $4 WHERE id = $5 AND version = $6";
    let values: [Value; 6] = [new.named.into(), new.main_value.into(), new.satisfied.into(), new.at.into(), ask.id.into(), seen.into()];
    if sql::exec(work, text, values).await?.rows_affected() != 1 {
        return Ok(false);
    }
    sql::exec(work, "DELETE FROM feedback_answer WHERE ask_id = $1", [ask.id.into()]).await?;
    let columns = ["id", "client_id", "controller", "register", "service_task", "catalogue_row", "ask_id", "question", "value", "words"];
    let rows = new.answers.iter().map(|one| -> Vec<Value> {
        vec![
            work.new_id().into(),
            ask.client_id.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            scope.catalogue_row.into(),
            ask.id.into(),
            one.question.clone().into(),
            one.value.into(),
            one.words.clone().into(),
        ]
    });
    sql::insert_many(work, "feedback_answer", &columns, rows.collect()).await?;
    Ok(true)
}
