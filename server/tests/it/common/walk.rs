//! What a walk over all routes needs: who walks, what path parameters stand for, and a body that fits each route.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use store::sea_orm::FromQueryResult;
use store::sql;
use uuid::Uuid;

use super::House;

pub const ROLES: &[&str] = &[
    "nobody",
    "client",
    "home_care_nurse",
    "acute_nurse",
    "care_coordinator",
    "case_manager",
    "social_worker",
    "team_lead",
    "administrator",
    "data_protection_officer",
];

/// What path parameters stand for: ids of one matter of the case manager's, its client, and the things in it.
pub async fn fixture(house: &House) -> BTreeMap<&'static str, Uuid> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    house.gate.flush_log().await;
    let job = house.gate.job("test.fixture", "test", None);
    let one = |text: &'static str, value: Uuid| {
        let reader = job.reader().clone();
        async move { sql::one::<Row>(&reader, text, [value.into()]).await.unwrap().map(|r| r.id) }
    };
    let handler = house.subject("case_manager");
    let matter = one("SELECT id FROM matter WHERE handler_id = $1 AND state = 'open' ORDER BY number LIMIT 1", handler)
        .await
        .expect("the case manager has a matter");
    let client =
        one("SELECT client_id AS id FROM matter_client WHERE matter_id = $1 AND left_at IS NULL ORDER BY main DESC LIMIT 1", matter)
            .await
            .unwrap();
    let mut ids = BTreeMap::from([("matters", matter), ("clients", client)]);
    for (name, text, of) in [
        ("documents", "SELECT id FROM document WHERE matter_id = $1 LIMIT 1", matter),
        ("decisions", "SELECT id FROM decision WHERE matter_id = $1 LIMIT 1", matter),
        ("notes", "SELECT id FROM note WHERE matter_id = $1 LIMIT 1", matter),
        ("customerships", "SELECT id FROM customership WHERE client_id = $1 LIMIT 1", client),
        ("contacts", "SELECT id FROM contact_detail WHERE client_id = $1 LIMIT 1", client),
        ("close-ones", "SELECT id FROM close_one WHERE client_id = $1 LIMIT 1", client),
    ] {
        if let Some(id) = one(text, of).await {
            ids.insert(name, id);
        }
    }
    ids
}

/// A path with its parameters filled in: an id by the word before it, else a plausible code, else an id of nothing.
pub fn fill(path: &str, ids: &BTreeMap<&str, Uuid>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('/') {
        let before = parts.last().cloned().unwrap_or_default();
        parts.push(match part {
            "{register}" => "patient".into(),
            "{kind}" if before == "structures" => "assessment".into(),
            "{kind}" if before == "rules" => "routing".into(),
            "{kind}" => "record_entry".into(),
            "{v}" | "{version}" => "1".into(),
            // An item of the data catalogue.
            "{row}" => "18".into(),
            p if p.starts_with('{') => ids.get(before.as_str()).copied().unwrap_or_else(|| Uuid::from_u128(7)).to_string(),
            p => p.into(),
        });
    }
    parts.join("/")
}

/// A form with one small file of plain text.
const FILE: &str =
    "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\nabc\r\n--cut--\r\n";

/// A body that fits the schema, so that a request reaches the gate.
fn example(schema: &Value, api: &Value, ids: &BTreeMap<&str, Uuid>) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return example(&api["components"]["schemas"][name.rsplit('/').next().unwrap()], api, ids);
    }
    if let Some(first) = schema["oneOf"]
        .as_array()
        .or(schema["anyOf"].as_array())
        .or(schema["allOf"].as_array())
        .and_then(|a| a.iter().find(|s| s["type"] != "null"))
    {
        return example(first, api, ids);
    }
    if !schema["example"].is_null() {
        return schema["example"].clone();
    }
    if let Some(first) = schema["enum"].as_array().and_then(|a| a.first()) {
        return first.clone();
    }
    let kind = schema["type"]
        .as_str()
        .or_else(|| schema["type"].as_array().and_then(|a| a.iter().filter_map(Value::as_str).find(|t| *t != "null")));
    match kind {
        Some("object") => {
            let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut object = serde_json::Map::new();
            for name in required {
                let value = match name {
                    "client_ids" => json!([ids["clients"]]),
                    "client_id" => json!(ids["clients"]),
                    _ => example(&schema["properties"][name], api, ids),
                };
                object.insert(name.into(), value);
            }
            Value::Object(object)
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(false),
        _ => match schema["format"].as_str() {
            Some("uuid") => json!(Uuid::from_u128(7)),
            Some("date") => json!("2026-01-02"),
            Some("date-time") => json!("2026-01-02T10:00:00Z"),
            _ => json!("x"),
        },
    }
}

/// The content type and text of a request body, when the route takes one.
pub fn body_of(entry: &Value, api: &Value, ids: &BTreeMap<&str, Uuid>) -> Option<(&'static str, String)> {
    let content = entry["requestBody"]["content"].as_object()?;
    if content.contains_key("multipart/form-data") {
        return Some(("multipart/form-data; boundary=cut", FILE.to_owned()));
    }
    let shape = content.get("application/json").or(content.get("application/fhir+json"));
    Some(("application/json", example(&shape.expect("a body the walk can make")["schema"], api, ids).to_string()))
}

/// Each role's browser, logged in.
pub async fn callers(house: &House) -> Vec<super::Caller> {
    let mut callers = Vec::new();
    for role in ROLES {
        callers.push(match *role {
            "nobody" => house.nobody(),
            "client" => house.log_in("client_aino").await,
            role => house.log_in(role).await,
        });
    }
    callers
}
