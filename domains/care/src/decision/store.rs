//! The only place with queries for decisions.

use std::collections::HashMap;

use ::rules::{Notice, Outcome};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope};
use people::PersonRef;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use super::model::{Decision, DecisionRef, DecisionState, Force};
use super::rules::Ruling;
use crate::thing;

#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub matter_id: Uuid,
    pub document_id: Uuid,
    pub state: String,
    pub outcome: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub drafted_by: Uuid,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTime<Utc>>,
    pub sent_at: Option<DateTime<Utc>>,
    pub sent_by_channel: Option<String>,
    pub deemed_received_on: Option<NaiveDate>,
    pub appeal_until: Option<NaiveDate>,
    pub appeal_rule_version: Option<String>,
    pub received_on: Option<NaiveDate>,
    pub received_note: Option<String>,
    pub force: Option<String>,
    pub replaces_id: Option<Uuid>,
    pub remedy: Option<String>,
    pub remedy_version: Option<String>,
    pub controller: Uuid,
    pub register: String,
    pub service_task: String,
    pub version: i32,
}

const COLUMNS: &str = "d.id, d.client_id, d.matter_id, d.document_id, d.state, d.outcome, d.valid_from, d.valid_to, d.drafted_by, d.decided_by, \
     d.decided_at, d.sent_at, d.sent_by_channel, d.deemed_received_on, d.appeal_until, d.appeal_rule_version, d.received_on, \
     d.received_note, d.force, d.replaces_id, d.remedy, d.remedy_version, d.controller, d.register, d.service_task, d.version";

impl Row {
    pub fn state(&self) -> DecisionState {
        DecisionState::of(&self.state)
    }
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.as_deref().and_then(Outcome::parse)
    }

    pub fn force(&self) -> Force {
        Force::of(self.force.as_deref())
    }
    pub fn notice(&self) -> Option<Notice> {
        self.sent_by_channel.as_deref().and_then(Notice::parse)
    }

    pub fn told(self, people: &HashMap<Uuid, PersonRef>) -> Decision {
        Decision {
            state: self.state(),
            outcome: self.outcome(),
            force: self.force(),
            id: self.id,
            version: self.version,
            matter_id: self.matter_id,
            client_id: self.client_id,
            document_id: self.document_id,
            drafted_by: people.get(&self.drafted_by).cloned(),
            decided_by: self.decided_by.and_then(|id| people.get(&id).cloned()),
            decided_at: self.decided_at,
            sent_at: self.sent_at,
            sent_by_channel: self.sent_by_channel.as_deref().and_then(Notice::parse),
            deemed_received_on: self.deemed_received_on,
            appeal_until: self.appeal_until,
            appeal_rule_version: self.appeal_rule_version,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            received_on: self.received_on,
            received_note: self.received_note,
            receipt: None,
            replaces_id: self.replaces_id,
            replaced_by_id: None,
            remedy: None,
            reviews: Vec::new(),
            corrections: Vec::new(),
            appeals: Vec::new(),
            permitted_actions: Vec::new(),
            refusals: Vec::new(),
        }
    }

    fn brief(self) -> DecisionRef {
        DecisionRef {
            id: self.id,
            state: self.state(),
            outcome: self.outcome(),
            document_id: self.document_id,
            client_id: self.client_id,
            decided_at: self.decided_at,
            sent_at: self.sent_at,
            appeal_until: self.appeal_until,
            force: self.force(),
            replaces_id: self.replaces_id,
        }
    }
}

/// The people a row names.
pub async fn people_of(conn: &impl ConnectionTrait, row: &Row) -> Result<HashMap<Uuid, PersonRef>, DbErr> {
    let ids: Vec<Uuid> = std::iter::once(row.drafted_by).chain(row.decided_by).collect();
    people::organisation::people_by_id(conn, &ids).await
}

/// The decisions of a matter that the caller's proof has opened, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn refs(conn: &impl ConnectionTrait, matter: Uuid) -> Result<Vec<DecisionRef>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM decision d WHERE d.matter_id = $1 ORDER BY d.id DESC");
    let rows: Vec<Row> = sql::all(conn, &text, [matter.into()]).await?;
    Ok(rows.into_iter().map(Row::brief).collect())
}

/// The client's own decisions that have been sent, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn own(own: &Own) -> Result<Vec<Row>, DbErr> {
    let (clients, values) = own.clients_sql("d", 1);
    let text = format!("SELECT {COLUMNS} FROM decision d WHERE {clients} AND d.state = 'sent' ORDER BY d.sent_at DESC, d.id DESC");
    sql::all(own.reader(), &text, values).await
}

/// One decision that has been sent to one of these clients.
pub async fn of_client(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId]) -> Result<Option<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM decision d WHERE d.id = $1 AND d.state = 'sent' AND d.client_id IN ({})",
        sql::params(2, clients.len())
    );
    sql::one(conn, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await
}

/// One decision that the proof reaches.
pub async fn by_id(conn: &impl ConnectionTrait, opened: &Opened, id: Uuid) -> Result<Option<Row>, DbErr> {
    let (clients, values) = opened.clients_sql("d", 2);
    let text = format!("SELECT {COLUMNS} FROM decision d WHERE d.id = $1 AND {clients} AND {}", opened.scopes().sql("d"));
    sql::one(conn, &text, std::iter::once(Value::from(id)).chain(values)).await
}

