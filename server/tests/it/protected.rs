//! What is kept from eyes. An address under protection is told to nobody but by a look of its own. It is planted through every door that
//! takes an address, before the protection comes and after it, and then looked for in what any role gets from any route that shows
//! something, in the tables, and in what the node says of itself. That it is found where it may be shows that the planting took. The text
//! of PDFs is not read here. And who goes through people one by one is stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::sync::Mutex;

use crate::common::walk::{ROLES, body_of, callers, fill, fixture};
use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use chrono::Duration;
use kernel::Register;
use serde_json::{Value, json};
use store::sea_orm::{ConnectionTrait, DbBackend};
use store::{both, sql};
use trust::token::{NewToken, make};
use uuid::Uuid;

/// A street and a place that are nobody else's in this county.
const STREET: &str = "Piilopolku";
const PLACE: &str = "Salakylä";
const ADDRESS: &str = "Piilopolku 77 A 1, 99871 Salakylä";

/// Where the address is kept, and why there.
const KEPT: &[(&str, &str)] = &[
    // The two kinds of contact details.
    ("contact_detail", "value"),
    // A home visit's, written before the protection; the view leaves it out.
    ("appointment", "address"),
    // Answers kept a day for whoever sent the same request twice.
    ("idempotency", "answer"),
];

/// What the node says of itself while the test runs.
static SAID: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Said;

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        SAID.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn listen() {
    // Once for both databases; the second finds it set.
    let _ = tracing_subscriber::fmt().with_env_filter("debug").with_ansi(false).with_writer(|| Said).try_init();
    tracing::debug!("the node's own words are heard");
}

/// What is readable of an answer: a workbook's parts apart, anything else as it came.
fn text(answer: &Answer) -> String {
    if !answer.bytes.starts_with(b"PK") {
        return String::from_utf8_lossy(&answer.bytes).into_owned();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.bytes)).unwrap();
    let mut all = String::new();
    for place in 0..archive.len() {
        archive.by_index(place).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

fn tells(text: &str) -> bool {
    text.contains(STREET) || text.contains(PLACE)
}

async fn done(caller: &Caller, path: &str, body: Value) -> Answer {
    let answer = caller.send(Method::POST, path, Some(body), &[("idempotency-key", &Uuid::now_v7().to_string())]).await;
    assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.body);
    answer
}

/// The address by staff and by the client's word, in a home visit to come, and in a letter that waits; then from a source system, with
/// the protection; then once more by staff.
async fn plant(house: &House, manager: &Caller, ids: &mut BTreeMap<&'static str, Uuid>) {
    let (client, matter) = (ids["clients"], ids["matters"]);
    let contacts = format!("/api/v1/staff/clients/{client}/contacts");
    let contact = |kind: &str, origin: &str| json!({ "kind": kind, "type": "address", "value": ADDRESS, "origin": origin });
    done(manager, &contacts, contact("long_lived", "client")).await;
    done(manager, &contacts, contact("service_bound", "staff")).await;
    let day = house.gate.ctx().today() + Duration::days(9);
    let visit = json!({ "day": day, "time": "10:00", "minutes": 60, "place": "home_visit", "address": ADDRESS, "why": "Arviointikäynti", "despite_overlap": true });
    let visit = done(manager, &format!("/api/v1/staff/matters/{matter}/appointments"), visit).await;
    ids.insert("appointments", visit.body["id"].as_str().unwrap().parse().unwrap());
    let letter = json!({ "matter_ids": [matter], "template": "new_handler", "way": "letter" });
    let batch = done(manager, "/api/v1/staff/desk/letters", letter).await;
    ids.insert("batches", batch.body["batch_id"].as_str().unwrap().parse().unwrap());

    let hetu = manager.get(&format!("/api/v1/staff/clients/{client}/hetu")).await.body["hetu"].as_str().unwrap().to_owned();
    let patient = json!({
        "resourceType": "Patient",
        "meta": { "security": [{ "system": "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs", "code": "TURVAKIELTO" }] },
        "text": { "status": "generated", "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{ADDRESS}</div>") },
        "identifier": [{ "system": "urn:oid:1.2.246.21", "value": hetu }],
        "name": [{ "family": "Suojattu", "given": ["Oma"] }],
        "address": [{ "line": ["Piilopolku 77 A 1"], "postalCode": "99871", "city": "Salakylä" }],
        "contact": [{ "name": { "text": "Läheinen" }, "address": { "text": ADDRESS } }],
    });
    // An original that staff may open, with the address in its narrative and inside it.
    let condition = json!({
        "resourceType": "Condition",
        "text": { "status": "generated", "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">Asuu: {ADDRESS}</div>") },
        "contained": [{ "resourceType": "RelatedPerson", "id": "r", "patient": { "reference": "urn:uuid:p" }, "address": [{ "text": ADDRESS }] }],
        "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active" }] },
        "code": { "text": "Verenpainetauti" },
        "subject": { "reference": "urn:uuid:p" },
        "asserter": { "reference": "#r" },
    });
    let entry = |url: &str, kind: &str, resource: Value| json!({ "fullUrl": url, "resource": resource, "request": { "method": "POST", "url": kind } });
    let entries = [entry("urn:uuid:p", "Patient", patient), entry("urn:uuid:c", "Condition", condition)];
    let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries }).to_string();
    let scopes = ["fhir.write".to_owned()];
    let new =
        NewToken { name: "hospital", scopes: &scopes, source_system: "hospital", register: Register::Patient, life: Duration::hours(1) };
    let token = format!("Bearer {}", make(&house.gate, new).await.unwrap().token);
    let kind = Some(("application/fhir+json", bundle));
    let sent = house.nobody().send_as(Method::POST, "/fhir", kind, &[("authorization", &token)]).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(!tells(&text(&sent)), "what the source is answered");
    let conn = house.gate.job("test.planted", "test", None).reader().clone();
    let kept =
        sql::rows(&conn, "SELECT id FROM record_entry WHERE client_id = $1 AND source_system = 'hospital'", [client.into()]).await.unwrap();
    ids.insert("record_entry", kept[0].try_get("", "id").unwrap());

    done(manager, &contacts, contact("service_bound", "staff")).await;
}

