use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Opened;
use uuid::Uuid;

/// How many originals of an identity came from sources.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Received {
    pub client_id: Uuid,
    pub n: i64,
}

/// Originals received of the opened identities, in the whole time or since an instant, as far as the viewer's scopes reach.
///
/// # Errors
/// When the database does not answer.
pub async fn received(opened: &Opened, since: Option<DateTime<Utc>>) -> Result<Vec<Received>, DbErr> {
    let (whose, values) = opened.clients_sql("o", 2);
    let text = format!(
        "SELECT o.client_id, COUNT(*) AS n FROM original o WHERE o.received_at > $1 AND o.is_current = TRUE AND {whose} AND {} GROUP BY o.client_id",
        opened.scopes().sql("o")
    );
    let since = Value::from(since.unwrap_or(DateTime::UNIX_EPOCH));
    sql::all(opened.reader(), &text, std::iter::once(since).chain(values)).await
}
