//! The client's own reminders. They are theirs alone: staff do not see them, and nobody sets them for another.

use axum::extract::Path;
use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Problem, Register, Scope};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::{NewEvent, sql};
use trust::{Answer, ClientSession, IdemJson, IfMatch, Json, Own, OwnChange, Work};
use uuid::Uuid;

use super::model::{NewOwnReminder, OwnReminder, OwnReminderMade, ReminderRepeats};
use super::when::{clock, minute, next};
use crate::{Error, ROW, actions};

/// The longest words of one.
const LONGEST: usize = 200;
/// Reminders that one person can have at once; more is a list nobody follows.
const MOST: usize = 30;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    words: String,
    starts_on: NaiveDate,
    minute: i32,
    repeats: String,
    next_at: Option<DateTime<Utc>>,
    last_at: Option<DateTime<Utc>>,
    removed_at: Option<DateTime<Utc>>,
    version: i32,
}

const REMINDER: &str =
    "SELECT r.id, r.words, r.starts_on, r.minute, r.repeats, r.next_at, r.last_at, r.removed_at, r.version FROM own_reminder r";

impl Row {
    fn repeats(&self) -> ReminderRepeats {
        ReminderRepeats::parse(&self.repeats).unwrap_or(ReminderRepeats::Once)
    }
}

/// Those in force, by when they come next; those that have come for the last time stand last.
async fn told(own: &Own) -> Result<Vec<OwnReminder>, DbErr> {
    let (whose, values) = own.clients_sql("r", 1);
    let shown = own.shown_sql("r", None);
    let text = format!(
        "{REMINDER} WHERE {whose}{shown} AND r.removed_at IS NULL \
         ORDER BY CASE WHEN r.next_at IS NULL THEN 1 ELSE 0 END, r.next_at, r.last_at DESC, r.id LIMIT {}",
        MOST * 2
    );
    let rows: Vec<Row> = sql::all(own.reader(), &text, values).await?;
    let told = rows.into_iter().map(|row| OwnReminder {
        id: row.id,
        version: row.version,
        on: row.starts_on,
        at: clock(row.minute),
        repeats: row.repeats(),
        words: row.words,
        next_at: row.next_at,
        last_at: row.last_at,
    });
    Ok(told.collect())
}

/// One of one's own, removed or not.
async fn held(change: &OwnChange, id: Uuid) -> Result<Row, Error> {
    let own = change.own();
    let (whose, mut values) = own.clients_sql("r", 2);
    values.insert(0, id.into());
    let text = format!("{REMINDER} WHERE r.id = $1 AND {whose}{}", own.shown_sql("r", None));
    sql::one(own.reader(), &text, values).await?.ok_or(Error::NotFound)
}

async fn tell(work: &mut Work, kind: &'static str, change: &OwnChange, id: Uuid) -> Result<(), Error> {
    work.object("own_reminder", id);
    Ok(work.emit(NewEvent::new(kind, "own_reminder", id).client(change.own().client().0)).await?)
}

/// One's own reminders.
#[utoipa::path(get, path = "/api/v1/client/reminders", tag = "own", operation_id = "own_reminders",
    responses((status = 200, body = Vec<OwnReminder>), (status = 401, body = Problem)),
    extensions(("x-action" = json!("experience.reminder.look"))))]
pub(crate) async fn list(session: ClientSession) -> Result<Json<Vec<OwnReminder>>, Problem> {
    let own = session.open(&actions::OWN_REMINDERS).await?;
    Ok(Json(told(&own).await.map_err(Error::from)?))
}

/// Sets a reminder.
#[utoipa::path(post, path = "/api/v1/client/reminders", tag = "own", operation_id = "set_own_reminder",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewOwnReminder,
    responses((status = 201, body = OwnReminderMade), (status = 401, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("experience.reminder.set"))))]
