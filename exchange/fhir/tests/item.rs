//! An item opens its original, for those with the right and for no other; what a look may not show is hidden in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::NaiveDate;
use common::Node;
use kernel::{ClientId, Register, Scope, ServiceTask, Text};
use people::organisation::{NewOrganisation, NewProfessional, NewUnit, Staffing};
use serde_json::{Value, json};
use tower::ServiceExt;
use trust::relation::{NewTie, tie};
use trust::{Audience, Role};
use uuid::Uuid;

/// A professional of a unit that is tied to the client in a register, or to nobody.
async fn professional(node: &Node, role: Role, tied: Option<(ClientId, Register)>) -> Uuid {
    let from = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let (organisation, unit, id) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let staffing = Staffing {
        organisations: vec![NewOrganisation {
            id: organisation,
            name: "Hyvinvointialue".into(),
            kind: "county".into(),
            business_id: None,
            oid: None,
            part_of: None,
            valid_from: from,
        }],
        units: vec![NewUnit {
            id: unit,
            organisation_id: organisation,
            name: "Yksikkö".into(),
            kind: "home_care".into(),
            municipality: None,
            valid_from: from,
        }],
        professionals: vec![NewProfessional {
            id,
            name: "Hanna Hoitaja".into(),
            role,
            title: Text::fi("ammattilainen"),
            unit_id: unit,
            subject: Some(id.to_string()),
            email: None,
            can_decide: false,
            valid_from: from,
        }],
        ..Staffing::default()
    };
    let work = node.job().begin().await.unwrap();
    people::organisation::create(&work, &staffing).await.unwrap();
    if let Some((client, register)) = tied {
        let service_task = if register == Register::Patient { ServiceTask::Health } else { ServiceTask::OlderPeople };
        let scope = Scope { controller: common::CONTROLLER, register, service_task, catalogue_row: 17 };
        tie(
            &work,
            &[NewTie {
                client,
                scope,
                basis: "contact",
                object_kind: "test",
                object_id: Uuid::now_v7(),
                professional_id: Some(id),
                team_id: None,
                unit_id: None,
                from: work.at(),
                to: None,
            }],
        )
        .await
        .unwrap();
    }
    work.commit().await.unwrap();
    id
}

async fn get(node: &Node, who: Uuid, client: Uuid, kind: &str, item: Uuid) -> (StatusCode, Value) {
    let gate = node.gate.clone();
    let actions: trust::RouteActions = Arc::new(HashMap::new());
    let (router, _) = records::router(records::Records::new()).split_for_parts();
    let router = router.layer(axum::middleware::from_fn(move |request, next| trust::trail(gate.clone(), actions.clone(), request, next)));
    let key = trust::start_session(&node.gate, Audience::Staff, who, "persona", None).await.unwrap();
    let request = Request::builder()
        .uri(format!("/api/v1/staff/clients/{client}/items/{kind}/{item}"))
        .header(header::COOKIE, format!("punos={key}"))
        .body(Body::empty())
        .unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

async fn id(node: &Node, sql: &str) -> Uuid {
    use store::sea_orm::{ConnectionTrait, Statement};
    let job = node.job();
    let reader = job.reader();
    let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index::<Uuid>(0).unwrap()
}

fn sent(protected: bool, status: &str) -> String {
    let security = if protected { json!([{ "code": "TURVAKIELTO" }]) } else { json!([{ "code": "N" }]) };
    json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        { "fullUrl": "urn:uuid:p", "resource": { "resourceType": "Patient", "meta": { "security": security },
            "identifier": [{ "system": "urn:oid:1.2.246.21", "value": "010190-901R" }], "name": [{ "family": "Salo" }] } },
        { "fullUrl": "urn:uuid:e", "resource": { "resourceType": "Encounter", "status": status, "class": { "code": "HH" }, "type": [{ "text": "Kotikäynti" }],
            "subject": { "reference": "urn:uuid:p", "identifier": { "system": "urn:oid:1.2.246.21", "value": "010190-901R" } },
            "location": [{ "location": { "reference": "#home" } }],
            "contained": [{ "resourceType": "Location", "id": "home", "address": { "line": ["Kuusitie 3"] } }] } }
    ] })
    .to_string()
}

