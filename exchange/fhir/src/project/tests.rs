use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Body, Draft, EntryDraft, Person, Sex, project};
use crate::check::check;
use crate::neighbours::{Neighbours, NotTaken};
use crate::types::Taken;

fn draft(resource: Value) -> Draft {
    draft_of(&resource, None, &Neighbours::default())
}

fn draft_of(resource: &Value, full_url: Option<&str>, around: &Neighbours) -> Draft {
    let taken = Taken::parse(resource["resourceType"].as_str().unwrap()).unwrap();
    let resource = resource.as_object().unwrap();
    assert_eq!(check(taken, resource), [], "{resource:?}");
    project(taken, resource, full_url, around)
}

fn entry(resource: Value) -> EntryDraft {
    match draft(resource).body {
        Body::Entry { entry, .. } => *entry,
        other => panic!("{other:?}"),
    }
}

fn person(resource: Value) -> Person {
    match draft(resource).body {
        Body::Person(person) => *person,
        other => panic!("{other:?}"),
    }
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    Some(text.parse().unwrap())
}

fn subject() -> Value {
    json!({ "reference": "Patient/1" })
}

fn coded(system: &str, code: &str, display: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": display }] })
}

#[test]
fn a_client_with_everything_the_finnish_profile_has() {
    let found = person(json!({
        "resourceType": "Patient",
        "meta": { "security": [{ "system": "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs", "code": "TURVAKIELTO" }] },
        "extension": [
            { "url": "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/municipality-code",
              "valueCoding": { "system": "urn:oid:1.2.246.537.6.21.2003", "code": "405" } },
            { "url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean": true }
        ],
        "identifier": [
            { "system": "http://own", "value": "7" },
            { "use": "official", "system": "urn:oid:1.2.246.21", "value": "020516C903K" },
            { "use": "old", "system": "http://own", "value": "6" }
        ],
        "name": [
            { "use": "maiden", "family": "Salo" },
            { "use": "official", "family": "Mäki-Länsiö", "given": ["Aino", "Maria"] },
            { "use": "nickname", "given": ["Ansku"] }
        ],
        "gender": "female", "birthDate": "2016-05-02", "deceasedDateTime": "2026-02-03T23:30:00+02:00",
        "telecom": [
            { "system": "phone", "value": "040 1" }, { "system": "phone", "value": "040 2", "use": "old" },
            { "system": "email", "value": "a@example.fi" }, { "system": "fax", "value": "09" }
        ],
        "address": [{ "line": ["Kuusitie 3 A"], "postalCode": "53100", "city": "Lappeenranta", "country": "FI" }],
        "communication": [{ "language": coded("urn:ietf:bcp:47", "fi", "suomi") },
            { "language": coded("urn:ietf:bcp:47", "sv-FI", "svenska"), "preferred": true }]
    }));
    assert_eq!(found.hetu.as_ref().unwrap().reveal(), "020516C903K");
    assert_eq!(found.identifiers, [("http://own".to_owned(), "7".to_owned())]);
    assert_eq!((found.family_name.as_deref(), found.given_names.as_deref()), (Some("Mäki-Länsiö"), Some("Aino Maria")));
    assert_eq!(found.other_names, ["Salo"]);
    assert_eq!((found.sex, found.protected, found.interpreter, found.deceased), (Sex::Female, true, true, true));
    assert_eq!(found.municipality.as_deref(), Some("405"));
    assert_eq!((found.language.as_deref(), found.service_language.as_deref()), (Some("fi"), Some("sv")));
    assert_eq!(found.deceased_on.unwrap().to_string(), "2026-02-03", "the day as it is written, in its own zone");
    let contacts: Vec<&str> = found.contacts.iter().map(|c| c.value.as_str()).collect();
    assert_eq!(contacts, ["040 1", "a@example.fi", "Kuusitie 3 A, 53100 Lappeenranta"]);
}

