use chrono::NaiveDate;
use kernel::workday::{add_months, roll_to_workday};
use kernel::{ClientId, Problem};
use notices::Waiting;
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::{Own, Staff, Work};
use uuid::Uuid;

use super::list::whose;
use super::model::{CorrectionOutcome, NewExtension, NewRightsAnswer, words};
use super::store::Row;
use crate::{Error, RightsRoom};

/// A request of one's own desk, as it stands inside the change.
///
/// # Errors
/// [`Error::NotFound`] for one of another's desk.
pub(crate) async fn held(work: &Work, staff: &Staff, id: Uuid) -> Result<Row, Error> {
    let (own, mut values) = whose(staff, work.today(), 2);
    values.insert(0, id.into());
    let row: Option<Row> = sql::one(work, &format!("SELECT r.* FROM rights_request r WHERE r.id = $1 AND {own}"), values).await?;
    row.ok_or(Error::NotFound)
}

/// Answers a request to mend. What was wrong stays as history. The client is told that something waits.
///
/// # Errors
/// `already_answered`, `not_a_correction`; a version that has moved on; words too short.
pub(super) async fn answer(
    room: &RightsRoom,
    work: &Work,
    staff: &Staff,
    id: Uuid,
    seen: i32,
    new: &NewRightsAnswer,
) -> Result<ClientId, Error> {
    let text = words("/answer", &new.answer)?;
    let row = held(work, staff, id).await?;
    if row.kind != "correction" {
        return Err(Error::State("not_a_correction"));
    }
    if row.state != "waiting" {
        return Err(Error::State("already_answered"));
    }
    let state = if new.outcome == CorrectionOutcome::Refused { "refused" } else { "done" };
    let update = "UPDATE rights_request SET state = $1, outcome = $2, answer = $3, answered_by = $4, answered_at = $5, updated_at = $5, \
                  version = version + 1 WHERE id = $6 AND version = $7 AND state = 'waiting'";
    let values: [Value; 7] =
        [state.into(), new.outcome.code().into(), text.into(), staff.id.into(), work.at().into(), id.into(), seen.into()];
    if sql::exec(work, update, values).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    let data = serde_json::json!({ "outcome": new.outcome.code() });
    work.emit(NewEvent::new("rights.request.answered", "rights_request", id).client(row.client_id).data(data)).await?;
    tell(room, work, &row, format!("rights_request/{id}/answer")).await?;
    Ok(ClientId(row.client_id))
}

/// Puts the last day off, once and within the first time, and says why to the client (GDPR 12(3)).
///
/// # Errors
/// `already_answered`, `already_extended`, `too_late`; a version that has moved on; words too short.
pub(super) async fn extend(
    room: &RightsRoom,
    work: &Work,
    staff: &Staff,
    id: Uuid,
    seen: i32,
    new: &NewExtension,
) -> Result<ClientId, Error> {
    let reason = words("/reason", &new.reason)?;
    let row = held(work, staff, id).await?;
    if row.state != "waiting" {
        return Err(Error::State("already_answered"));
    }
    if row.extended_at.is_some() {
        return Err(Error::State("already_extended"));
    }
    if row.due_on < work.today() {
        return Err(Error::State("too_late"));
    }
    let months = room.rules.rights.on(work.today()).body.extension.months;
    let due: NaiveDate = roll_to_workday(add_months(row.due_on, months));
    let update = "UPDATE rights_request SET due_on = $1, extended_at = $2, extended_reason = $3, updated_at = $2, seen_at = NULL, version = version + 1 \
                  WHERE id = $4 AND version = $5";
    let values: [Value; 5] = [due.into(), work.at().into(), reason.into(), id.into(), seen.into()];
    if sql::exec(work, update, values).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    let data = serde_json::json!({ "due_on": due });
    work.emit(NewEvent::new("rights.request.extended", "rights_request", id).client(row.client_id).data(data)).await?;
    tell(room, work, &row, format!("rights_request/{id}/extension")).await?;
    Ok(ClientId(row.client_id))
}

async fn tell(room: &RightsRoom, work: &Work, row: &Row, key: String) -> Result<(), Error> {
    let waiting = Waiting {
        client: ClientId(row.client_id),
        scope: row.scope(),
        matter_id: None,
        occasion: "message",
        object_kind: "rights_request",
        object_id: row.id,
        key,
    };
    room.notices.tell(work, waiting).await?;
    Ok(())
}

/// The client has seen the answers there are.
pub(super) async fn seen(work: &Work, own: &Own) -> Result<(), Error> {
    let (whose, mut values) = own.clients_sql("rights_request", 2);
    values.insert(0, work.at().into());
    let text = format!(
        "UPDATE rights_request SET seen_at = $1 WHERE (answered_at IS NOT NULL OR extended_at IS NOT NULL) AND seen_at IS NULL AND {whose}"
    );
    if sql::exec(work, &text, values).await?.rows_affected() > 0 {
        work.emit(NewEvent::new("rights.request.seen", "client", own.client().0).client(own.client().0)).await?;
    }
    Ok(())
}
