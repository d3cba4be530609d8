//! `POST /fhir` and `GET /fhir/metadata`, through the router as the node has it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use chrono::Duration;
use common::Node;
use kernel::Register;
use serde_json::{Value, json};
use tower::ServiceExt;
use trust::token::{NewToken, make};

/// An answer: status and resource.
async fn send(node: &Node, method: Method, uri: &str, headers: &[(&str, &str)], body: String) -> (StatusCode, Value) {
    let actions: trust::RouteActions = Arc::new(HashMap::new());
    let gate = node.gate.clone();
    let (router, _) = fhir::router().split_for_parts();
    let router = router.layer(axum::middleware::from_fn(move |request, next| trust::trail(gate.clone(), actions.clone(), request, next)));
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = response.status();
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("application/fhir+json"));
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

async fn token(node: &Node, scope: &str) -> String {
    let scopes = [scope.to_owned()];
    let new = NewToken { name: "test", scopes: &scopes, source_system: "hospital", register: Register::Patient, life: Duration::hours(1) };
    format!("Bearer {}", make(&node.gate, new).await.unwrap().token)
}

async fn post(node: &Node, bundle: &Value) -> (StatusCode, Value) {
    let token = token(node, "fhir.write").await;
    let headers = [("authorization", token.as_str()), ("content-type", "application/fhir+json")];
    send(node, Method::POST, "/fhir", &headers, bundle.to_string()).await
}

fn bundle(kind: &str, entries: &[(&str, &str, &str, Value)]) -> Value {
    let entries: Vec<Value> = entries
        .iter()
        .map(|(url, method, target, resource)| json!({ "fullUrl": url, "resource": resource, "request": { "method": method, "url": target } }))
        .collect();
    json!({ "resourceType": "Bundle", "type": kind, "entry": entries })
}

fn patient() -> Value {
    json!({ "resourceType": "Patient", "identifier": [{ "system": "urn:oid:1.2.246.21", "value": "010190-901R" }], "name": [{ "family": "Salo" }] })
}

fn flag(subject: &str) -> Value {
    json!({ "resourceType": "Flag", "status": "active", "code": { "text": "Kaatumisriski" }, "subject": { "reference": subject } })
}

store::both! {
    async fn a_transaction_is_answered_entry_by_entry_and_twice_is_once(db: TestDb) {
        let node = Node::new(db);
        let sent = bundle("transaction", &[
            ("urn:uuid:f", "POST", "Flag", flag("urn:uuid:p")), ("urn:uuid:p", "POST", "Patient", patient()),
        ]);
        let (status, answer) = post(&node, &sent).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["type"], "transaction-response");
        let first = &answer["entry"][0]["response"];
        assert_eq!((&first["status"], &first["etag"]), (&json!("201 Created"), &json!("W/\"1\"")));
        assert!(first["location"].as_str().unwrap().starts_with("Flag/"), "{first}");
        assert_eq!(first.get("outcome"), None, "the reference leads forward and is found");
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry e JOIN client c ON c.id = e.client_id").await, 1);
        assert_eq!(node.texts("SELECT source_system FROM record_entry").await, [Some("hospital".into())]);

        let (_, again) = post(&node, &sent).await;
        assert_eq!(again["entry"][0]["response"]["status"], "200 OK");
        assert_eq!(again["entry"][0]["response"]["location"], first["location"]);
        assert_eq!(node.count("SELECT COUNT(*) FROM original").await, 2);
    }
}

