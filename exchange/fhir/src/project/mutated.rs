//! Resources bent in every way a source can bend them: the check tells what is wrong with a path, or the projection reads what is left;
//! neither ever falls over, and the same resource is read the same way twice.

use std::sync::OnceLock;

use kernel::hetu::{Hetu, Sex};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::project;
use crate::check::check;
use crate::neighbours::Neighbours;
use crate::types::Taken;

/// A resource of each kind of reading, with what sources put in it.
fn whole() -> &'static [Value] {
    static WHOLE: OnceLock<Vec<Value>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let hetu = Hetu::synthetic("1942-01-01".parse().unwrap(), Sex::Female, 3).unwrap();
        let person = json!({ "reference": "Patient/1" });
        let code = json!({ "coding": [{ "system": "http://snomed.info/sct", "code": "44054006", "display": "Diabetes" }], "text": "Diabetes" });
        let period = json!({ "start": "2026-01-01T08:00:00+02:00", "end": "2026-02-01" });
        vec![
            json!({
                "resourceType": "Patient", "id": "1", "active": true, "gender": "female", "birthDate": "1942-01-01", "deceasedBoolean": false,
                "meta": { "security": [{ "system": "urn:x", "code": "TURVAKIELTO" }], "lastUpdated": "2026-01-01T08:00:00Z" },
                "extension": [{ "url": "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/municipality-code", "valueCoding": { "system": "urn:oid:1.2.246.537.6.21", "code": "405" } }],
                "identifier": [{ "system": "urn:oid:1.2.246.21", "value": hetu.reveal(), "period": period }],
                "name": [{ "use": "official", "family": "Salo", "given": ["Aino", "Maria"] }],
                "telecom": [{ "system": "phone", "value": "040 123", "use": "mobile" }],
                "address": [{ "use": "home", "line": ["Koivukuja 1"], "postalCode": "55100", "city": "Imatra", "period": period }],
                "communication": [{ "language": { "coding": [{ "system": "urn:ietf:bcp:47", "code": "fi" }] }, "preferred": true }],
                "contact": [{ "relationship": [code], "name": { "text": "Olavi" }, "telecom": [{ "system": "email", "value": "a@example.fi" }] }],
                "link": [{ "other": { "reference": "Patient/2" }, "type": "seealso" }],
            }),
            json!({ "resourceType": "RelatedPerson", "patient": person, "relationship": [code], "name": [{ "text": "Olavi Salo" }], "period": period }),
            json!({ "resourceType": "Practitioner", "identifier": [{ "system": "urn:x", "value": "7" }], "name": [{ "family": "Testi", "given": ["T"] }] }),
            json!({ "resourceType": "PractitionerRole", "practitioner": { "reference": "Practitioner/1" }, "organization": { "reference": "Organization/1" }, "code": [code] }),
            json!({ "resourceType": "Organization", "name": "Sairaala", "type": [code], "partOf": { "reference": "Organization/2" } }),
            json!({ "resourceType": "Location", "name": "Talo", "physicalType": { "coding": [{ "code": "ho" }] }, "address": { "line": ["Tie 1"] } }),
            json!({
                "resourceType": "Encounter", "status": "finished", "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB" },
                "type": [code], "subject": person, "period": period, "reasonCode": [code],
                "participant": [{ "individual": { "reference": "Practitioner?identifier=urn:x|7", "display": "Testi" }, "period": period }],
                "hospitalization": { "dischargeDisposition": code }, "location": [{ "location": { "reference": "Location/1" } }],
                "serviceProvider": { "reference": "Organization/1" },
            }),
            json!({ "resourceType": "CareTeam", "status": "active", "subject": person, "period": period, "participant": [{ "role": [code], "member": { "reference": "Practitioner/1" } }] }),
            json!({
                "resourceType": "CarePlan", "status": "active", "intent": "order", "subject": person, "period": period, "category": [code],
                "goal": [{ "reference": "Goal/1" }], "activity": [{ "detail": { "status": "in-progress", "code": code, "description": "Kävely" } }],
            }),
            json!({ "resourceType": "Goal", "lifecycleStatus": "active", "description": { "text": "Kävelee" }, "subject": person, "startDate": "2026-01-01", "target": [{ "measure": code, "detailQuantity": { "value": 5, "unit": "km" }, "dueDate": "2026-06-01" }] }),
            json!({ "resourceType": "Condition", "clinicalStatus": { "coding": [{ "code": "active" }] }, "code": code, "subject": person, "onsetDateTime": "2020-05", "recordedDate": "2020-05-01T10:00:00Z" }),
            json!({ "resourceType": "AllergyIntolerance", "clinicalStatus": { "coding": [{ "code": "active" }] }, "code": code, "patient": person, "criticality": "high", "reaction": [{ "manifestation": [code], "severity": "severe" }] }),
            json!({
                "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": person, "authoredOn": "2026-01-01",
                "medicationCodeableConcept": code, "requester": { "reference": "#p" }, "contained": [{ "resourceType": "Practitioner", "id": "p" }],
                "dosageInstruction": [{ "sequence": 1, "text": "1 x 2", "asNeededBoolean": true, "timing": { "repeat": { "frequency": 2, "period": 1, "periodUnit": "d", "boundsPeriod": period } }, "doseAndRate": [{ "doseQuantity": { "value": 1.5, "unit": "mg" } }] }],
            }),
            json!({ "resourceType": "Immunization", "status": "completed", "vaccineCode": code, "patient": person, "occurrenceDateTime": "2025-10-01", "lotNumber": "A" }),
            json!({ "resourceType": "Procedure", "status": "completed", "code": code, "subject": person, "performedPeriod": period, "performer": [{ "actor": { "reference": "Practitioner/1" } }] }),
            json!({
                "resourceType": "Observation", "status": "final", "code": code, "subject": person, "effectiveDateTime": "2026-01-01T08:00:00Z",
                "valueQuantity": { "value": 78.2, "comparator": "<", "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" },
                "component": [{ "code": code, "valueQuantity": { "value": 120 } }, { "code": code, "valueString": "x" }], "interpretation": [code],
                "referenceRange": [{ "low": { "value": 1 }, "high": { "value": 9 }, "text": "1-9" }],
            }),
            json!({ "resourceType": "DiagnosticReport", "status": "final", "code": code, "subject": person, "issued": "2026-01-01T08:00:00Z", "conclusion": "Ei löydöksiä", "result": [{ "reference": "Observation/1" }] }),
            json!({ "resourceType": "ServiceRequest", "status": "active", "intent": "order", "code": code, "subject": person, "occurrencePeriod": period, "priority": "urgent" }),
            json!({ "resourceType": "Appointment", "status": "booked", "start": "2026-12-01T10:00:00Z", "end": "2026-12-01T11:00:00Z", "participant": [{ "actor": person, "status": "accepted" }, { "actor": { "reference": "Location/1" }, "status": "accepted" }] }),
            json!({ "resourceType": "Device", "status": "active", "type": code, "patient": person, "deviceName": [{ "name": "Rollaattori", "type": "user-friendly-name" }] }),
            json!({ "resourceType": "QuestionnaireResponse", "questionnaire": "https://x.fi/Questionnaire/a|1", "status": "completed", "subject": person, "authored": "2026-01-01T08:00:00Z", "source": person, "item": [{ "linkId": "a", "answer": [{ "valueDecimal": 4.5 }, { "valueCoding": { "code": "b" } }] }, { "linkId": "g", "item": [{ "linkId": "c", "answer": [{ "valueString": "x" }] }] }] }),
            json!({ "resourceType": "Flag", "status": "active", "code": code, "subject": person, "period": period, "category": [code] }),
        ]
    })
}

