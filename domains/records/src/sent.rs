use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

/// A resource a source has sent of a client, and the revision of it that stands.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SentResource {
    pub id: Uuid,
    pub version: i32,
}

/// The observations with one of these codes and the answers to forms that sources have sent of a client, whatever their status. Their
/// originals are opened by [`crate::intake::kept`].
///
/// # Errors
/// When the database does not answer.
pub async fn measured(conn: &impl ConnectionTrait, client: ClientId, codes: &[String]) -> Result<Vec<SentResource>, DbErr> {
    let text = format!(
        "SELECT r.id, r.version FROM source_resource r WHERE r.client_id = $1 AND (r.resource_type = 'QuestionnaireResponse' \
         OR (r.resource_type = 'Observation' AND EXISTS (SELECT 1 FROM record_entry e WHERE e.id = r.id AND e.code IN ({})))) ORDER BY r.id",
        sql::params(2, codes.len())
    );
    sql::all(conn, &text, std::iter::once(Value::from(client.0)).chain(codes.iter().map(|code| Value::from(code.clone())))).await
}
