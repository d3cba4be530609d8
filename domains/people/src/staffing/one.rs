//! What every change of one professional shares: changes one at a time, the version seen, the administrators that must stay.

use chrono::NaiveDate;
use kernel::Problem;
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use store::sql;
use trust::Work;
use uuid::Uuid;

use super::range::Range;
use super::see;
use crate::error::Error;

/// Changes of the directory come one after another: two administrators who take the role from each other at once must not
/// both succeed. SQLite has one writer anyway.
pub async fn alone(work: &Work) -> Result<(), DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        sql::rows(work, "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended('people.staffing', 0))) AS held", []).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    version: i32,
}

/// Holds a professional for a change: the version must be the one seen, and becomes the next. Gives the employment.
///
/// # Errors
/// [`Error::NotFound`]; 412 with the professional as they are now.
pub async fn hold(work: &Work, id: Uuid, seen: i32) -> Result<Range, Error> {
    alone(work).await?;
    let row: Option<Row> = sql::one(work, "SELECT valid_from, valid_to, version FROM professional WHERE id = $1", [id.into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.version != seen {
        let current = see::find(work, id, work.today()).await?;
        return Err(Problem::version_conflict(current).into());
    }
    sql::exec(work, "UPDATE professional SET version = version + 1, updated_at = $2 WHERE id = $1", [id.into(), work.at().into()]).await?;
    Ok(Range::new(row.valid_from, row.valid_to))
}

/// One line of the professional's history, with the change.
pub async fn tell(work: &Work, kind: &'static str, id: Uuid, data: serde_json::Value) -> Result<(), DbErr> {
    work.emit(NewEvent::new(kind, "professional", id).data(data)).await
}

/// Until which day somebody who can log in is an administrator, counted from today without looking at who only begins later.
/// `None`: nobody is; the end of time: for good.
pub async fn administered_until(work: &Work) -> Result<Option<NaiveDate>, DbErr> {
    #[derive(FromQueryResult)]
    struct Until {
        role_to: Option<NaiveDate>,
        employed_to: Option<NaiveDate>,
    }
    let log_in = if work.gate().birth() == store::Birth::Production { "AND p.subject IS NOT NULL" } else { "" };
    let text = format!(
        "SELECT r.valid_to AS role_to, p.valid_to AS employed_to FROM staff_role r JOIN professional p ON p.id = r.professional_id \
         WHERE r.role = 'administrator' AND r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to >= $1) \
         AND p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to >= $1) {log_in}"
    );
    let rows: Vec<Until> = sql::all(work, &text, [work.today().into()]).await?;
    let end = |day: Option<NaiveDate>| day.unwrap_or(NaiveDate::MAX);
    Ok(rows.iter().map(|r| end(r.role_to).min(end(r.employed_to))).max())
}

/// Refuses a change after which the node is administered for a shorter time than `before`: give another the role first.
pub async fn still_administered(work: &Work, before: Option<NaiveDate>) -> Result<(), Error> {
    if administered_until(work).await? < before { Err(Error::State("last_administrator")) } else { Ok(()) }
}