/// The tables and columns in which the address stands as it is.
async fn columns(conn: &impl ConnectionTrait) -> BTreeSet<(String, String)> {
    let all = match conn.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT m.name AS place, c.name AS part FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND upper(c.type) NOT LIKE '%BLOB%'"
        }
        _ => {
            "SELECT c.table_name::text AS place, c.column_name::text AS part FROM information_schema.columns c WHERE c.table_schema = current_schema() AND c.udt_name <> 'bytea'"
        }
    };
    let mut found = BTreeSet::new();
    for row in sql::rows(conn, all, []).await.unwrap() {
        let (place, part): (String, String) = (row.try_get("", "place").unwrap(), row.try_get("", "part").unwrap());
        let asked = format!(
            "SELECT 1 AS one FROM \"{place}\" WHERE CAST(\"{part}\" AS TEXT) LIKE '%{STREET}%' OR CAST(\"{part}\" AS TEXT) LIKE '%{PLACE}%' LIMIT 1"
        );
        if !sql::rows(conn, &asked, []).await.unwrap().is_empty() {
            found.insert((place, part));
        }
    }
    found
}

both!(
    async fn a_protected_address_is_in_no_output(db: TestDb) {
        listen();
        let house = House::new(&mut db).await;
        let mut ids = fixture(&house).await;
        let manager = house.log_in("case_manager").await;
        plant(&house, &manager, &mut ids).await;

        let api = serde_json::to_value(server::app::openapi()).unwrap();
        let callers = callers(&house).await;
        // In an emergency the nurse has both registers open, the original that holds the address too: the walk does not look past it.
        let nurse = &callers[ROLES.iter().position(|role| *role == "acute_nurse").unwrap()];
        let opening = json!({ "registers": ["social", "patient"], "ground": "emergency_care", "reason_code": "unable_to_tell",
            "reason": "Tuotiin tajuttomana.", "confirmed": true });
        done(nurse, &format!("/api/v1/staff/clients/{}/registers", ids["clients"]), opening).await;
        let original = format!("/api/v1/staff/clients/{}/items/record_entry/{}", ids["clients"], ids["record_entry"]);
        let original = nurse.get(&original).await;
        assert!(original.status == StatusCode::OK && text(&original).contains("Verenpainetauti"), "{} {}", original.status, original.body);
        let mut shown = 0;
        for (path, methods) in api["paths"].as_object().unwrap() {
            for (method, entry) in methods.as_object().unwrap() {
                // What shows something: reads, and the searches and previews that are sent as a body.
                let asks = method == "get" || ["/search", "/preview"].iter().any(|end| path.ends_with(end));
                if !asks || path.starts_with("/api/v1/session/") || path == "/api/v1/staff/live" {
                    continue;
                }
                for (role, caller) in ROLES.iter().zip(&callers) {
                    let verb = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                    let answer = caller.send_as(verb, &fill(path, &ids), body_of(entry, &api, &ids), &[]).await;
                    assert!(!tells(&text(&answer)), "{method} {path} tells it to {role}");
                    shown += i32::from(answer.status == StatusCode::OK);
                }
            }
        }
        assert!(shown > 150, "{shown} answers showed something");
        for q in ["Suojattu", STREET, "Piilopolku 77", "99871"] {
            for (role, caller) in ROLES.iter().zip(&callers) {
                let found = caller.post("/api/v1/staff/clients/search", json!({ "q": q })).await;
                assert!(!tells(&text(&found)), "a search for {q} tells it to {role}");
                let cards = found.body["cards"].as_array().map_or(0, Vec::len);
                assert!(q == "Suojattu" || cards == 0, "{role} finds a client by where they live");
            }
        }
        for kind in ["csv", "xlsx"] {
            let file = manager.get(&format!("/api/v1/staff/desk/export.{kind}?columns=number,client,municipality,due")).await;
            let table = text(&file);
            assert!(file.status == StatusCode::OK && table.contains("turvakielto"), "{kind}: {} {}", file.status, file.body);
            assert!(!tells(&table), "the list as {kind}");
        }
        let letter = json!({ "choice": { "matter_ids": [ids["matters"]] }, "template": "new_handler", "way": "letter" });
        let letter = manager.post("/api/v1/staff/desk/letters/preview", letter).await;
        assert_eq!(letter.body["rows"][0]["reason"], "address_protected", "{}", letter.body);

        // By a look of its own it is told, to those who may and say why; and the look leaves its line without it.
        let reveal = format!("/api/v1/staff/clients/{}/address", ids["clients"]);
        let seen = manager.post(&reveal, json!({ "reason": "Kotikäynti tänään." })).await;
        assert!(tells(&text(&seen)), "{} {}", seen.status, seen.body);
        let refused = house.log_in("home_care_nurse").await.post(&reveal, json!({ "reason": "Uteliaisuus" })).await;
        assert!(!refused.status.is_success() && !tells(&text(&refused)));

        house.gate.flush_log().await;
        let conn = house.gate.job("test.planted", "test", None).reader().clone();
        let kept: BTreeSet<(String, String)> = KEPT.iter().map(|(place, part)| ((*place).to_owned(), (*part).to_owned())).collect();
        assert_eq!(columns(&conn).await, kept, "where the address is kept");
        let said = String::from_utf8_lossy(&SAID.lock().unwrap()).into_owned();
        assert!(said.contains("the node's own words are heard"));
        if let Some(line) = said.lines().find(|line| tells(line)) {
            panic!("the node's own words tell it: {}", line.chars().take(300).collect::<String>());
        }
    }
);

