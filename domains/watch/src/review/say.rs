use kernel::{ClientId, Problem};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Role, Staff, Work};
use uuid::Uuid;

use super::list::whose;
use super::model::{NewWatchDecision, NewWatchWords, WatchOutcome, WatchState, words};
use crate::Error;

#[derive(FromQueryResult)]
struct Row {
    client_id: Option<Uuid>,
    state: String,
    settled: bool,
    version: i32,
}

/// A review of this supervisor's queue.
async fn of_queue(work: &Work, staff: &Staff, id: Uuid) -> Result<Row, Error> {
    let (own, mut values) = whose(staff, work.today(), 2);
    values.insert(0, id.into());
    let text = format!("SELECT r.client_id, r.state, r.settled, r.version FROM watch_review r WHERE r.id = $1 AND {own}");
    let row: Option<Row> = sql::one(work, &text, values).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.settled { Err(Error::State("already_reviewed")) } else { Ok(row) }
}

/// Asks the one who looked to tell why.
///
/// # Errors
/// [`Error::NotFound`] for one of another's queue; `already_reviewed`, `already_asked`; 412; words too short.
pub(super) async fn ask(work: &Work, staff: &Staff, id: Uuid, seen: i32, new: &NewWatchWords) -> Result<(), Error> {
    let text = words(&new.words)?;
    let row = of_queue(work, staff, id).await?;
    if row.state == WatchState::Asked.code() {
        return Err(Error::State("already_asked"));
    }
    step(work, id, seen, &row, WatchState::Asked, None).await?;
    word(work, id, Said { kind: "asked", outcome: None, reported_to: None, words: text }, staff.id).await?;
    tell(work, "watch.review.asked", id, row.client_id, serde_json::json!({})).await
}

/// Says what was found, and why. It is final; what is passed on goes to the work list of the data protection officer, whose screen
/// hears of it.
///
/// # Errors
/// As [`ask`].
pub(super) async fn decide(work: &Work, staff: &Staff, id: Uuid, seen: i32, new: &NewWatchDecision) -> Result<(), Error> {
    let text = words(&new.words)?;
    let row = of_queue(work, staff, id).await?;
    step(work, id, seen, &row, WatchState::Settled, Some(new.outcome)).await?;
    word(work, id, Said { kind: "decided", outcome: Some(new.outcome.code()), reported_to: None, words: text }, staff.id).await?;
    let data = match new.outcome {
        WatchOutcome::PassedOn => serde_json::json!({ "outcome": new.outcome, "for_role": Role::DataProtectionOfficer.code() }),
        WatchOutcome::Justified | WatchOutcome::NotJustified => serde_json::json!({ "outcome": new.outcome }),
    };
    tell(work, "watch.review.decided", id, row.client_id, data).await
}

/// The one who looked tells why.
///
/// # Errors
/// [`Error::NotFound`] for another's; `not_asked`; 412; words too short.
pub(super) async fn explain(work: &Work, staff: &Staff, id: Uuid, seen: i32, new: &NewWatchWords) -> Result<(), Error> {
    let text = words(&new.words)?;
    let query = "SELECT client_id, state, settled, version FROM watch_review WHERE id = $1 AND professional_id = $2";
    let row: Option<Row> = sql::one(work, query, [id.into(), staff.id.into()]).await?;
    // One that nobody has asked about looks like one that is not there.
    let row = row.filter(|row| row.state != WatchState::Waiting.code()).ok_or(Error::NotFound)?;
    if row.settled || row.state != WatchState::Asked.code() {
        return Err(Error::State("not_asked"));
    }
    step(work, id, seen, &row, WatchState::Answered, None).await?;
    word(work, id, Said { kind: "explained", outcome: None, reported_to: None, words: text }, staff.id).await?;
    tell(work, "watch.review.explained", id, row.client_id, serde_json::json!({})).await
}

/// The next state, when nothing has happened since it was seen.
async fn step(work: &Work, id: Uuid, seen: i32, row: &Row, to: WatchState, outcome: Option<WatchOutcome>) -> Result<(), Error> {
    let text = "UPDATE watch_review SET state = $1, settled = $2, outcome = $3, version = version + 1 WHERE id = $4 AND version = $5 AND NOT settled";
    let values: [Value; 5] =
        [to.code().into(), (to == WatchState::Settled).into(), outcome.map(WatchOutcome::code).into(), id.into(), seen.into()];
    if sql::exec(work, text, values).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    Ok(())
}

/// A word as it is written: what came of it in a code, when something did.
pub(crate) struct Said<'a> {
    pub kind: &'static str,
    pub outcome: Option<&'static str>,
    pub reported_to: Option<&'static str>,
    pub words: &'a str,
}

pub(crate) async fn word(work: &Work, id: Uuid, said: Said<'_>, by: Uuid) -> Result<(), DbErr> {
    let columns = ["id", "review_id", "kind", "outcome", "reported_to", "words", "by_id", "at"];
    let row: Vec<Value> = vec![
        work.new_id().into(),
        id.into(),
        said.kind.into(),
        said.outcome.into(),
        said.reported_to.into(),
        said.words.into(),
        by.into(),
        work.at().into(),
    ];
    sql::insert_many(work, "watch_word", &columns, vec![row]).await
}

pub(crate) async fn tell(work: &Work, kind: &'static str, id: Uuid, client: Option<Uuid>, data: serde_json::Value) -> Result<(), Error> {
    let event = NewEvent::new(kind, "watch_review", id).data(data);
    let event = match client {
        Some(client) => event.client(client),
        None => event,
    };
    work.emit(event).await?;
    if let Some(client) = client {
        work.touched(&[ClientId(client)]);
    }
    Ok(())
}
