//! The floor of the situation picture: the very statements the picture ran, with their values, as bare SQL on the same connections
//! through the same HTTP server; no session, no policy, no log line, no shaping. Statements of the gate itself are left out.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use store::sea_orm::{ConnectionTrait, FromQueryResult, JsonValue, Statement};
use uuid::Uuid;

type Held = Arc<(store::Reader, HashMap<Uuid, Vec<Statement>>)>;

/// What belongs to the gate and not to the picture.
pub fn of_the_gate(statement: &Statement) -> bool {
    [" FROM session ", "FROM care_relation", "identity_link", "FROM professional", "FROM access_log"]
        .iter()
        .any(|t| statement.sql.contains(t))
}

pub fn router(reader: store::Reader, statements: HashMap<Uuid, Vec<Statement>>) -> Router {
    Router::new().route("/floor/{id}", get(rows)).with_state(Arc::new((reader, statements)))
}

async fn rows(State(held): State<Held>, Path(id): Path<Uuid>) -> axum::Json<Vec<JsonValue>> {
    let mut all = Vec::new();
    for statement in &held.1[&id] {
        for row in held.0.query_all_raw(statement.clone()).await.unwrap() {
            all.push(JsonValue::from_query_result(&row, "").unwrap());
        }
    }
    axum::Json(all)
}
