//! The only place that reads and writes consultations and their threads.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, ServiceTask};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::model::{ConsultSide, ConsultState, ConsultStep};
use crate::ties::{Place, ROW};
use crate::{Error, state};

/// A consultation as one side sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub matter_id: Uuid,
    pub from_team_id: Uuid,
    pub from_id: Uuid,
    pub to_register: String,
    pub to_task: String,
    pub to_team_id: Uuid,
    pub taken_by: Option<Uuid>,
    pub basis: String,
    pub state: String,
    pub urgency: String,
    pub hope: String,
    pub question: String,
    pub why: String,
    pub told: bool,
    pub untold_why: Option<String>,
    pub rules_version: String,
    pub sent_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub asked_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub decline_reason: Option<String>,
    pub request_id: Option<Uuid>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// The columns of [`Row`] in a table of one side, beside those the proof's predicates read.
pub(crate) const ROW_SQL: &str = "SELECT r.id, r.client_id, r.matter_id, r.from_team_id, r.from_id, r.to_register, r.to_task, r.to_team_id, \
     r.taken_by, r.basis, r.state, r.urgency, r.hope, r.question, r.why, r.told, r.untold_why, r.rules_version, r.sent_at, r.due_at, \
     r.asked_at, r.answered_at, r.decline_reason, r.request_id, r.closed_at, r.version";

/// The consultations of one side, in columns that the proof's predicates read: team, handler, register and task are that side's.
pub(crate) fn side_sql(side: ConsultSide) -> String {
    let own = match side {
        ConsultSide::Asker => {
            // The asker's side is its team's alone: it goes with the case, and no person keeps it.
            "c.from_team_id AS team_id, NULLIF(c.from_id, c.from_id) AS handler_id, c.from_register AS register, c.from_task AS service_task"
        }
        _ => "c.to_team_id AS team_id, c.handler_id AS handler_id, c.register AS register, c.service_task AS service_task",
    };
    format!(
        "SELECT '{side}' AS side, {own}, c.id, c.client_id, c.catalogue_row, c.matter_id, c.from_team_id, c.from_id, \
         c.register AS to_register, c.service_task AS to_task, c.to_team_id, c.handler_id AS taken_by, c.basis, c.state, c.urgency, c.hope, \
         c.question, c.why, c.told, c.untold_why, c.rules_version, c.sent_at, c.due_at, c.asked_at, c.answered_at, c.decline_reason, \
         c.request_id, c.closed_at, c.version FROM consultation c"
    )
}

/// Both sides of every consultation.
pub(crate) fn sides_sql() -> String {
    format!("{} UNION ALL {}", side_sql(ConsultSide::Specialist), side_sql(ConsultSide::Asker))
}

/// States in which something is still to be done.
pub(crate) const OPEN: &str = "r.state IN ('sent', 'taken', 'answered')";

impl Row {
    pub fn state(&self) -> ConsultState {
        ConsultState::parse(&self.state).unwrap_or(ConsultState::Sent)
    }

    pub fn asked(&self) -> bool {
        self.asked_at.is_some()
    }

    pub fn client(&self) -> ClientId {
        ClientId(self.client_id)
    }

    pub fn waits_for(&self) -> Option<ConsultSide> {
        state::waits_for(self.state(), self.asked())
    }

    /// Its time has passed without an answer.
    pub fn late(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state(), ConsultState::Sent | ConsultState::Taken) && self.due_at < now
    }

    /// The specialist team's place: the row's own.
    pub fn place(&self) -> Result<Place, Error> {
        let place = Register::parse(&self.to_register).zip(ServiceTask::parse(&self.to_task)).ok_or(Error::NotFound)?;
        Ok(Place { team: self.to_team_id, place })
    }
}

/// A consultation to be written.
pub(crate) struct NewRow<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub matter: Uuid,
    pub from: Place,
    pub from_id: Uuid,
    pub to: Place,
    pub basis: &'static str,
    pub urgency: &'a str,
    pub hope: &'static str,
    pub question: &'a str,
    pub why: &'a str,
    pub told: bool,
    pub untold_why: Option<&'a str>,
    pub rules_version: &'a str,
    pub sent_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
}

