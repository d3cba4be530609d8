//! Every route with every role, against a table people can read: `tests/routes.tsv`. `PUNOS_DUMP_ROUTES=1` writes the table as the
//! program now answers; the change is then reviewed line by line.
//!
//! A cell says what the role gets for a client it is tied to as its persona is (the case manager's own client, say):
//! `in` the gate let it through (whatever the room then answered) · `refused` 403 · `hidden` 404 · `login` 401.

use crate::common::House;
use crate::common::walk::{ROLES, body_of, callers, fill, fixture};
use axum::http::{Method, StatusCode};
use serde_json::Value;
use store::{both, sql};
use uuid::Uuid;

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
        // A walk over all routes is more than anyone may ask in a minute.
        house.gate.lift_limits();
        let ids = fixture(&house).await;
        let api = serde_json::to_value(server::app::openapi()).unwrap();
        let callers = callers(&house).await;
        let mut table = format!("method\tpath\taction\t{}\n", ROLES.join("\t"));
        house.gate.flush_log().await;
        let job = house.gate.job("test.log", "test", None);
        for (path, methods) in api["paths"].as_object().unwrap() {
            for (method, entry) in methods.as_object().unwrap() {
                let action = entry["x-action"].as_str().unwrap_or_else(|| panic!("{method} {path} has no x-action"));
                assert!(server::app::actions().iter().any(|a| a.name == action), "{method} {path}: no action {action}");
                if path.starts_with("/api/v1/session/") {
                    continue; // they begin and end the sessions this test walks with
                }
                table += &format!("{}\t{path}\t{action}", method.to_uppercase());
                let body = body_of(entry, &api, &ids);
                let mut asked = Vec::new();
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
                    // Every request leaves a line with the route's action, but public reads, which show nobody's data.
                    if !(verb == Method::GET && action.starts_with("public.")) {
                        asked.push(answer.headers["x-request-id"].to_str().unwrap().parse::<Uuid>().unwrap());
                    }
                }
                house.gate.flush_log().await;
                let params = sql::params(1, asked.len().max(1));
                let text = format!("SELECT request_id, action FROM access_log WHERE request_id IN ({params})");
                let values: Vec<store::sea_orm::Value> =
                    if asked.is_empty() { vec![Uuid::nil().into()] } else { asked.iter().map(|id| (*id).into()).collect() };
                let lines = sql::rows(job.reader(), &text, values).await.unwrap();
                for request in asked {
                    let of = |line: &&store::sea_orm::QueryResult| line.try_get::<Uuid>("", "request_id").unwrap() == request;
                    let actions: Vec<String> = lines.iter().filter(of).map(|line| line.try_get("", "action").unwrap()).collect();
                    assert!(actions.iter().any(|a| a == action), "{method} {path}: the log says {actions:?}, not {action}");
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

/// Whether what stands in the address is written freely: words looked for, where a page goes on from, a kind of job by its name.
fn free(path: &str, name: &str) -> bool {
    matches!(name, "q" | "cursor")
        || (path.ends_with("/jobs") && name == "kind")
        || path.starts_with("/api/v1/session/")
        || path.ends_with("/callback")
}

/// Whether a parameter's value is a word: not an id, a day, a number, yes or no.
fn is_word(schema: &Value, api: &Value) -> bool {
    if let Some(name) = schema["$ref"].as_str() {
        let named = &api["components"]["schemas"][name.rsplit('/').next().unwrap()];
        assert!(named.is_object(), "{name} is not in the API");
        return is_word(named, api);
    }
    let parts = ["oneOf", "anyOf", "allOf"].iter().find_map(|of| schema[of].as_array());
    if let Some(parts) = parts {
        return parts.iter().any(|part| is_word(part, api));
    }
    let text = schema["type"] == "string" || schema["type"].as_array().is_some_and(|types| types.iter().any(|one| one == "string"));
    text && schema["format"].is_null()
}

both!(
    async fn a_word_that_no_filter_knows_is_refused_with_those_it_knows(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.lift_limits();
        let ids = fixture(&house).await;
        let api = serde_json::to_value(server::app::openapi()).unwrap();
        let callers = callers(&house).await;
        let mut walked = Vec::new();
        for (path, methods) in api["paths"].as_object().unwrap() {
            for (method, entry) in methods.as_object().unwrap() {
                let parameters = entry["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query");
                for name in parameters.filter(|one| is_word(&one["schema"], &api)).filter_map(|one| one["name"].as_str()) {
                    if free(path, name) {
                        continue;
                    }
                    let mut refused = 0;
                    for caller in &callers {
                        let verb = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                        let asked = format!("{}?{name}=no-such-word", fill(path, &ids));
                        let answer = caller.send_as(verb, &asked, body_of(entry, &api, &ids), &[]).await;
                        if matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
                            continue;
                        }
                        let error = &answer.body["errors"][0];
                        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{method} {asked}: {}", answer.body);
                        assert_eq!((error["path"].as_str(), error["code"].as_str()), (Some(name), Some("not_in_list")), "{method} {asked}");
                        let known = error["params"]["choices"].as_array().unwrap_or_else(|| panic!("{method} {asked}: {}", answer.body));
                        assert!(!known.is_empty() && known.iter().all(Value::is_string), "{method} {asked}: {known:?}");
                        assert!(!answer.body.to_string().contains("no-such-word"), "what was asked is not said again");
                        refused += 1;
                    }
                    assert!(refused > 0, "{method} {path}: nobody asked by {name}");
                    walked.push(format!("{path} {name}"));
                }
            }
        }
        // That the walk walks.
        for one in ["/api/v1/staff/administration/feedback state", "/api/v1/staff/desk lane", "/api/v1/client/log by"] {
            assert!(walked.iter().any(|there| there == one), "{one}: {walked:?}");
        }
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
        "docs/api/openapi.json is not what the program says; PUNOS_DUMP_OPENAPI=1 cargo test -p server --test it routes"
    );
}
