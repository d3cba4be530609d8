use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;

/// The name of the organiser on `today`: the organisation of the kind `county` that has stood longest. `None` before any has
/// been written in.
///
/// # Errors
/// When the database does not answer.
pub async fn county(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<Option<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
    }
    let text = "SELECT name FROM organisation WHERE kind = 'county' AND valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) \
                ORDER BY valid_from, id LIMIT 1";
    let row: Option<Row> = sql::one(conn, text, [today.into()]).await?;
    Ok(row.map(|r| r.name))
}
