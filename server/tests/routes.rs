//! Every route with every role, against a table people can read: `tests/routes.tsv`. `PUNOS_DUMP_ROUTES=1` writes the table as the
//! program now answers; the change is then reviewed line by line.
//!
//! A cell says what the role gets for a client it is tied to as its persona is (the case manager's own client, say):
//! `in` the gate let it through (whatever the room then answered) · `refused` 403 · `hidden` 404 · `login` 401.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)] // a test says no by panicking

mod common;

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use common::House;
use serde_json::{Value, json};
use store::sea_orm::FromQueryResult;
use store::{both, sql};
use uuid::Uuid;

const ROLES: &[&str] = &[
    "nobody",
    "client",
    "home_care_nurse",
    "acute_nurse",
    "care_coordinator",
    "case_manager",
    "social_worker",
    "team_lead",
    "administrator",
];

/// What path parameters stand for: ids of one matter of the case manager's, its client, and the things in it.
async fn fixture(house: &House) -> BTreeMap<&'static str, Uuid> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
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
fn fill(path: &str, ids: &BTreeMap<&str, Uuid>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('/') {
        let before = parts.last().cloned().unwrap_or_default();
        parts.push(match part {
            "{register}" => "patient".into(),
            "{kind}" if before == "structures" => "assessment".into(),
            "{kind}" if before == "rules" => "routing".into(),
            "{kind}" => "record_entry".into(),
            "{v}" | "{version}" => "1".into(),
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

fn word(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "login",
        StatusCode::FORBIDDEN => "refused",
        StatusCode::NOT_FOUND => "hidden",
        s if s.is_server_error() => "BROKEN",
        _ => "in",
    }
}

both!(
    async fn every_route_answers_every_role_as_the_table_says(db: TestDb) {
        let house = House::new(&mut db).await;
        let ids = fixture(&house).await;
        let api = serde_json::to_value(server::app::openapi()).unwrap();
        let mut callers = Vec::new();
        for role in ROLES {
            callers.push(match *role {
                "nobody" => house.nobody(),
                "client" => house.log_in("client_aino").await,
                role => house.log_in(role).await,
            });
        }
        let mut table = format!("method\tpath\taction\t{}\n", ROLES.join("\t"));
        let job = house.gate.job("test.log", "test", None);
        for (path, methods) in api["paths"].as_object().unwrap() {
            for (method, entry) in methods.as_object().unwrap() {
                let action = entry["x-action"].as_str().unwrap_or_else(|| panic!("{method} {path} has no x-action"));
                assert!(server::app::actions().iter().any(|a| a.name == action), "{method} {path}: no action {action}");
                if path.starts_with("/api/v1/session/") {
                    continue; // they begin and end the sessions this test walks with
                }
                table += &format!("{}\t{path}\t{action}", method.to_uppercase());
                let body = entry["requestBody"]["content"].as_object().map(|content| {
                    if content.contains_key("multipart/form-data") {
                        return ("multipart/form-data; boundary=cut", FILE.to_owned());
                    }
                    let shape = content.get("application/json").or(content.get("application/fhir+json"));
                    ("application/json", example(&shape.expect("a body the walk can make")["schema"], &api, &ids).to_string())
                });
                for caller in &callers {
                    let verb = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                    let answer = caller.send_as(verb.clone(), &fill(path, &ids), body.clone(), &[("if-match", "\"999\"")]).await;
                    table += &format!("\t{}", word(answer.status));
                    assert!(
                        !answer.status.is_server_error() || answer.status == StatusCode::SERVICE_UNAVAILABLE,
                        "{method} {path}: {} {}",
                        answer.status,
                        answer.body
                    );
                    // Every request left a line with the route's action, but public reads, which show nobody's data.
                    if !(verb == Method::GET && action.starts_with("public.")) {
                        let request: Uuid = answer.headers["x-request-id"].to_str().unwrap().parse().unwrap();
                        let lines =
                            sql::rows(job.reader(), "SELECT action, outcome FROM access_log WHERE request_id = $1", [request.into()])
                                .await
                                .unwrap();
                        let actions: Vec<String> = lines.iter().map(|l| l.try_get("", "action").unwrap()).collect();
                        assert!(actions.iter().any(|a| a == action), "{method} {path}: the log says {actions:?}, not {action}");
                    }
                }
                table += "\n";
            }
        }
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/routes.tsv");
        if std::env::var_os("PUNOS_DUMP_ROUTES").is_some() {
            std::fs::write(file, &table).unwrap();
        }
        let expected = std::fs::read_to_string(file).expect("tests/routes.tsv; PUNOS_DUMP_ROUTES=1 writes it");
        for (found, expected) in table.lines().zip(expected.lines()) {
            assert_eq!(found, expected);
        }
        assert_eq!(table.lines().count(), expected.lines().count());
    }
);

/// The OpenAPI document in `docs/` is what the program says; `PUNOS_DUMP_OPENAPI=1` writes it.
#[test]
fn the_written_api_is_the_programs() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/api/openapi.json");
    let text = serde_json::to_string_pretty(&server::app::openapi()).unwrap() + "\n";
    if std::env::var_os("PUNOS_DUMP_OPENAPI").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    assert!(
        std::fs::read_to_string(file).is_ok_and(|kept| kept == text),
        "docs/api/openapi.json is not what the program says; PUNOS_DUMP_OPENAPI=1 cargo test -p server --test routes"
    );
}