#[test]
fn a_client_of_whom_little_is_known() {
    let nothing = person(json!({ "resourceType": "Patient" }));
    assert_eq!((nothing.hetu, nothing.family_name, nothing.birth_date, nothing.protected), (None, None, None, false));
    let year = person(json!({ "resourceType": "Patient", "birthDate": "1942", "deceasedBoolean": true, "gender": "other" }));
    assert_eq!((year.birth_date_partial, year.deceased, year.deceased_on, year.sex), (true, true, None, Sex::Unknown));
    for (text, family, given) in
        [("Aino Maria Salo", "Salo", Some("Aino Maria")), ("Salo, Aino", "Salo", Some("Aino")), ("Salo", "Salo", None)]
    {
        let found = person(json!({ "resourceType": "Patient", "name": [{ "text": text }] }));
        assert_eq!((found.family_name.as_deref(), found.given_names.as_deref()), (Some(family), given), "{text}");
    }
}

#[test]
fn every_century_sign_is_read() {
    for hetu in ["010190Y901R", "020516C903K", "290200A902D", "150310B903T", "010150+002D", "010190-999W"] {
        let found = person(json!({ "resourceType": "Patient", "identifier": [{ "system": "urn:oid:1.2.246.21", "value": hetu }] }));
        assert_eq!(found.hetu.unwrap().reveal(), hetu);
    }
}

#[test]
fn a_visit_names_who_where_and_why() {
    let visit = entry(json!({
        "resourceType": "Encounter", "status": "finished", "class": { "code": "HH", "display": "Kotikäynti" },
        "type": [coded("http://snomed.info/sct", "439708006", "Home visit")], "subject": subject(),
        "participant": [
            { "individual": { "reference": "Practitioner/2", "display": "Hoitaja" } },
            { "type": [coded("x", "PPRF", "primary performer")], "individual": { "reference": "Practitioner/3", "display": "Lääkäri" } }
        ],
        "period": { "start": "2026-03-02T10:00:00+02:00", "end": "2026-03-02" },
        "reasonCode": [{ "text": "Haava" }], "serviceProvider": { "reference": "Organization/4", "display": "Kotihoito" },
        "location": [{ "location": { "reference": "#home" } }], "contained": [{ "resourceType": "Location", "id": "home", "name": "Koti" }]
    }));
    let facts = &visit.facts;
    assert_eq!(
        (facts.class.as_deref(), facts.code.as_deref(), facts.title.as_deref()),
        (Some("HH"), Some("439708006"), Some("Home visit"))
    );
    assert_eq!(
        (facts.performer.as_deref(), facts.organisation.as_deref(), facts.reason.as_deref()),
        (Some("Lääkäri"), Some("Kotihoito"), Some("Haava"))
    );
    assert_eq!((facts.started_at, facts.precision), (at("2026-03-02T08:00:00Z"), Some("instant")));
    assert_eq!(facts.ended_at, at("2026-03-02T21:59:59.999999Z"), "an end that is a day is the whole day");
    assert_eq!(facts.place.as_deref(), Some("Koti"));
    assert_eq!(visit.place, None, "what is contained is nothing of its own");
    assert_eq!(visit.parts.iter().filter(|p| p.facts.kind == "participant").count(), 2);
}

#[test]
fn names_of_clients_and_close_ones_beside_references_are_left() {
    let whole = draft(json!({
        "resourceType": "Encounter", "status": "finished", "class": { "code": "AMB" },
        "subject": { "reference": "urn:uuid:1", "display": "Aino Salo" },
        "participant": [{ "individual": { "reference": "RelatedPerson/2", "display": "Olavi Salo" } }],
        "reasonReference": [{ "reference": "Condition/3", "display": "Kaatuminen" }]
    }));
    assert!(!format!("{whole:?}").contains("Salo"));
    assert!(format!("{whole:?}").contains("Kaatuminen"));
    let labels: Vec<&str> = whole.links.iter().map(|l| l.label.as_str()).collect();
    assert!(labels.contains(&"RelatedPerson/2"));
    let by_hetu = draft(json!({
        "resourceType": "Flag", "status": "active", "code": { "text": "x" },
        "subject": { "reference": "Patient?identifier=urn:oid:1.2.246.21|010190-901R" }
    }));
    assert_eq!(by_hetu.links[0].label, "Patient?identifier=urn:oid:1.2.246.21|…");
}