pub(crate) async fn set(session: ClientSession, body: IdemJson<NewOwnReminder>) -> Result<Answer, Problem> {
    let change = session.change(&actions::REMINDER_SET).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let own = change.own();
    let new = &body.value;
    let words = new.words.trim();
    match words.chars().count() {
        0 => return Err(Error::field("/words", "required").into()),
        n if n > LONGEST => return Err(Error::field("/words", "too_long").into()),
        _ => {}
    }
    let at = minute(&new.at).ok_or_else(|| Error::field("/at", "not_a_time"))?;
    let next_at = next(new.on, at, new.repeats, own.at()).ok_or_else(|| Error::field("/on", "in_past"))?;
    if told(own).await.map_err(Error::from)?.iter().filter(|one| one.next_at.is_some()).count() >= MOST {
        return Err(Error::State("reminders_many").into());
    }
    let mut work = change.begin().await?;
    let id = work.new_id();
    let row = NewReminder { id, client: own.client(), words, on: new.on, minute: at, repeats: new.repeats, next_at: Some(next_at) };
    insert(&work, &row).await.map_err(Error::from)?;
    tell(&mut work, "experience.reminder.set", &change, id).await?;
    let made = OwnReminderMade { id };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// A reminder to be written.
pub(crate) struct NewReminder<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub words: &'a str,
    pub on: NaiveDate,
    pub minute: i32,
    pub repeats: ReminderRepeats,
    pub next_at: Option<DateTime<Utc>>,
}

pub(crate) async fn insert(work: &Work, new: &NewReminder<'_>) -> Result<(), DbErr> {
    let scope = own_scope(work.gate().controller());
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "words",
        "starts_on",
        "minute",
        "repeats",
        "next_at",
        "version",
        "created_at",
        "updated_at",
    ];
    let row: Vec<Value> = vec![
        new.id.into(),
        new.client.0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        new.words.into(),
        new.on.into(),
        new.minute.into(),
        new.repeats.code().into(),
        new.next_at.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ];
    sql::insert_many(work, "own_reminder", &columns, vec![row]).await
}

/// What comes from the client's own side is of no professional's register; the node keeps it with the social one.
pub(crate) fn own_scope(controller: Uuid) -> Scope {
    Scope { controller, register: Register::Social, service_task: trust::opening::whole(Register::Social), catalogue_row: ROW }
}

/// Removes a reminder, or takes the removing back: what it would have told meanwhile is not told any more.
async fn put(change: &OwnChange, id: Uuid, seen: i32, removed: bool) -> Result<(), Problem> {
    let row = held(change, id).await?;
    let mut work = change.begin().await?;
    let next_at = match removed {
        true => None,
        false => next(row.starts_on, row.minute, row.repeats(), work.at()),
    };
    if removed == row.removed_at.is_some() {
        return Err(Error::State(if removed { "reminder_removed" } else { "reminder_there" }).into());
    }
    let removed_at = removed.then(|| work.at());
    let text =
        "UPDATE own_reminder SET removed_at = $1, next_at = $2, version = version + 1, updated_at = $3 WHERE id = $4 AND version = $5";
    let values: [Value; 5] = [removed_at.into(), next_at.into(), work.at().into(), id.into(), seen.into()];
    if sql::exec(&work, text, values).await.map_err(Error::from)?.rows_affected() != 1 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })));
    }
    tell(&mut work, if removed { "experience.reminder.removed" } else { "experience.reminder.restored" }, change, id).await?;
    work.commit().await
}

/// Removes a reminder.
#[utoipa::path(post, path = "/api/v1/client/reminders/{id}/remove", tag = "own", operation_id = "remove_own_reminder",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("experience.reminder.remove"))))]
pub(crate) async fn remove(session: ClientSession, Path(id): Path<Uuid>, seen: IfMatch) -> Result<StatusCode, Problem> {
    put(&session.change(&actions::REMINDER_REMOVE).await?, id, seen.0, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the removing back.
#[utoipa::path(post, path = "/api/v1/client/reminders/{id}/restore", tag = "own", operation_id = "restore_own_reminder",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("experience.reminder.restore"))))]
pub(crate) async fn restore(session: ClientSession, Path(id): Path<Uuid>, seen: IfMatch) -> Result<StatusCode, Problem> {
    put(&session.change(&actions::REMINDER_RESTORE).await?, id, seen.0, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
