use std::collections::HashSet;

use kernel::workday::{add_months, roll_to_workday};
use kernel::{Register, Scope, ServiceTask};
use rules::Rules;
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::entries::{self, Asked};
use trust::{Own, Work};
use uuid::Uuid;

use super::model::{NewInquiry, words};
use crate::Error;
use crate::log::shown_since;

/// Which of these entries the client has asked about.
pub(crate) async fn asked(own: &Own, entries: &[Uuid]) -> Result<HashSet<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        log_id: Uuid,
    }
    if entries.is_empty() {
        return Ok(HashSet::new());
    }
    let (whose, mut values) = own.clients_sql("i", 1);
    let list = sql::params(values.len() + 1, entries.len());
    values.extend(entries.iter().map(|id| Value::from(*id)));
    let rows: Vec<Row> =
        sql::all(own.reader(), &format!("SELECT i.log_id FROM log_inquiry i WHERE {whose} AND i.log_id IN ({list})"), values).await?;
    Ok(rows.into_iter().map(|r| r.log_id).collect())
}

/// Asks about an entry that the client sees. Gives the inquiry's id.
///
/// # Errors
/// [`Error::NotFound`] for an entry that is not of theirs or is older than is shown; `already_asked`; words too short.
pub(super) async fn ask(work: &Work, rules: &Rules, own: &Own, log_id: Uuid, new: &NewInquiry) -> Result<Uuid, Error> {
    let text = words("/words", &new.words)?;
    let today = own.today();
    let since = kernel::helsinki_start(shown_since(rules, today));
    let only = Asked { since, until: None, before: None, by: None, record: None, only: Some(log_id) };
    let entry = entries::of(own, &only, 1).await?.pop().ok_or(Error::NotFound)?;
    if !asked(own, &[log_id]).await?.is_empty() {
        return Err(Error::State("already_asked"));
    }
    let set = rules.insight.on(today);
    // A last day on a weekend or a holiday rolls to the next working day (150/1930).
    let due = roll_to_workday(add_months(today, set.body.answer.months));
    // A question about the log belongs to the register that was used; one about both, to the social register.
    let registers: Vec<Register> = entry.registers.as_deref().unwrap_or_default().split(',').filter_map(Register::parse).collect();
    let (register, service_task) = match registers.as_slice() {
        [Register::Patient] => (Register::Patient, ServiceTask::Health),
        _ => (Register::Social, ServiceTask::OlderPeople),
    };
    let scope = Scope { controller: work.gate().controller(), register, service_task, catalogue_row: 1 };
    let id = work.new_id();
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "log_id",
        "entry_at",
        "entry_action",
        "entry_ground",
        "entry_actor_id",
        "entry_unit_id",
        "words",
        "asked_at",
        "due_on",
        "rule_version",
        "version",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        own.client().0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        log_id.into(),
        entry.at.into(),
        entry.action.into(),
        entry.ground.into(),
        entry.actor_id.filter(|_| entry.actor_kind == "staff").into(),
        entry.unit_id.into(),
        text.into(),
        work.at().into(),
        due.into(),
        set.version.clone().into(),
        1.into(),
    ];
    sql::insert_many(work, "log_inquiry", &columns, vec![row]).await?;
    let data = serde_json::json!({ "due_on": due, "rule_version": set.version });
    work.emit(NewEvent::new("insight.inquiry.asked", "log_inquiry", id).client(own.client().0).data(data)).await?;
    Ok(id)
}