#[test]
fn values_of_a_measurement_whatever_their_type() {
    let of = |value: Value| {
        let mut whole = json!({ "resourceType": "Observation", "status": "final", "code": { "text": "x" }, "subject": subject() });
        whole.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        entry(whole).facts
    };
    let quantity =
        of(json!({ "valueQuantity": { "value": 7.16, "unit": "mmol/l", "system": "http://unitsofmeasure.org", "code": "mmol/L" },
        "referenceRange": [{ "low": { "value": 4 }, "high": { "value": 6.1 } }], "interpretation": [coded("x", "H", "High")] }));
    assert_eq!((quantity.quantity, quantity.unit.as_deref()), (Some(7.16), Some("mmol/l")));
    assert_eq!((quantity.range_low, quantity.range_high, quantity.interpretation.as_deref()), (Some(4.0), Some(6.1), Some("H")));
    let below = of(json!({ "valueQuantity": { "value": 5, "comparator": "<" } }));
    assert_eq!((below.quantity, below.text_value.as_deref()), (Some(5.0), Some("< 5")), "less than five is not five");
    let cases = [
        (json!({ "valueCodeableConcept": coded("s", "c", "Kyllä") }), None, Some("c"), Some("Kyllä")),
        (json!({ "valueString": "sanoin" }), None, None, Some("sanoin")),
        (json!({ "valueInteger": 3 }), Some(3.0), None, None),
        (json!({ "valueBoolean": false }), None, Some("false"), None),
        (json!({ "valueRange": { "low": { "value": 1, "unit": "h" }, "high": { "value": 2 } } }), None, None, Some("1–2")),
        (json!({ "valueRatio": { "numerator": { "value": 1 }, "denominator": { "value": 4 } } }), None, None, Some("1 : 4")),
        (json!({ "valueDateTime": "2026-01" }), None, None, Some("2026-01")),
        (json!({ "dataAbsentReason": coded("r", "not-performed", "Ei tehty") }), None, Some("not-performed"), Some("Ei tehty")),
        (json!({}), None, None, None),
    ];
    for (value, number, code, text) in cases {
        let facts = of(value.clone());
        assert_eq!((facts.quantity, facts.value_code.as_deref(), facts.text_value.as_deref()), (number, code, text), "{value}");
    }
}

#[test]
fn components_are_rows_with_the_time_of_the_whole() {
    let pressure = entry(json!({
        "resourceType": "Observation", "status": "final", "code": coded("http://loinc.org", "85354-9", "Verenpaine"), "subject": subject(),
        "effectiveDateTime": "2026-05", "category": [coded("c", "vital-signs", "x")],
        "component": [
            { "code": coded("http://loinc.org", "8480-6", "Systolinen"), "valueQuantity": { "value": 150, "unit": "mmHg" } },
            { "code": coded("http://loinc.org", "8462-4", "Diastolinen"), "valueQuantity": { "value": 90, "unit": "mmHg" } }
        ]
    }));
    assert_eq!((pressure.facts.precision, pressure.facts.class.as_deref()), (Some("month"), Some("vital-signs")));
    let values: Vec<_> = pressure.components.iter().map(|c| (c.code.as_deref().unwrap(), c.quantity.unwrap(), c.started_at)).collect();
    assert_eq!(values, [("8480-6", 150.0, pressure.facts.started_at), ("8462-4", 90.0, pressure.facts.started_at)]);
}