pub(crate) async fn insert(work: &Work, new: &NewRow<'_>) -> Result<(), DbErr> {
    let scope = new.to.scope(work.gate().controller());
    let row: Vec<(&str, Value)> = vec![
        ("id", new.id.into()),
        ("client_id", new.client.0.into()),
        ("controller", scope.controller.into()),
        ("register", scope.register.code().into()),
        ("service_task", scope.service_task.code().into()),
        ("catalogue_row", ROW.into()),
        ("matter_id", new.matter.into()),
        ("from_register", new.from.place.0.code().into()),
        ("from_task", new.from.place.1.code().into()),
        ("from_team_id", new.from.team.into()),
        ("from_id", new.from_id.into()),
        ("to_team_id", new.to.team.into()),
        ("basis", new.basis.into()),
        ("state", ConsultState::Sent.code().into()),
        ("urgency", new.urgency.into()),
        ("hope", new.hope.into()),
        ("question", new.question.into()),
        ("why", new.why.into()),
        ("told", new.told.into()),
        ("untold_why", new.untold_why.into()),
        ("rules_version", new.rules_version.into()),
        ("sent_on", kernel::helsinki_date(new.sent_at).into()),
        ("sent_at", new.sent_at.into()),
        ("due_at", new.due_at.into()),
        ("late_told", false.into()),
        ("version", 1i32.into()),
        ("created_at", new.sent_at.into()),
        ("updated_at", new.sent_at.into()),
    ];
    let (columns, values): (Vec<&str>, Vec<Value>) = row.into_iter().unzip();
    sql::insert_many(work, "consultation", &columns, vec![values]).await
}

/// Something said or done, to be written.
pub(crate) struct NewEntry<'a> {
    pub consultation: Uuid,
    pub client: ClientId,
    pub place: Place,
    pub step: ConsultStep,
    pub side: Option<ConsultSide>,
    pub at: DateTime<Utc>,
    pub by: Option<Uuid>,
    pub to: Option<Uuid>,
    pub reason: Option<&'a str>,
    pub words: Option<&'a str>,
    pub professionals: bool,
    pub attachment: Option<Uuid>,
}

pub(crate) async fn entry(work: &Work, new: NewEntry<'_>) -> Result<(), DbErr> {
    let scope = new.place.scope(work.gate().controller());
    let row: Vec<(&str, Value)> = vec![
        ("id", work.new_id().into()),
        ("client_id", new.client.0.into()),
        ("controller", scope.controller.into()),
        ("register", scope.register.code().into()),
        ("service_task", scope.service_task.code().into()),
        ("catalogue_row", ROW.into()),
        ("consultation_id", new.consultation.into()),
        ("step", new.step.code().into()),
        ("side", new.side.map(ConsultSide::code).into()),
        ("at", new.at.into()),
        ("by_id", new.by.into()),
        ("to_id", new.to.into()),
        ("reason", new.reason.into()),
        ("words", new.words.into()),
        ("professionals", new.professionals.into()),
        ("attachment_id", new.attachment.into()),
    ];
    let (columns, values): (Vec<&str>, Vec<Value>) = row.into_iter().unzip();
    sql::insert_many(work, "consultation_entry", &columns, vec![values]).await
}

/// An entry as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct EntryRow {
    pub id: Uuid,
    pub consultation_id: Uuid,
    pub step: String,
    pub side: Option<String>,
    pub at: DateTime<Utc>,
    pub by_id: Option<Uuid>,
    pub to_id: Option<Uuid>,
    pub reason: Option<String>,
    pub words: Option<String>,
    pub professionals: bool,
    pub attachment_id: Option<Uuid>,
}

/// The threads of consultations that the caller's proof covers, oldest first.
pub(crate) async fn entries(conn: &impl ConnectionTrait, of: &[Uuid]) -> Result<Vec<EntryRow>, DbErr> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT e.id, e.consultation_id, e.step, e.side, e.at, e.by_id, e.to_id, e.reason, e.words, e.professionals, e.attachment_id \
         FROM consultation_entry e WHERE e.consultation_id IN ({}) ORDER BY e.at, e.id",
        sql::params(1, of.len())
    );
    sql::all(conn, &text, of.iter().map(|id| Value::from(*id))).await
}

/// Writes columns, when nothing has happened since the row was seen. Whether it was so.
pub(crate) async fn update(work: &Work, id: Uuid, seen: i32, set: Vec<(&'static str, Value)>) -> Result<bool, DbErr> {
    let assigned: String = set.iter().enumerate().map(|(at, (column, _))| format!("{column} = ${}, ", at + 4)).collect();
    let text = format!("UPDATE consultation SET {assigned}version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2");
    let first: [Value; 3] = [id.into(), seen.into(), work.at().into()];
    let values = first.into_iter().chain(set.into_iter().map(|(_, value)| value));
    Ok(sql::exec(work, &text, values).await?.rows_affected() == 1)
}
