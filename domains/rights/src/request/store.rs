//! The only place with queries that write requests.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::workday::{add_months, roll_to_workday};
use kernel::{ClientId, Register, Scope, ServiceTask};
use rules::Rules;
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub controller: Uuid,
    pub register: String,
    pub service_task: String,
    pub kind: String,
    pub state: String,
    pub asked_at: DateTime<Utc>,
    pub channel: String,
    pub object_kind: Option<String>,
    pub object_id: Option<Uuid>,
    pub object_label: Option<String>,
    pub wrong: Option<String>,
    pub correct: Option<String>,
    pub due_on: NaiveDate,
    pub extended_at: Option<DateTime<Utc>>,
    pub extended_reason: Option<String>,
    pub outcome: Option<String>,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answered_by: Option<Uuid>,
    pub seen_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Row {
    pub fn scope(&self) -> Scope {
        Scope {
            controller: self.controller,
            register: Register::parse(&self.register).unwrap_or(Register::Social),
            service_task: ServiceTask::parse(&self.service_task).unwrap_or(ServiceTask::OlderPeople),
            catalogue_row: 1,
        }
    }
}

/// The last day of answering what is asked on a day, and the version of the rules that says so. One on a weekend or a holiday rolls to
/// the next working day (150/1930).
pub(crate) fn due(rules: &Rules, today: NaiveDate) -> (NaiveDate, String) {
    let set = rules.rights.on(today);
    (roll_to_workday(add_months(today, set.body.answer.months)), set.version.clone())
}

/// A request as it is written.
pub(crate) struct NewRequest {
    pub client: ClientId,
    pub scope: Scope,
    pub kind: &'static str,
    pub channel: &'static str,
    pub asked_by: Option<Uuid>,
    pub identity_checked: Option<String>,
    pub reason: Option<String>,
    pub object_kind: Option<String>,
    pub object_id: Option<Uuid>,
    pub object_label: Option<String>,
    pub wrong: Option<String>,
    pub correct: Option<String>,
    pub unit_id: Option<Uuid>,
    pub due_on: NaiveDate,
    pub rule_version: String,
}

impl NewRequest {
    /// One about nothing in particular, of the register where the client's own sayings stand.
    pub fn of(client: ClientId, controller: Uuid) -> Self {
        Self {
            client,
            scope: Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 },
            kind: "correction",
            channel: "own",
            asked_by: None,
            identity_checked: None,
            reason: None,
            object_kind: None,
            object_id: None,
            object_label: None,
            wrong: None,
            correct: None,
            unit_id: None,
            due_on: NaiveDate::MIN,
            rule_version: String::new(),
        }
    }
}

pub(crate) async fn insert(work: &Work, new: NewRequest) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "kind",
        "state",
        "asked_at",
        "channel",
        "asked_by",
        "identity_checked",
        "reason",
        "object_kind",
        "object_id",
        "object_label",
        "wrong",
        "correct",
        "unit_id",
        "due_on",
        "rule_version",
        "version",
        "created_at",
        "updated_at",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        new.client.0.into(),
        new.scope.controller.into(),
        new.scope.register.code().into(),
        new.scope.service_task.code().into(),
        new.scope.catalogue_row.into(),
        new.kind.into(),
        "waiting".into(),
        work.at().into(),
        new.channel.into(),
        new.asked_by.into(),
        new.identity_checked.into(),
        new.reason.into(),
        new.object_kind.into(),
        new.object_id.into(),
        new.object_label.into(),
        new.wrong.into(),
        new.correct.into(),
        new.unit_id.into(),
        new.due_on.into(),
        new.rule_version.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ];
    sql::insert_many(work, "rights_request", &columns, vec![row]).await?;
    Ok(id)
}