/// What a source may write where something else belongs.
fn strange() -> Vec<Value> {
    let mut deep = json!("x");
    for _ in 0..60 {
        deep = json!([deep]);
    }
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!(""),
        json!(" "),
        json!("ä\u{0}\u{202e}"),
        json!("x".repeat(5_000)),
        json!("0000-00-00"),
        json!("2024-02-30T25:61:61+99:99"),
        json!("9999-12-31"),
        json!("-0001-01-01"),
        json!("2026"),
        json!("Patient/"),
        json!("Patient?identifier=|"),
        json!("#"),
        json!("urn:uuid:"),
        json!("http://[::1"),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "reference": 7 }),
        json!({ "coding": [{}] }),
        json!({ "value": "much" }),
        deep,
    ]
}

/// Pointers to every place of a value, the value itself left out.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let here = format!("{at}/{name}");
                places(member, &here, found);
                found.push(here);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let here = format!("{at}/{index}");
                places(item, &here, found);
                found.push(here);
            }
        }
        _ => {}
    }
}

/// Puts something strange in one place, or takes the place away.
fn bend(resource: &mut Value, place: Index, with: Index) {
    let mut all = Vec::new();
    places(resource, "", &mut all);
    all.retain(|at| at != "/resourceType");
    let Some(at) = all.get(place.index(all.len().max(1))) else { return };
    let mut choices = strange();
    choices.push(Value::Null);
    let gone = with.index(choices.len()) + 1 == choices.len();
    let (owner, name) = at.rsplit_once('/').unwrap();
    match resource.pointer_mut(owner) {
        Some(Value::Object(members)) if gone => {
            members.remove(name);
        }
        Some(Value::Array(items)) if gone => {
            items.remove(name.parse().unwrap());
        }
        _ => *resource.pointer_mut(at).unwrap() = choices.swap_remove(with.index(choices.len())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_bent_resource_is_told_or_read(which: Index, bends in proptest::collection::vec((any::<Index>(), any::<Index>()), 1..5)) {
        let mut resource = whole()[which.index(whole().len())].clone();
        for (place, with) in bends {
            bend(&mut resource, place, with);
        }
        let of = Taken::parse(resource["resourceType"].as_str().unwrap()).unwrap();
        let members = resource.as_object().unwrap();
        let wrong = check(of, members);
        for problem in &wrong {
            prop_assert!(problem.path.starts_with(of.name()), "{problem:?}");
        }
        if wrong.is_empty() {
            let around = Neighbours::default();
            prop_assert_eq!(project(of, members, None, &around), project(of, members, None, &around));
        }
    }
}

#[test]
fn unbent_they_are_sound() {
    let wrong = |resource: &Value| check(Taken::parse(resource["resourceType"].as_str().unwrap()).unwrap(), resource.as_object().unwrap());
    let all: Vec<_> = whole().iter().flat_map(wrong).collect();
    assert_eq!(all, []);
}