both!(
    async fn who_goes_through_people_one_by_one_is_stopped_and_written_down(db: TestDb) {
        let house = House::new(&mut db).await;
        let ids = fixture(&house).await;
        let manager = house.log_in("case_manager").await;
        let path = format!("/api/v1/staff/clients/{}/hetu", ids["clients"]);
        let &(_, most) = trust::limits::A_MINUTE.iter().find(|(action, _)| *action == "people.hetu.reveal").unwrap();
        for (action, _) in trust::limits::A_MINUTE {
            assert!(server::app::actions().iter().any(|known| known.name == *action), "a limit of an action that is not there: {action}");
        }
        // Two seconds give one more: on a slow machine the first refusal comes a little later.
        let until_refused = async |caller: &Caller| {
            for done in 0..=2 * most {
                let answer = caller.get(&path).await;
                if answer.status != StatusCode::OK {
                    return (done, answer);
                }
            }
            panic!("nobody stopped them");
        };
        let (done, refused) = until_refused(&manager).await;
        assert!(done >= most, "stopped after {done}");
        assert_eq!((refused.status, &refused.body["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_requests")));
        let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=2).contains(&wait), "{wait}");
        // Another session of the same person has the same share; another person their own; other work goes on.
        let (done, again) = until_refused(&house.log_in("case_manager").await).await;
        assert!(done < most && again.status == StatusCode::TOO_MANY_REQUESTS, "{done}");
        assert_ne!(house.log_in("social_worker").await.get(&path).await.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(manager.get(&format!("/api/v1/staff/clients/{}/people", ids["clients"])).await.status, StatusCode::OK);
        house.gate.flush_log().await;
        let job = house.gate.job("test.limits", "test", None);
        let text = "SELECT code FROM access_log WHERE action = 'people.hetu.reveal' AND actor_id = $1 AND outcome = 'refused'";
        let lines = sql::rows(job.reader(), text, [house.subject("case_manager").into()]).await.unwrap();
        assert!(lines.len() >= 2, "each refusal stands in the log");
        assert!(lines.iter().all(|l| l.try_get::<String>("", "code").unwrap() == "too_many_requests"));
    }
);