store::both! {
    async fn a_transaction_is_all_or_nothing(db: TestDb) {
        let node = Node::new(db);
        let mut bad = flag("urn:uuid:p");
        bad["status"] = json!("raised");
        let claim = json!({ "resourceType": "Claim" });
        let by_identifier = |resource: &mut Value| resource["author"] = json!({ "reference": "Practitioner?identifier=http://sv|404" });
        let mut unknown = flag("urn:uuid:p");
        by_identifier(&mut unknown);
        let cases: [(Value, StatusCode, &str, &str); 6] = [
            (bad, StatusCode::BAD_REQUEST, "code-invalid", "Bundle.entry[1].resource.status"),
            (claim, StatusCode::UNPROCESSABLE_ENTITY, "not-supported", "Bundle.entry[1].resource"),
            (unknown, StatusCode::PRECONDITION_FAILED, "not-found", "Bundle.entry[1].resource.author"),
            (json!({ "resourceType": "Flag" }), StatusCode::BAD_REQUEST, "required", "Bundle.entry[1].resource.status"),
            (json!({ "id": "x" }), StatusCode::BAD_REQUEST, "required", "Bundle.entry[1].resource"),
            (flag("Maija Meikäläinen"), StatusCode::BAD_REQUEST, "value", "Bundle.entry[1].resource.subject.reference"),
        ];
        for (second, expected, code, at) in cases {
            let kind = second["resourceType"].as_str().unwrap_or("Flag").to_owned();
            let sent = bundle("transaction", &[("urn:uuid:p", "POST", "Patient", patient()), ("urn:uuid:x", "POST", &kind, second)]);
            let (status, answer) = post(&node, &sent).await;
            assert_eq!((status, &answer["resourceType"]), (expected, &json!("OperationOutcome")), "{answer}");
            assert_eq!((&answer["issue"][0]["code"], &answer["issue"][0]["expression"][0]), (&json!(code), &json!(at)), "{answer}");
            assert!(!answer.to_string().contains("Meikäläinen"));
        }
        let named = bundle("transaction", &[("urn:uuid:p", "POST", "Patient", patient()), ("urn:uuid:p", "POST", "Flag", flag("urn:uuid:p"))]);
        assert_eq!(post(&node, &named).await.1["issue"][0]["code"], "duplicate");
        for table in ["client", "original", "source_resource", "source_key", "record_entry", "pending_reference"] {
            assert_eq!(node.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
        assert!(node.count("SELECT COUNT(*) FROM access_log WHERE outcome = 'refused'").await >= 7, "a refusal is logged");
    }
}

store::both! {
    async fn a_batch_answers_each_for_itself(db: TestDb) {
        let node = Node::new(db);
        let mut sent = bundle("batch", &[
            ("urn:uuid:p", "POST", "Patient", patient()),
            ("urn:uuid:c", "POST", "Claim", json!({ "resourceType": "Claim" })),
            ("urn:uuid:b", "POST", "Flag", json!({ "resourceType": "Flag", "status": "active" })),
            ("urn:uuid:d", "DELETE", "Flag/1", flag("urn:uuid:p")),
            ("urn:uuid:w", "POST", "Patient", flag("urn:uuid:p")),
            ("urn:uuid:f", "POST", "Flag", flag("Patient/404")),
        ]);
        sent["entry"][0]["request"]["ifNoneExist"] = json!("identifier=urn:oid:1.2.246.21|010190-901R");
        let (status, answer) = post(&node, &sent).await;
        assert_eq!((status, &answer["type"]), (StatusCode::OK, &json!("batch-response")), "{answer}");
        let statuses: Vec<&str> = answer["entry"].as_array().unwrap().iter().map(|e| e["response"]["status"].as_str().unwrap()).collect();
        assert_eq!(statuses, ["201 Created", "422 Unprocessable Entity", "400 Bad Request", "400 Bad Request", "400 Bad Request", "201 Created"]);
        assert_eq!(answer["entry"][1]["response"]["outcome"]["issue"][0]["code"], "not-supported");
        assert_eq!(answer["entry"][3]["response"]["outcome"]["issue"][0]["expression"][0], "Bundle.entry[3].request.method");
        // What waits is told, and is no error.
        assert_eq!(answer["entry"][5]["response"]["outcome"]["issue"][0]["severity"], "information");
        assert_eq!(node.count("SELECT COUNT(*) FROM original").await, 2);
    }
}

store::both! {
    async fn put_by_id_makes_and_changes(db: TestDb) {
        let node = Node::new(db);
        let of = |status: &str| {
            let mut flag = flag("Patient/7");
            flag["id"] = json!("3");
            flag["status"] = json!(status);
            let mut patient = patient();
            patient["id"] = json!("7");
            json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
                { "resource": patient, "request": { "method": "PUT", "url": "Patient/7" } },
                { "resource": flag, "request": { "method": "PUT", "url": "Flag/3" } },
            ] })
        };
        let (_, first) = post(&node, &of("active")).await;
        assert_eq!(first["entry"][1]["response"]["status"], "201 Created", "{first}");
        let (_, second) = post(&node, &of("inactive")).await;
        assert_eq!((&second["entry"][1]["response"]["status"], &second["entry"][1]["response"]["etag"]), (&json!("200 OK"), &json!("W/\"2\"")));
        assert_eq!(node.texts("SELECT status FROM record_entry").await, [Some("inactive".into())]);
        let mut wrong = of("active");
        wrong["entry"][1]["request"]["url"] = json!("Flag/4");
        assert_eq!(post(&node, &wrong).await.0, StatusCode::BAD_REQUEST);
        let mut conditional = of("active");
        conditional["entry"][1]["request"]["ifMatch"] = json!("W/\"1\"");
        assert_eq!(post(&node, &conditional).await.0, StatusCode::UNPROCESSABLE_ENTITY, "a condition is refused, not passed over");
    }
}