#[test]
fn a_medicine_is_named_wherever_its_name_is() {
    let of = |medication: Value, around: &Neighbours| {
        let mut whole = json!({
            "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": subject(), "authoredOn": "2026-01-02",
            "dosageInstruction": [{ "timing": { "repeat": { "frequency": 2, "period": 1, "periodUnit": "d" } }, "asNeededBoolean": true,
                "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "tabletti" } }] }]
        });
        whole.as_object_mut().unwrap().extend(medication.as_object().unwrap().clone());
        draft_of(&whole, None, around)
    };
    let beside = NotTaken { type_name: "Medication".into(), title: Some("Marevan 3 mg".into()), ..NotTaken::default() };
    let mut around = Neighbours::default();
    around.not_taken.insert("urn:uuid:m".into(), beside);
    let cases = [
        (json!({ "medicationCodeableConcept": coded("atc", "B01AA03", "Marevan 3 mg") }), false),
        (json!({ "medicationReference": { "reference": "Medication/1", "display": "Marevan 3 mg" } }), false),
        (
            json!({ "medicationReference": { "reference": "#m" }, "contained": [{ "resourceType": "Medication", "id": "m", "code": { "text": "Marevan 3 mg" } }] }),
            false,
        ),
        (json!({ "medicationReference": { "reference": "urn:uuid:m" } }), true),
    ];
    for (medication, from_beside) in cases {
        let whole = of(medication.clone(), &around);
        assert_eq!(!whole.from_neighbours.is_empty(), from_beside);
        assert!(whole.links.iter().all(|l| !l.path.starts_with("medication")), "a Medication never comes, so nothing waits for it");
        let Body::Entry { entry, .. } = whole.body else { panic!() };
        assert_eq!(entry.facts.title.as_deref(), Some("Marevan 3 mg"), "{medication}");
        assert_eq!(entry.facts.text_value.as_deref(), Some("1 tabletti × 2 / 1 d"));
        assert_eq!(entry.parts[0].facts.status.as_deref(), Some("as_needed"));
    }
}

#[test]
fn a_plan_has_goals_activities_and_a_name() {
    let plan = draft(json!({
        "resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": subject(),
        "category": [coded("tech", "assess-plan", "assess-plan"), { "text": "Kotihoidon suunnitelma" }],
        "goal": [{ "reference": "Goal/1" }, { "reference": "#g" }],
        "contained": [{ "resourceType": "Goal", "id": "g", "description": { "text": "Kävelen itse" } }],
        "activity": [
            { "detail": { "code": { "text": "Siivous" }, "status": "in-progress", "scheduledString": "kerran viikossa",
                "performer": [{ "reference": "Organization/1", "display": "Siivous Oy" }] } },
            { "reference": { "reference": "ServiceRequest/5", "display": "Ateriat" } }
        ]
    }));
    let Body::Entry { entry, .. } = plan.body else { panic!() };
    assert_eq!(entry.facts.title.as_deref(), Some("Kotihoidon suunnitelma"));
    let parts: Vec<_> = entry
        .parts
        .iter()
        .map(|p| (p.facts.kind, p.facts.title.as_deref(), p.facts.text_value.as_deref(), p.facts.actor.as_deref()))
        .collect();
    assert_eq!(
        parts,
        [
            ("goal", None, None, None),
            ("goal", Some("Kävelen itse"), None, None),
            ("activity", Some("Siivous"), Some("kerran viikossa"), Some("Siivous Oy")),
            ("activity", Some("Ateriat"), None, None),
        ]
    );
    let goal = self::entry(json!({
        "resourceType": "Goal", "lifecycleStatus": "active", "description": { "text": "Kävelen kauppaan" }, "subject": subject(),
        "startDate": "2026-01-01", "achievementStatus": coded("a", "improving", "x"),
        "target": [{ "measure": { "text": "Matka" }, "detailQuantity": { "value": 500, "unit": "m" }, "dueDate": "2026-06" }]
    }));
    assert_eq!((goal.facts.title.as_deref(), goal.facts.value_code.as_deref()), (Some("Kävelen kauppaan"), Some("improving")));
    assert_eq!((goal.parts[0].facts.quantity, goal.parts[0].facts.ended_at), (Some(500.0), at("2026-06-30T20:59:59.999999Z")));
}

#[test]
fn diagnoses_and_allergies_keep_how_sure_and_how_bad() {
    let condition = entry(json!({
        "resourceType": "Condition", "subject": subject(), "code": coded("icd", "F00.1", "Alzheimerin tauti"), "severity": { "text": "Lievä" },
        "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved", "x"),
        "verificationStatus": coded("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed", "x"),
        "onsetAge": { "value": 72, "unit": "a" }, "abatementDateTime": "2025"
    }));
    let facts = condition.facts;
    assert_eq!(
        (facts.status.as_deref(), facts.verification.as_deref(), facts.severity.as_deref()),
        (Some("resolved"), Some("confirmed"), Some("Lievä"))
    );
    assert_eq!((facts.text_value.as_deref(), facts.started_at), (Some("72 a"), None));
    assert!(facts.ended_at.is_some());
    let allergy = entry(json!({
        "resourceType": "AllergyIntolerance", "patient": subject(), "code": { "text": "Penisilliini" }, "criticality": "high", "category": ["medication"],
        "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active", "x"),
        "reaction": [{ "manifestation": [{ "text": "Ihottuma" }], "severity": "severe" }]
    }));
    assert_eq!((allergy.facts.severity.as_deref(), allergy.facts.class.as_deref()), (Some("high"), Some("medication")));
    assert_eq!((allergy.parts[0].facts.title.as_deref(), allergy.parts[0].facts.status.as_deref()), (Some("Ihottuma"), Some("severe")));
}

