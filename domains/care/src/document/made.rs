use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

/// What was made of a document: its assessment, plan, decision, notes and entries. Whoever may not see the document may not see
/// these either.
///
/// # Errors
/// When the database does not answer.
pub async fn made_of(conn: &impl ConnectionTrait, document: Uuid) -> Result<Vec<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let tables = ["assessment", "plan", "decision", "note", "payment_commitment", "disclosure_choice"];
    let text = tables.map(|table| format!("SELECT x.id FROM {table} x WHERE x.document_id = $1")).join(" UNION ALL ");
    let rows: Vec<Id> = sql::all(conn, &text, [document.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
