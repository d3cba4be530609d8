//! Importing: the same thing known by different names, versions, references in any order, bad resources beside good ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::Node;
use fhir::{ImportOptions, Report};
use kernel::Register;
use serde_json::{Value, json};

fn bundle(entries: &[Value]) -> String {
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }).to_string()
}

fn entry(url: &str, resource: Value) -> Value {
    json!({ "fullUrl": url, "resource": resource })
}

fn patient(hetu: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "identifier": [{ "system": "urn:oid:1.2.246.21", "value": hetu }],
        "name": [{ "family": "Koivula", "given": ["Aino", "Maria"] }],
        "birthDate": "1942-01-01",
        "address": [{ "line": ["Kuusitie 3"], "postalCode": "53100", "city": "Lappeenranta" }]
    })
}

fn weight(subject: &str, kg: f64) -> Value {
    json!({
        "resourceType": "Observation", "status": "final", "code": { "text": "Paino" },
        "subject": { "reference": subject }, "effectiveDateTime": "2026-03-02", "valueQuantity": { "value": kg, "unit": "kg" }
    })
}

fn counts(report: &Report) -> (u64, u64, u64, usize) {
    let sum = |map: &std::collections::BTreeMap<String, u64>| map.values().sum();
    (sum(&report.imported), sum(&report.updated), sum(&report.unchanged), report.errors.len())
}

const ENTRIES: &str = "SELECT COUNT(*) FROM record_entry";
const ORIGINALS: &str = "SELECT COUNT(*) FROM original";
const CLIENTS: &str = "SELECT COUNT(*) FROM client";

store::both! {
    async fn twice_is_once_and_layout_is_no_change(db: TestDb) {
        let node = Node::new(db);
        let whole = bundle(&[entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:w", weight("urn:uuid:p", 61.5))]);
        let first = node.take("a.json", &whole).await;
        assert_eq!((counts(&first), first.unresolved.len()), ((2, 0, 0, 0), 0));
        let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&whole).unwrap()).unwrap();
        assert_eq!(counts(&node.take("b.json", &pretty).await), (0, 0, 2, 0));
        assert_eq!((node.count(ORIGINALS).await, node.count(ENTRIES).await, node.count(CLIENTS).await), (2, 1, 1));
    }
}

