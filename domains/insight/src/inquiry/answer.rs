use kernel::{ClientId, Problem, Register, Scope, ServiceTask};
use notices::Waiting;
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::{Own, Staff, Work};
use uuid::Uuid;

use super::list::whose;
use super::model::{NewAnswer, Row, words};
use crate::{Error, Insight};

/// Answers a question of one's own queue, and tells the client that something waits. Gives whose it was.
///
/// # Errors
/// [`Error::NotFound`] for one of another's queue; `already_answered`; a version that has moved on; words too short.
pub(super) async fn answer(room: &Insight, work: &Work, staff: &Staff, id: Uuid, seen: i32, new: &NewAnswer) -> Result<ClientId, Error> {
    let text = words("/answer", &new.answer)?;
    let (own, mut values) = whose(staff, work.today(), 2);
    values.insert(0, id.into());
    let row: Option<Row> = sql::one(work, &format!("SELECT i.* FROM log_inquiry i WHERE i.id = $1 AND {own}"), values).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.answered_at.is_some() {
        return Err(Error::State("already_answered"));
    }
    let update = "UPDATE log_inquiry SET answer = $1, answered_by = $2, answered_at = $3, version = version + 1 \
                  WHERE id = $4 AND version = $5 AND answered_at IS NULL";
    let values: [Value; 5] = [text.into(), staff.id.into(), work.at().into(), id.into(), seen.into()];
    if sql::exec(work, update, values).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    let client = ClientId(row.client_id);
    work.emit(NewEvent::new("insight.inquiry.answered", "log_inquiry", id).client(row.client_id)).await?;
    let scope = Scope {
        controller: row.controller,
        register: Register::parse(&row.register).unwrap_or(Register::Social),
        service_task: ServiceTask::parse(&row.service_task).unwrap_or(ServiceTask::OlderPeople),
        catalogue_row: 1,
    };
    let waiting = Waiting {
        client,
        scope,
        matter_id: None,
        occasion: "message",
        object_kind: "log_inquiry",
        object_id: id,
        key: format!("log_inquiry/{id}"),
    };
    room.notices.tell(work, waiting).await?;
    Ok(client)
}

/// The client has seen the answers there are.
pub(super) async fn seen(work: &Work, own: &Own) -> Result<(), Error> {
    let (whose, mut values) = own.clients_sql("log_inquiry", 2);
    values.insert(0, work.at().into());
    let text = format!("UPDATE log_inquiry SET seen_at = $1 WHERE answered_at IS NOT NULL AND seen_at IS NULL AND {whose}");
    if sql::exec(work, &text, values).await?.rows_affected() > 0 {
        work.emit(NewEvent::new("insight.inquiry.seen", "client", own.client().0).client(own.client().0)).await?;
    }
    Ok(())
}