store::both! {
    async fn a_conditional_put_asks_for_an_identifier_of_its_own(db: TestDb) {
        let node = Node::new(db);
        let of = |url: &str, gender: &str| {
            let mut patient = patient();
            patient["gender"] = json!(gender);
            json!({ "resourceType": "Bundle", "type": "transaction", "entry": [{ "resource": patient, "request": { "method": "PUT", "url": url } }] })
        };
        let own = "Patient?identifier=urn:oid:1.2.246.21|010190-901R";
        let (_, first) = post(&node, &of(own, "female")).await;
        assert_eq!(first["entry"][0]["response"]["status"], "201 Created", "{first}");
        let (_, second) = post(&node, &of(own, "other")).await;
        assert_eq!(second["entry"][0]["response"]["status"], "200 OK", "{second}");
        // Another's identifier, or a search for anything else, would change the wrong person.
        for url in ["Patient?identifier=urn:oid:1.2.246.21|010190-902S", "Patient?name=x", "Flag?identifier=urn:oid:1.2.246.21|010190-901R"] {
            assert_eq!(post(&node, &of(url, "male")).await.0, StatusCode::BAD_REQUEST, "{url}");
        }
        assert_eq!(node.count("SELECT COUNT(*) FROM original").await, 2);
    }
}

store::both! {
    async fn only_a_valid_token_and_a_request_as_it_should_be(db: TestDb) {
        let node = Node::new(db);
        let body = bundle("transaction", &[("urn:uuid:p", "POST", "Patient", patient())]).to_string();
        let good = token(&node, "fhir.write").await;
        let other = token(&node, "something.else").await;
        let json_type = ("content-type", "application/json");
        type Case<'a> = (&'a str, Vec<(&'a str, &'a str)>, String, StatusCode);
        let cases: [Case<'_>; 9] = [
            ("/fhir", vec![json_type], body.clone(), StatusCode::UNAUTHORIZED),
            ("/fhir", vec![("authorization", "Bearer punos_no"), json_type], body.clone(), StatusCode::UNAUTHORIZED),
            ("/fhir", vec![("authorization", &other), json_type], body.clone(), StatusCode::FORBIDDEN),
            ("/fhir?name=x", vec![("authorization", &good), json_type], body.clone(), StatusCode::BAD_REQUEST),
            ("/fhir", vec![("authorization", &good), ("content-type", "application/fhir+xml")], body.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("/fhir", vec![("authorization", &good), json_type], "{".into(), StatusCode::BAD_REQUEST),
            ("/fhir", vec![("authorization", &good), json_type], patient().to_string(), StatusCode::BAD_REQUEST),
            ("/fhir", vec![("authorization", &good), json_type], r#"{"resourceType":"Bundle","type":"history"}"#.into(), StatusCode::BAD_REQUEST),
            ("/fhir?_format=application/fhir%2Bjson", vec![("authorization", &good), json_type], body, StatusCode::OK),
        ];
        for (uri, headers, body, expected) in cases {
            let (status, answer) = send(&node, Method::POST, uri, &headers, body).await;
            assert_eq!(status, expected, "{uri} {headers:?} {answer}");
            let kind = if expected == StatusCode::OK { "Bundle" } else { "OperationOutcome" };
            assert_eq!(answer["resourceType"], kind);
        }
        node.clock.advance(Duration::hours(2));
        let headers = [("authorization", good.as_str()), json_type];
        assert_eq!(send(&node, Method::POST, "/fhir", &headers, "{}".into()).await.0, StatusCode::UNAUTHORIZED, "it has expired");
    }
}

store::both! {
    async fn metadata_says_what_is_taken_to_anyone(db: TestDb) {
        let node = Node::new(db);
        let (status, answer) = send(&node, Method::GET, "/fhir/metadata", &[], String::new()).await;
        assert_eq!((status, &answer["resourceType"], &answer["fhirVersion"]), (StatusCode::OK, &json!("CapabilityStatement"), &json!("4.0.1")));
        assert_eq!(answer["rest"][0]["resource"].as_array().unwrap().len(), 25);
        let (status, answer) = send(&node, Method::GET, "/fhir/metadata?_summary=true", &[], String::new()).await;
        assert_eq!((status, &answer["issue"][0]["severity"]), (StatusCode::BAD_REQUEST, &json!("error")));
    }
}
