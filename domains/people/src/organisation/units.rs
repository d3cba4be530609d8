use std::collections::HashMap;

use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

/// Names of all units by id, also of those that have ended: old rows go on naming them.
///
/// # Errors
/// When the database does not answer.
pub async fn units_by_id(conn: &impl ConnectionTrait) -> Result<HashMap<Uuid, String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        name: String,
    }
    let rows: Vec<Row> = sql::all(conn, "SELECT id, name FROM unit", []).await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}