store::both! {
    async fn a_change_keeps_the_older_original(db: TestDb) {
        let node = Node::new(db);
        let of = |kg| bundle(&[entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:w", weight("urn:uuid:p", kg))]);
        node.take("a.json", &of(61.5)).await;
        assert_eq!(counts(&node.take("a.json", &of(60.0)).await), (0, 1, 1, 0));
        assert_eq!(node.count(ENTRIES).await, 1);
        assert_eq!(node.count("SELECT CAST(quantity AS BIGINT) FROM record_entry").await, 60);
        assert_eq!(node.count("SELECT COUNT(*) FROM original WHERE resource_type = 'Observation'").await, 2);
        assert_eq!(node.count("SELECT COUNT(*) FROM original WHERE resource_type = 'Observation' AND is_current = TRUE AND revision = 2").await, 1);
        // And back to what it was: that is a change too.
        assert_eq!(counts(&node.take("a.json", &of(61.5)).await), (0, 1, 1, 0));
        assert_eq!(node.count("SELECT CAST(quantity * 10 AS BIGINT) FROM record_entry").await, 615);
    }
}

store::both! {
    async fn the_sources_versions_decide_when_it_gives_them(db: TestDb) {
        let node = Node::new(db);
        let of = |version: &str, at: &str, kg: f64| {
            let mut weight = weight("urn:uuid:p", kg);
            weight["meta"] = json!({ "versionId": version, "lastUpdated": at });
            bundle(&[entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:w", weight)])
        };
        node.take("a.json", &of("2", "2026-02-02T00:00:00Z", 60.0)).await;
        // An older version that comes late is kept, and changes nothing that is shown.
        assert_eq!(counts(&node.take("b.json", &of("1", "2026-01-01T00:00:00Z", 70.0)).await), (0, 0, 2, 0));
        assert_eq!(counts(&node.take("b.json", &of("1", "2026-01-01T00:00:00Z", 70.0)).await), (0, 0, 2, 0));
        assert_eq!(node.count("SELECT CAST(quantity AS BIGINT) FROM record_entry").await, 60);
        assert_eq!(node.count("SELECT COUNT(*) FROM original WHERE resource_type = 'Observation'").await, 2);
        // The same version is no change, whatever its bytes.
        assert_eq!(counts(&node.take("c.json", &of("2", "2026-02-02T00:00:00Z", 61.0)).await), (0, 0, 2, 0));
        assert_eq!(counts(&node.take("d.json", &of("3", "2026-03-03T00:00:00Z", 55.0)).await), (0, 1, 1, 0));
        assert_eq!(node.count("SELECT CAST(quantity AS BIGINT) FROM record_entry").await, 55);
    }
}

store::both! {
    async fn one_thing_by_fullurl_here_and_by_identifier_there_is_one(db: TestDb) {
        let node = Node::new(db);
        let mut visit = json!({
            "resourceType": "Encounter", "status": "finished", "class": { "code": "AMB" },
            "identifier": [{ "system": "urn:oid:1.2.246.10.1.14", "value": "77" }], "subject": { "reference": "urn:uuid:p" }
        });
        node.take("a.json", &bundle(&[entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:e", visit.clone())])).await;
        // Another export names it anew, and a plain file by the identifier alone.
        let again = node.take("b.json", &bundle(&[entry("urn:uuid:other", visit.clone())])).await;
        assert_eq!(counts(&again), (0, 0, 1, 0));
        visit["status"] = json!("cancelled");
        let alone = node.take("c.ndjson", &visit.to_string()).await;
        assert_eq!(counts(&alone), (0, 1, 0, 0));
        assert_eq!(node.count(ENTRIES).await, 1);
        assert_eq!(node.texts("SELECT status FROM record_entry").await, [Some("cancelled".into())]);
        // By its newer name it is found too.
        let mut weight = weight("Patient?identifier=urn:oid:1.2.246.21|010142-901B", 60.0);
        weight["encounter"] = json!({ "reference": "urn:uuid:other" });
        let report = node.take("d.json", &weight.to_string()).await;
        assert_eq!((counts(&report), report.unresolved.len()), ((1, 0, 0, 0), 0));
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE encounter_id IS NOT NULL").await, 1);
    }
}

store::both! {
    async fn two_in_one_bundle_are_two_whatever_identifier_they_share(db: TestDb) {
        let node = Node::new(db);
        let mut one = weight("urn:uuid:p", 60.0);
        one["identifier"] = json!([{ "system": "urn:x:order", "value": "5" }]);
        let mut two = one.clone();
        two["valueQuantity"]["value"] = json!(61.0);
        let text = bundle(&[entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:1", one), entry("urn:uuid:2", two)]);
        assert_eq!(counts(&node.take("a.json", &text).await), (3, 0, 0, 0));
        assert_eq!(counts(&node.take("a.json", &text).await), (0, 0, 3, 0));
        assert_eq!(node.count(ENTRIES).await, 2);
    }
}

store::both! {
    async fn what_is_missing_waits_is_reported_and_is_followed_when_it_comes(db: TestDb) {
        let node = Node::new(db);
        let mut visit = json!({
            "resourceType": "Encounter", "status": "finished", "class": { "code": "AMB" }, "subject": { "reference": "Patient/7" },
            "participant": [{ "individual": { "reference": "Practitioner?identifier=http://sv|12", "display": "Lääkäri Lahti" } }],
            "serviceProvider": { "identifier": { "system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.246.10.1" } },
            "location": [{ "location": { "reference": "https://a.fi/fhir/Location/3" } }]
        });
        visit["id"] = json!("v");
        let first = node.take("a.ndjson", &visit.to_string()).await;
        assert_eq!(counts(&first), (1, 0, 0, 0));
        let mut waiting: Vec<&str> = first.unresolved.iter().map(|w| w.path.as_str()).collect();
        waiting.sort_unstable();
        assert_eq!(waiting, [
            "Encounter.location[0].location", "Encounter.participant[0].individual", "Encounter.serviceProvider", "Encounter.subject",
        ]);
        assert!(first.unresolved.iter().all(|w| w.file.ends_with("a.ndjson") && w.entry == Some(0)));
        assert_eq!(node.count(ENTRIES).await, 0, "nobody knows whose it is");
        assert_eq!(node.count(ORIGINALS).await, 1, "it is kept all the same");

        let mut aino = patient("010142-901B");
        aino["id"] = json!("7");
        let second = node.take("b.json", &aino.to_string()).await;
        assert_eq!(second.unresolved.len(), 3, "the others still wait, and are still reported");
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry e JOIN client c ON c.id = e.client_id WHERE e.performer = 'Lääkäri Lahti'").await, 1);
        assert_eq!(node.count("SELECT COUNT(*) FROM original WHERE client_id IS NULL").await, 0);
        assert_eq!(node.count("SELECT COUNT(*) FROM pending_reference").await, 4, "three references, one of them by two names");

        let units = [
            json!({ "resourceType": "Practitioner", "identifier": [{ "system": "http://sv", "value": "12" }], "name": [{ "family": "Lahti" }] }),
            json!({ "resourceType": "Organization", "identifier": [{ "system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.246.10.1" }] }),
            json!({ "resourceType": "Location", "id": "3", "name": "Terveysasema" }),
        ];
        let lines: Vec<String> = units.iter().map(Value::to_string).collect();
        node.take("c.ndjson", &lines.join("\r\n")).await;
        assert_eq!(node.count("SELECT COUNT(*) FROM pending_reference").await, 0);
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE performer_id IS NOT NULL AND organisation_id IS NOT NULL AND place_id IS NOT NULL").await, 1);

        let rows = node.typed_rows().await;
        fhir::rebuild(&node.job(), |_| {}).await.unwrap();
        assert_eq!(node.typed_rows().await, rows, "made again from the originals, the rows are the same");
    }
}

store::both! {
    async fn references_that_go_in_a_ring_are_no_trouble(db: TestDb) {
        let node = Node::new(db);
        let unit = |id: &str, of: &str| json!({ "resourceType": "Organization", "id": id, "name": id, "partOf": { "reference": format!("Organization/{of}") } });
        let text = [unit("a", "b").to_string(), unit("b", "a").to_string(), unit("c", "c").to_string()].join("\n");
        let report = node.take("a.ndjson", &text).await;
        assert_eq!((counts(&report), report.unresolved.len()), ((3, 0, 0, 0), 0));
        assert_eq!(node.count("SELECT COUNT(*) FROM source_actor WHERE part_of IS NOT NULL").await, 3);
    }
}

store::both! {
    async fn a_bad_resource_does_not_stop_the_others_and_says_where_and_why(db: TestDb) {
        let node = Node::new(db);
        let mut bad = weight("urn:uuid:p", 60.0);
        bad["status"] = json!("ready");
        let text = bundle(&[
            entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:1", bad), entry("urn:uuid:2", json!({ "resourceType": "Claim" })),
            entry("urn:uuid:3", patient("010142-901C")), entry("urn:uuid:4", weight("urn:uuid:p", 60.0)),
        ]);
        let good = node.write("a.json", &text);
        let broken = node.write("b.json", "{\"resourceType\": \"Patient\",\n \"name\": }");
        let empty = node.write("c.json", &bundle(&[]).replace(",\"entry\":[]", ""));
        let report = node.import(&[broken.clone(), good.clone(), empty]).await;
        assert_eq!(counts(&report), (2, 0, 0, 3));
        assert_eq!(report.not_taken["Claim"], 1);
        let told: Vec<_> = report.errors.iter().map(|e| (e.file.clone(), e.entry, e.path.as_str())).collect();
        let file = |path: &std::path::Path| path.display().to_string();
        assert_eq!(told, [
            (file(&broken), None, ""), (file(&good), Some(1), "Observation.status"), (file(&good), Some(3), "Patient.identifier[0].value"),
        ]);
        assert!(report.errors[0].reason.contains("line 2, column"), "{}", report.errors[0].reason);
        assert_eq!(report.errors[2].reason, "the check character does not fit");
        assert_eq!(report.exit_code(), 1);
        let json = serde_json::to_string(&report).unwrap();
        assert!(!json.contains("010142"), "a report holds no personal identity code");
    }
}

store::both! {
    async fn one_person_of_two_sources_is_one_client(db: TestDb) {
        let node = Node::new(db);
        let path = node.write("a.json", &patient("010142-901B").to_string());
        for source in ["hospital", "dentist"] {
            let options = ImportOptions { source_system: source.into(), ..ImportOptions::default() };
            assert_eq!(counts(&node.import_as(std::slice::from_ref(&path), &options).await), (1, 0, 0, 0), "{source}");
        }
        assert_eq!(node.count(CLIENTS).await, 1);
        assert_eq!(node.count(ORIGINALS).await, 2, "each source's own is kept");
    }
}

store::both! {
    async fn address_protection_holds_from_the_first_row_and_nothing_leaks(db: TestDb) {
        let node = Node::new(db);
        let mut hidden = patient("010142-901B");
        hidden["meta"] = json!({ "security": [{ "system": "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs", "code": "TURVAKIELTO" }] });
        let mut visit = json!({
            "resourceType": "Encounter", "status": "finished", "class": { "code": "HH" },
            "subject": { "reference": "urn:uuid:p", "display": "Aino Maria Koivula" },
            "location": [{ "location": { "reference": "urn:uuid:home" } }]
        });
        visit["participant"] = json!([{ "individual": { "reference": "RelatedPerson/9", "display": "Olavi Koivula" } }]);
        let home = json!({
            "resourceType": "Location", "name": "Kuusitie 3", "physicalType": { "coding": [{ "code": "ho" }] },
            "address": { "line": ["Kuusitie 3"] }, "telecom": [{ "system": "phone", "value": "040 123" }]
        });
        node.take("a.json", &bundle(&[entry("urn:uuid:p", hidden), entry("urn:uuid:e", visit), entry("urn:uuid:home", home)])).await;
        assert_eq!(node.count("SELECT COUNT(*) FROM client WHERE protected = TRUE AND version = 1").await, 1);
        for row in node.typed_rows().await {
            for leak in ["Kuusitie", "Koivula", "040 123", "901B"] {
                assert!(!row.contains(leak), "{leak} in {row}");
            }
        }
        // Not in the clear anywhere else either: names of resources are hashed, originals sealed.
        for sql in ["SELECT label FROM source_resource", "SELECT target_label FROM pending_reference", "SELECT context FROM original"] {
            for text in node.texts(sql).await.into_iter().flatten() {
                assert!(!text.contains("901B") && !text.contains("Koivula"), "{text}");
            }
        }
    }
}

store::both! {
    async fn the_register_is_the_sources_word_or_the_orders(db: TestDb) {
        let node = Node::new(db);
        let mut plan = json!({
            "resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": { "reference": "urn:uuid:p" }, "title": "Asiakassuunnitelma"
        });
        plan["meta"] = json!({ "tag": [{ "system": "urn:oid:1.2.246.537.6.1264", "code": "2" }] });
        let text = bundle(&[entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:c", plan), entry("urn:uuid:w", weight("urn:uuid:p", 60.0))]);
        node.take("a.json", &text).await;
        assert_eq!(node.texts("SELECT register FROM record_entry ORDER BY kind").await, [Some("social".into()), Some("patient".into())]);
        assert_eq!(node.texts("SELECT service_task FROM record_entry ORDER BY kind").await, [Some("older_people".into()), Some("health".into())]);
        assert_eq!(node.count("SELECT COUNT(*) FROM original o JOIN record_entry e ON e.original_id = o.id WHERE e.register <> o.register OR e.catalogue_row <> o.catalogue_row").await, 0);

        let flag = json!({ "resourceType": "Flag", "status": "active", "code": { "text": "Koira" }, "subject": { "reference": "urn:uuid:p" } });
        let path = node.write("b.json", &bundle(&[entry("urn:uuid:f", flag)]));
        let options = ImportOptions { register: Register::Social, ..ImportOptions::default() };
        node.import_as(&[path], &options).await;
        assert_eq!(node.texts("SELECT register FROM record_entry WHERE kind = 'Flag'").await, [Some("social".into())]);
    }
}

store::both! {
    async fn close_ones_come_with_their_client(db: TestDb) {
        let node = Node::new(db);
        let related = json!({
            "resourceType": "RelatedPerson", "patient": { "reference": "urn:uuid:p" }, "name": [{ "family": "Koivula", "given": ["Olavi"] }],
            "relationship": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "HUSB" }] }],
            "telecom": [{ "system": "phone", "value": "040 123" }]
        });
        // Before the client is known it waits.
        node.take("a.json", &bundle(&[entry("urn:uuid:r", related)])).await;
        assert_eq!(node.count("SELECT COUNT(*) FROM close_one").await, 0);
        node.take("b.json", &bundle(&[entry("urn:uuid:p", patient("010142-901B"))])).await;
        assert_eq!(node.texts("SELECT name FROM close_one").await, [Some("Olavi Koivula".into())]);
        assert_eq!(node.texts("SELECT roles FROM close_one").await, [Some("spouse".into())]);
    }
}

store::both! {
    async fn every_batch_leaves_its_trace(db: TestDb) {
        let node = Node::new(db);
        node.take("a.json", &bundle(&[entry("urn:uuid:p", patient("010142-901B")), entry("urn:uuid:w", weight("urn:uuid:p", 60.0))])).await;
        assert_eq!(node.count("SELECT COUNT(*) FROM event WHERE kind = 'records.client.received'").await, 1);
        assert_eq!(node.count("SELECT COUNT(*) FROM access_log_client l JOIN client c ON c.id = l.client_id").await
            + node.count("SELECT COUNT(*) FROM access_log l JOIN client c ON c.id = l.client_id").await, 1);
    }
}
