//! What waits in a matter for whoever handles it: a client's message nobody has read, a hearing without an answer, a decision
//! in draft, a request for review, an appeal at a court.

use std::collections::HashMap;

use ::store::sql;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    matter_id: Uuid,
    code: String,
}

/// Codes of badges by matter, for matters the caller has reached by a proof; one statement.
pub async fn marks(conn: &impl ConnectionTrait, matters: &[Uuid]) -> Result<HashMap<Uuid, Vec<&'static str>>, DbErr> {
    let mut found: HashMap<Uuid, Vec<&'static str>> = HashMap::new();
    for chunk in matters.chunks(400) {
        let list = sql::params(1, chunk.len());
        let text = format!(
            "SELECT matter_id, 'unread_message' AS code FROM message WHERE matter_id IN ({list}) AND from_kind = 'client' AND read_at IS NULL \
             UNION SELECT matter_id, 'hearing' AS code FROM hearing WHERE matter_id IN ({list}) AND answered_at IS NULL \
             UNION SELECT matter_id, 'draft_decision' AS code FROM decision WHERE matter_id IN ({list}) AND state = 'draft' \
             UNION SELECT matter_id, 'review_request' AS code FROM review_request WHERE matter_id IN ({list}) AND state IN ('received', 'taken') \
             UNION SELECT matter_id, 'appeal' AS code FROM decision_appeal WHERE matter_id IN ({list}) AND state = 'pending'"
        );
        let rows: Vec<Row> = sql::all(conn, &text, chunk.iter().map(|id| Value::from(*id))).await?;
        for row in rows {
            let code = match row.code.as_str() {
                "unread_message" => "unread_message",
                "hearing" => "hearing",
                "review_request" => "review_request",
                "appeal" => "appeal",
                _ => "draft_decision",
            };
            found.entry(row.matter_id).or_default().push(code);
        }
    }
    Ok(found)
}
