//! Every route with every role, against a table people can read: `tests/routes.tsv`. `PUNOS_DUMP_ROUTES=1` writes the table as the
//! program now answers; the change is then reviewed line by line.
//!
//! A cell says what the role gets for a client it is tied to as its persona is (the case manager's own client, say):
//! `in` the gate let it through (whatever the room then answered) · `refused` 403 · `hidden` 404 · `login` 401.

use crate::common::House;
use crate::common::walk::{ROLES, body_of, callers, fill, fixture};
use axum::http::{Method, StatusCode};
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
                        house.gate.flush_log().await;
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
        "docs/api/openapi.json is not what the program says; PUNOS_DUMP_OPENAPI=1 cargo test -p server --test it routes"
    );
}