store::both! {
    async fn an_item_opens_its_original_for_those_with_the_right(db: TestDb) {
        let node = Node::new(db);
        node.take("a.json", &sent(false, "in-progress")).await;
        node.take("a.json", &sent(false, "finished")).await;
        let client = id(&node, "SELECT id FROM client").await;
        let item = id(&node, "SELECT id FROM record_entry").await;
        let nurse = professional(&node, Role::AcuteNurse, Some((ClientId(client), Register::Patient))).await;
        for kind in ["Encounter", "record_entry"] {
            let (status, view) = get(&node, nurse, client, kind, item).await;
            assert_eq!(status, StatusCode::OK, "{view}");
            assert_eq!((&view["item"]["title"], &view["item"]["status"]), (&json!("Kotikäynti"), &json!("finished")));
            let original = &view["original"];
            assert_eq!((&original["version"], &original["source_system"], &original["content_type"]), (&json!(2), &json!("fhir"), &json!("application/fhir+json")));
            assert_eq!(original["body"]["contained"][0]["address"]["line"][0], "Kuusitie 3", "as it came");
            assert_eq!(original["hash"].as_str().unwrap().len(), 64);
            assert!(!view.to_string().contains("901R"), "a whole hetu is a look of its own");
            assert_eq!(original["withheld"], true);
        }
        // Not by another name, not of another client, and not what is not there.
        for (client, kind, item) in [(client, "Flag", item), (client, "Encounter", Uuid::now_v7())] {
            assert_eq!(get(&node, nurse, client, kind, item).await.0, StatusCode::NOT_FOUND);
        }
        // A social worker's tie in the social register does not open the patient register's item.
        let worker = professional(&node, Role::SocialWorker, Some((ClientId(client), Register::Social))).await;
        let (status, view) = get(&node, worker, client, "Encounter", item).await;
        assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{status}");
        assert!(view.get("item").is_none());
        let stranger = professional(&node, Role::AcuteNurse, None).await;
        assert_eq!(get(&node, stranger, client, "Encounter", item).await.0, StatusCode::FORBIDDEN);
        node.gate.flush_log().await;
        assert!(node.count("SELECT COUNT(*) FROM access_log WHERE action = 'records.item.read' AND outcome = 'allowed'").await >= 2);
    }
}

store::both! {
    async fn under_address_protection_the_original_does_not_tell_where(db: TestDb) {
        let node = Node::new(db);
        node.take("a.json", &sent(true, "finished")).await;
        let client = id(&node, "SELECT id FROM client").await;
        let item = id(&node, "SELECT id FROM record_entry").await;
        let nurse = professional(&node, Role::AcuteNurse, Some((ClientId(client), Register::Patient))).await;
        let (status, view) = get(&node, nurse, client, "Encounter", item).await;
        assert_eq!(status, StatusCode::OK, "{view}");
        assert!(!view.to_string().contains("Kuusitie"), "{view}");
        assert_eq!(view["original"]["withheld"], true);
    }
}

store::both! {
    async fn a_line_of_an_original_that_holds_many(db: TestDb) {
        let node = Node::new(db);
        node.take("a.json", &sent(false, "finished")).await;
        let client = id(&node, "SELECT id FROM client").await;
        let (resource_id, original_id, entry_id) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let text = "{\"resourceType\":\"Flag\",\"id\":\"a\"}\n{\"resourceType\":\"Flag\",\"id\":\"b\"}\n";
        let scope = Scope { controller: common::CONTROLLER, register: Register::Patient, service_task: ServiceTask::Health, catalogue_row: 19 };
        let work = node.job().begin().await.unwrap();
        let body = records::Packer::new(node.gate.keys().clone()).unwrap().pack(original_id, text.as_bytes()).unwrap();
        let batch = records::intake::Batch {
            new: vec![records::intake::Resource {
                id: resource_id, source_system: "synth".into(), resource_type: "Bundle", client_id: Some(client), original_id, label: "lines".into(), version: 1,
            }],
            originals: vec![records::intake::Original {
                id: original_id, resource_id, client_id: Some(client), scope, source_system: "synth".into(), resource_type: "Bundle", revision: 1,
                is_current: true, source_version: None, source_changed_at: None, sha256: records::content_hash(text), content_type: "application/fhir+ndjson",
                body_len: text.len() as i32, body, context: None, source_file: None, entry: None,
            }],
            entries: vec![records::Entry {
                id: entry_id, client_id: client, scope, source_system: "synth".into(), original_id: Some(original_id), original_line: 1,
                resource_id: Some(resource_id), part_of: None, position: 0, facts: records::Facts { kind: "Flag", ..Default::default() },
                performer_id: None, organisation_id: None, place_id: None, encounter_id: None, received_at: work.at(),
            }],
            ..Default::default()
        };
        batch.write(&work).await.unwrap();
        work.commit().await.unwrap();
        let nurse = professional(&node, Role::AcuteNurse, Some((ClientId(client), Register::Patient))).await;
        let (_, view) = get(&node, nurse, client, "Flag", entry_id).await;
        assert_eq!(view["original"]["body"]["id"], "b", "{view}");
        // Making rows again from originals leaves these alone: they were not made from FHIR.
        fhir::rebuild(&node.job(), |_| {}).await.unwrap();
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE kind = 'Flag'").await, 1);
    }
}