#[test]
fn an_appointment_is_its_patients() {
    let Body::Entry { clients, entry } = draft(json!({
        "resourceType": "Appointment", "status": "booked", "start": "2026-12-01T10:00:00Z", "end": "2026-12-01T10:30:00Z",
        "serviceType": [{ "text": "Hammastarkastus" }],
        "participant": [
            { "actor": { "reference": "Practitioner/1", "display": "HML Laine" }, "status": "accepted" },
            { "actor": { "reference": "Patient/1", "display": "Aino Salo" }, "status": "accepted" },
            { "actor": { "reference": "Location/1", "display": "Hammashoitola" }, "status": "accepted" },
            { "actor": { "reference": "Patient/2" }, "status": "tentative" }
        ]
    }))
    .body
    else {
        panic!()
    };
    assert_eq!(clients.len(), 2);
    assert_eq!((entry.facts.performer.as_deref(), entry.facts.place.as_deref()), (Some("HML Laine"), Some("Hammashoitola")));
    assert!(!format!("{entry:?}").contains("Salo"));
}

#[test]
fn a_device_of_nobody_is_the_sources_own() {
    let device = json!({ "resourceType": "Device", "deviceName": [{ "name": "Rollaattori", "type": "user-friendly-name" }], "type": { "text": "Walker" } });
    let Body::Actor(shared) = draft(device.clone()).body else { panic!() };
    assert_eq!((shared.facts.kind, shared.facts.name.as_deref()), ("Device", Some("Rollaattori")));
    let mut own = device;
    own["patient"] = subject();
    assert_eq!(entry(own).facts.title.as_deref(), Some("Rollaattori"));
    let used = entry(json!({
        "resourceType": "DeviceUseStatement", "status": "active", "subject": subject(), "device": { "reference": "Device/1", "display": "Rollaattori" }, "timingDateTime": "2026"
    }));
    assert_eq!(
        (used.facts.title.as_deref(), used.facts.precision, used.parts[0].facts.kind),
        (Some("Rollaattori"), Some("year"), "device")
    );
}

#[test]
fn a_home_as_a_place_gives_nothing_away() {
    let place = |physical: &str| {
        let body = draft(json!({
            "resourceType": "Location", "name": "Kuusitie 3", "address": { "line": ["Kuusitie 3"] }, "telecom": [{ "system": "phone", "value": "040" }],
            "physicalType": { "coding": [{ "code": physical }] }
        }))
        .body;
        let Body::Actor(place) = body else { panic!() };
        (place.facts.name, place.facts.address, place.facts.phone)
    };
    assert_eq!(place("ho"), (None, None, None));
    assert_eq!(place("bu"), (Some("Kuusitie 3".into()), Some("Kuusitie 3".into()), Some("040".into())));
}

#[test]
fn relative_references_are_of_the_entrys_own_server() {
    let flag = json!({ "resourceType": "Flag", "status": "active", "code": { "text": "x" }, "subject": subject() });
    let of = |url: Option<&str>, around: &Neighbours| draft_of(&flag, url, around).links[0].names.len();
    assert_eq!(of(None, &Neighbours::default()), 1);
    assert_eq!(of(Some("https://a.fi/fhir/Flag/9"), &Neighbours::default()), 2);
    // In a Bundle of `urn:` entries the id is the sender's own number for one of them.
    let mut around = Neighbours::default();
    around.same_as.insert("Patient/1".into(), "urn:uuid:p".into());
    assert_eq!(of(Some("urn:uuid:f"), &around), 2);
}
