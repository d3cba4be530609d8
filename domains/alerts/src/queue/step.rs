//! What is done of an alert: taken, given back, put off, closed.

use kernel::{ClientId, Problem, Register, ServiceTask};
use store::sea_orm::Value;
use store::{NewEvent, sql};
use trust::{Opened, Staff, Work, relation};
use uuid::Uuid;

use super::model::{AlertOutcome, AlertState, NewAlertClosing, NewAlertSnooze, ROW, Row, words};
use crate::Error;

/// The longest an alert is put off, in days.
const OFF_DAYS: i64 = 90;

/// An open alert of the client, on a desk of this professional's.
async fn held(work: &Work, opened: &Opened, staff: &Staff, id: Uuid) -> Result<Row, Error> {
    let (whose, mut values) = opened.clients_sql("a", 2);
    values.insert(0, id.into());
    let row: Option<Row> = sql::one(work, &format!("{ROW} WHERE a.id = $1 AND {whose}"), values).await?;
    let row = row.ok_or(Error::NotFound)?;
    let place = Register::parse(&row.register).zip(ServiceTask::parse(&row.service_task));
    let theirs = staff.team_ids.contains(&row.team_id)
        || row.handler_id.is_some_and(|handler| handler == staff.id || staff.substitutes_for.contains(&handler));
    if !theirs || !place.is_some_and(|(register, task)| opened.scopes().sees(register, task)) {
        return Err(Error::NotFound);
    }
    match row.state() {
        AlertState::Waiting | AlertState::Taken => Ok(row),
        AlertState::Lapsed => Err(Error::State("alert_lapsed")),
        AlertState::Done | AlertState::Dismissed => Err(Error::State("alert_closed")),
    }
}

/// Takes it: the others see who sees to it.
///
/// # Errors
/// [`Error::NotFound`] for one of another desk; `alert_taken`, `alert_closed`, `alert_lapsed`; 412.
pub(super) async fn take(work: &Work, opened: &Opened, staff: &Staff, id: Uuid, seen: i32) -> Result<(), Error> {
    let row = held(work, opened, staff, id).await?;
    if row.state() == AlertState::Taken {
        return Err(Error::State("alert_taken"));
    }
    let set = "state = 'taken', handler_id = $4, snoozed_until = NULL";
    write(work, &row, seen, set, vec![staff.id.into()]).await?;
    tell(work, "alerts.alert.taken", &row, serde_json::json!({ "handler_id": staff.id })).await
}

/// Gives it back to the desk. What holds no more goes off it at once.
///
/// # Errors
/// As [`take`]; `alert_not_taken`.
pub(super) async fn release(work: &Work, opened: &Opened, staff: &Staff, id: Uuid, seen: i32) -> Result<(), Error> {
    let row = held(work, opened, staff, id).await?;
    if row.state() != AlertState::Taken {
        return Err(Error::State("alert_not_taken"));
    }
    let state = if row.standing { AlertState::Waiting } else { AlertState::Lapsed };
    write(work, &row, seen, "state = $4, handler_id = NULL", vec![state.code().into()]).await?;
    if !row.standing {
        relation::end(work, row.id, None).await?;
    }
    tell(work, "alerts.alert.released", &row, serde_json::json!({ "handler_id": row.handler_id })).await
}

/// Puts it off until a day.
///
/// # Errors
/// As [`take`]; a day that has passed or is too far.
pub(super) async fn snooze(work: &Work, opened: &Opened, staff: &Staff, id: Uuid, seen: i32, new: &NewAlertSnooze) -> Result<(), Error> {
    let days = (new.until - work.today()).num_days();
    if days < 1 {
        return Err(Error::field("/until", "past"));
    }
    if days > OFF_DAYS {
        return Err(Error::field("/until", "too_far"));
    }
    let row = held(work, opened, staff, id).await?;
    write(work, &row, seen, "snoozed_until = $4", vec![new.until.into()]).await?;
    tell(work, "alerts.alert.snoozed", &row, serde_json::json!({ "until": new.until })).await
}

/// Closes it, saying what was done, or why nothing was, and whether it was of use. The team's tie by it ends.
///
/// # Errors
/// As [`take`]; words that are needed and missing.
pub(super) async fn close(work: &Work, opened: &Opened, staff: &Staff, id: Uuid, seen: i32, new: &NewAlertClosing) -> Result<(), Error> {
    let text = words(new.words.as_deref(), matches!(new.outcome, AlertOutcome::Dismissed | AlertOutcome::Other))?;
    let row = held(work, opened, staff, id).await?;
    let matter = led_to(work, opened, new).await?;
    let state = if new.outcome == AlertOutcome::Dismissed { AlertState::Dismissed } else { AlertState::Done };
    let set = "state = $4, closed_at = $3, closed_by = $5, outcome = $6, reason = $7, useful = $8, matter_id = $9, snoozed_until = NULL";
    let values: Vec<Value> = vec![
        state.code().into(),
        staff.id.into(),
        new.outcome.code().into(),
        text.map(str::to_owned).into(),
        new.useful.code().into(),
        matter.into(),
    ];
    write(work, &row, seen, set, values).await?;
    relation::end(work, row.id, None).await?;
    let data = serde_json::json!({ "outcome": new.outcome, "useful": new.useful, "handler_id": row.handler_id, "matter_id": matter });
    tell(work, "alerts.alert.closed", &row, data).await
}

/// The matter it led to: an open one of the client, within what is open to the one who closes. It was put on its way by the lobby's own
/// door, with that door's right and its line in the log.
async fn led_to(work: &Work, opened: &Opened, new: &NewAlertClosing) -> Result<Option<Uuid>, Error> {
    let id = match (new.outcome, new.matter_id) {
        (AlertOutcome::Matter, Some(id)) => id,
        (AlertOutcome::Matter, None) => return Err(Error::field("/matter_id", "required")),
        (_, None) => return Ok(None),
        (_, Some(_)) => return Err(Error::field("/matter_id", "not_in_list")),
    };
    match care::matter::lock(work, opened, id).await {
        Ok(matter) if matter.state != care::matter::MatterState::Closed => Ok(Some(id)),
        Ok(_) | Err(care::Error::NotFound) => Err(Error::field("/matter_id", "not_in_list")),
        Err(error) => Err(Error::Problem(error.into())),
    }
}

/// The next state, when nothing has happened since it was seen; `more` are the values from `$4` on.
async fn write(work: &Work, row: &Row, seen: i32, set: &str, more: Vec<Value>) -> Result<(), Error> {
    let text = format!("UPDATE alert SET {set}, version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2");
    let values: [Value; 3] = [row.id.into(), seen.into(), work.at().into()];
    if sql::exec(work, &text, values.into_iter().chain(more)).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": row.id, "version": row.version })).into());
    }
    Ok(())
}

async fn tell(work: &Work, kind: &'static str, row: &Row, data: serde_json::Value) -> Result<(), Error> {
    work.emit(NewEvent::new(kind, "alert", row.id).client(row.client_id).team(row.team_id).data(data)).await?;
    work.touched(&[ClientId(row.client_id)]);
    Ok(())
}
