//! A matter's number: `A-2026-004711`. Runs from one each year, tells nothing of the client.

use ::store::sql;
use sea_orm::{DbErr, FromQueryResult};
use trust::Work;

#[derive(FromQueryResult)]
struct Row {
    taken: i32,
}

/// Takes the next `count` numbers of a year and gives the first. The counter's row is held until the work ends, so numbers
/// neither clash nor, when the work fails, leave gaps.
pub async fn take(work: &Work, year: i32, count: i32) -> Result<i32, DbErr> {
    let text = "INSERT INTO matter_number (year, taken) VALUES ($1, $2) \
                ON CONFLICT (year) DO UPDATE SET taken = matter_number.taken + excluded.taken RETURNING taken";
    let row: Option<Row> = sql::one(work, text, [year.into(), count.into()]).await?;
    row.map(|r| r.taken - count + 1).ok_or_else(|| DbErr::Custom("no number was given".into()))
}

pub fn written(year: i32, number: i32) -> String {
    format!("A-{year}-{number:06}")
}