/// The decision on a client in a matter that is not sent yet.
pub async fn unsent(work: &Work, matter: Uuid, client: ClientId) -> Result<Option<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM decision d WHERE d.matter_id = $1 AND d.client_id = $2 AND d.state IN ('draft', 'decided') ORDER BY d.id LIMIT 1"
    );
    sql::one(work, &text, [matter.into(), client.0.into()]).await
}

pub struct NewRow {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub matter: Uuid,
    pub document: Uuid,
    pub drafted_by: Uuid,
    pub replaces: Option<Uuid>,
}

pub async fn insert(work: &Work, new: NewRow) -> Result<(), DbErr> {
    let mut row = thing::owned(new.id, new.client, new.scope);
    row.extend([
        new.matter.into(),
        new.document.into(),
        "draft".into(),
        new.drafted_by.into(),
        new.replaces.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ]);
    let columns = ["matter_id", "document_id", "state", "drafted_by", "replaces_id", "version", "created_at", "updated_at"];
    thing::insert(work, "decision", &columns, vec![row]).await
}

/// Writes what was decided; false when the version is not the one seen any more.
pub async fn decided(work: &Work, id: Uuid, seen: i32, ruling: &Ruling, by: Uuid) -> Result<bool, DbErr> {
    let text = "UPDATE decision SET state = 'decided', outcome = $1, reasons = $2, legal_basis = $3, services = $4, valid_from = $5, valid_to = $6, \
                decided_by = $7, decided_at = $8, updated_at = $8, version = version + 1 WHERE id = $9 AND version = $10 AND state = 'draft'";
    let values: [Value; 10] = [
        ruling.outcome.code().into(),
        ruling.reasons.clone().into(),
        ruling.legal_basis.clone().into(),
        ruling.services.clone().into(),
        ruling.valid_from.into(),
        ruling.valid_to.into(),
        by.into(),
        work.at().into(),
        id.into(),
        seen.into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// What is written when a decision is sent.
pub struct Sending<'a> {
    pub by: Uuid,
    pub notice: Notice,
    /// Not known yet of a way that proves the day itself.
    pub received: Option<NaiveDate>,
    pub appeal_until: Option<NaiveDate>,
    pub rule_version: &'a str,
}

/// Writes the sending; false when the version is not the one seen any more.
pub async fn sent(work: &Work, id: Uuid, seen: i32, sending: &Sending<'_>) -> Result<bool, DbErr> {
    let text = "UPDATE decision SET state = 'sent', sent_by = $1, sent_at = $2, sent_by_channel = $3, deemed_received_on = $4, appeal_until = $5, \
                appeal_rule_version = $6, updated_at = $2, version = version + 1 WHERE id = $7 AND version = $8 AND state = 'decided'";
    let values: [Value; 8] = [
        sending.by.into(),
        work.at().into(),
        sending.notice.code().into(),
        sending.received.into(),
        sending.appeal_until.into(),
        sending.rule_version.into(),
        id.into(),
        seen.into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// Writes by which rule one seeks a change to a decision.
pub async fn remedied(work: &Work, id: Uuid, remedy: &str, version: &str) -> Result<(), DbErr> {
    let text = "UPDATE decision SET remedy = $1, remedy_version = $2 WHERE id = $3";
    sql::exec(work, text, [remedy.into(), version.into(), id.into()]).await.map(|_| ())
}

/// Writes whether a decision holds.
pub async fn put_force(work: &Work, id: Uuid, force: Force) -> Result<(), DbErr> {
    let text = "UPDATE decision SET force = $1, updated_at = $2, version = version + 1 WHERE id = $3";
    sql::exec(work, text, [force.code().into(), work.at().into(), id.into()]).await.map(|_| ())
}

/// Writes the day on which the client is shown to have received a decision, and the last day that follows; false when the
/// version is not the one seen any more.
pub async fn received(work: &Work, id: Uuid, seen: i32, day: NaiveDate, note: Option<&str>, until: NaiveDate) -> Result<bool, DbErr> {
    let text = "UPDATE decision SET received_on = $1, received_note = $2, appeal_until = $3, updated_at = $4, version = version + 1 \
                WHERE id = $5 AND version = $6 AND state = 'sent'";
    let values = [day.into(), note.map(str::to_owned).into(), until.into(), work.at().into(), id.into(), seen.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// The decision that takes, or when it is sent will take, the place of another.
pub async fn replacing(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let row: Option<Id> = sql::one(conn, "SELECT id FROM decision WHERE replaces_id = $1 ORDER BY id DESC LIMIT 1", [id.into()]).await?;
    Ok(row.map(|r| r.id))
}

/// Removes a draft; false when the version is not the one seen any more. The step, the event and the log line remain.
pub async fn remove(work: &Work, id: Uuid, seen: i32) -> Result<bool, DbErr> {
    let text = "DELETE FROM decision WHERE id = $1 AND version = $2 AND state = 'draft'";
    Ok(sql::exec(work, text, [id.into(), seen.into()]).await?.rows_affected() == 1)
}
