use serde_json::{Value, json};

use super::check;
use crate::types::Taken;

/// Checks a resource and writes what is wrong as `path: reason`.
fn wrong(resource: Value) -> Vec<String> {
    let taken = Taken::parse(resource["resourceType"].as_str().unwrap()).unwrap();
    let Value::Object(resource) = resource else { panic!() };
    check(taken, &resource).into_iter().map(|p| format!("{}: {}", p.path, p.reason)).collect()
}

fn observation(rest: Value) -> Value {
    let mut whole = json!({
        "resourceType": "Observation", "status": "final", "code": {"text": "Paino"}, "subject": {"reference": "Patient/1"}
    });
    whole.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    whole
}

/// The least a resource of each type may be.
fn least() -> Vec<Value> {
    let subject = json!({"reference": "Patient/1"});
    let text = json!({"text": "x"});
    vec![
        json!({"resourceType": "Patient"}),
        json!({"resourceType": "RelatedPerson", "patient": subject}),
        json!({"resourceType": "Practitioner"}),
        json!({"resourceType": "PractitionerRole"}),
        json!({"resourceType": "Organization", "name": "Koti"}),
        json!({"resourceType": "Location"}),
        json!({"resourceType": "HealthcareService"}),
        json!({"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}}),
        json!({"resourceType": "EpisodeOfCare", "status": "active", "patient": subject}),
        json!({"resourceType": "CareTeam"}),
        json!({"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": subject}),
        json!({"resourceType": "Goal", "lifecycleStatus": "active", "description": text, "subject": subject}),
        json!({"resourceType": "Condition", "subject": subject}),
        json!({"resourceType": "AllergyIntolerance", "patient": subject, "clinicalStatus": {"coding": [{"code": "active"}]}}),
        json!({"resourceType": "MedicationRequest", "status": "active", "intent": "order", "medicationCodeableConcept": text, "subject": subject}),
        json!({"resourceType": "Immunization", "status": "completed", "vaccineCode": text, "patient": subject, "occurrenceString": "lapsena"}),
        json!({"resourceType": "Procedure", "status": "completed", "subject": subject}),
        json!({"resourceType": "Observation", "status": "final", "code": text}),
        json!({"resourceType": "DiagnosticReport", "status": "final", "code": text}),
        json!({"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": subject}),
        json!({"resourceType": "Appointment", "status": "proposed", "participant": [{"actor": subject, "status": "accepted"}]}),
        json!({"resourceType": "Device"}),
        json!({"resourceType": "DeviceUseStatement", "status": "active", "subject": subject, "device": {"reference": "Device/1"}}),
        json!({"resourceType": "Flag", "status": "active", "code": text, "subject": subject}),
        json!({"resourceType": "QuestionnaireResponse", "status": "completed"}),
    ]
}

#[test]
fn the_least_of_every_type_passes() {
    let all = least();
    assert_eq!(all.len(), Taken::ALL.len());
    for resource in all {
        assert_eq!(wrong(resource.clone()), Vec::<String>::new(), "{resource}");
    }
}

#[test]
fn without_any_of_its_required_elements_it_does_not() {
    for resource in least() {
        let names: Vec<String> = resource.as_object().unwrap().keys().filter(|k| *k != "resourceType").cloned().collect();
        for name in names {
            let mut less = resource.clone();
            less.as_object_mut().unwrap().remove(&name);
            let found = wrong(less);
            assert_eq!(found.len(), 1, "{resource} without {name}: {found:?}");
        }
    }
}

#[test]
fn each_fault_names_its_path_and_reason() {
    let cases = [
        (
            json!({"resourceType": "Patient", "gender": "nainen"}),
            "Patient.gender: code 'nainen' is not in the value set: male, female, other, unknown",
        ),
        (
            json!({"resourceType": "Patient", "gender": "131052-308T"}),
            "Patient.gender: code is not in the value set: male, female, other, unknown",
        ),
        (json!({"resourceType": "Patient", "birthDate": "31.12.1950"}), "Patient.birthDate: not a valid date"),
        (json!({"resourceType": "Patient", "birthDate": 1950}), "Patient.birthDate: wrong JSON type; a text is expected"),
        (json!({"resourceType": "Patient", "name": {"family": "X"}}), "Patient.name: wrong JSON type; an array is expected"),
        (json!({"resourceType": "Patient", "name": [{"given": "X"}]}), "Patient.name[0].given: wrong JSON type; an array is expected"),
        (json!({"resourceType": "Patient", "name": []}), "Patient.name: empty; an element that has no value is left out"),
        (json!({"resourceType": "Patient", "name": [{}]}), "Patient.name[0]: empty; an element that has no value is left out"),
        (json!({"resourceType": "Patient", "birthDate": ["1950"]}), "Patient.birthDate: more items than the element may have"),
        (
            json!({"resourceType": "Patient", "deceasedBoolean": true, "deceasedDateTime": "2020"}),
            "Patient.deceased: deceased[x] has more than one type",
        ),
        (json!({"resourceType": "Patient", "active": "true"}), "Patient.active: wrong JSON type; true or false is expected"),
        (
            json!({"resourceType": "Patient", "meta": {"lastUpdated": "2020-01-01"}}),
            "Patient.meta.lastUpdated: not a valid instant (a time needs seconds and a zone)",
        ),
        (
            json!({"resourceType": "Patient", "identifier": [{"value": "1"}, {"system": "urn:oid:1.2.246.21", "value": "010190-999X"}]}),
            "Patient.identifier[1].value: the check character does not fit",
        ),
        (
            json!({"resourceType": "Patient", "identifier": [{"system": "urn:oid:1.2.246.21"}]}),
            "Patient.identifier[0].value: required element is missing",
        ),
        (
            observation(json!({"subject": {"reference": "Practitioner/1"}})),
            "Observation.subject: refers to Practitioner; allowed are Patient, Group, Device, Location",
        ),
        (
            observation(json!({"subject": {"reference": "asiakas 7"}})),
            "Observation.subject.reference: not a form of reference that FHIR has",
        ),
        (
            observation(json!({"performer": [{"reference": "#who"}]})),
            "Observation.performer[0].reference: refers to a contained resource that is not there",
        ),
        (
            observation(json!({"effectiveDateTime": "2020-01-01T10:00"})),
            "Observation.effectiveDateTime: not a valid dateTime (a time needs seconds and a zone)",
        ),
        (
            observation(json!({"effectivePeriod": {"start": "2020-02-01", "end": "2020-01"}})),
            "Observation.effectivePeriod: end is before start",
        ),
        (observation(json!({"valueQuantity": {"value": "78"}})), "Observation.valueQuantity.value: wrong JSON type; a number is expected"),
        (observation(json!({"component": [{"valueInteger": 1}]})), "Observation.component[0].code: required element is missing"),
        (
            observation(json!({"valueInteger": 1, "dataAbsentReason": {"text": "x"}})),
            "Observation.dataAbsentReason: obs-6: dataAbsentReason stands only where there is no value",
        ),
        (
            json!({"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}, "location": [{"status": "active"}]}),
            "Encounter.location[0].location: required element is missing",
        ),
        (
            json!({"resourceType": "Condition", "subject": {"reference": "Patient/1"}, "abatementString": "x", "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}}),
            "Condition.clinicalStatus: con-4: a condition with an abatement is inactive, in remission or resolved",
        ),
        (
            json!({"resourceType": "Condition", "subject": {"reference": "Patient/1"}, "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "ongoing"}]}}),
            "Condition.clinicalStatus.coding[0].code: code 'ongoing' is not in the value set: active, recurrence, relapse, inactive, remission, resolved",
        ),
        (
            json!({"resourceType": "Appointment", "status": "booked", "participant": [{"actor": {"reference": "Patient/1"}, "status": "accepted"}]}),
            "Appointment.start: app-3: only a proposed, cancelled or waiting appointment may be without start and end",
        ),
        (
            json!({"resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": {"reference": "Patient/1"}, "medicationString": "Burana"}),
            "MedicationRequest.medicationString: wrong JSON type; a type that the choice allows is expected",
        ),
    ];
    for (resource, expected) in cases {
        assert_eq!(wrong(resource.clone()), [expected], "{resource}");
    }
}

#[test]
fn every_fault_of_a_resource_is_reported() {
    let found =
        wrong(json!({"resourceType": "Goal", "lifecycleStatus": "going", "subject": {"reference": "Patient/1"}, "startDate": "eilen"}));
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn a_required_primitive_may_stand_in_its_extension() {
    let absent = json!({"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]});
    let mut resource = observation(json!({"_status": absent}));
    resource.as_object_mut().unwrap().remove("status");
    assert_eq!(wrong(resource), Vec::<String>::new());
    assert_eq!(
        wrong(json!({"resourceType": "Patient", "name": [{"given": [null, "Aino"], "_given": [absent, null]}]})),
        Vec::<String>::new()
    );
}

#[test]
fn contained_targets_are_checked_by_their_type() {
    let with = |kind: &str| observation(json!({"contained": [{"resourceType": kind, "id": "who"}], "performer": [{"reference": "#who"}]}));
    assert_eq!(wrong(with("Practitioner")), Vec::<String>::new());
    assert_eq!(wrong(with("Medication")).len(), 1);
}

#[test]
fn faults_never_repeat_what_may_be_personal() {
    let hetu = "010190-999X";
    let resource = json!({
        "resourceType": "Patient", "gender": "Maija Meikäläinen", "birthDate": hetu,
        "identifier": [{"system": "urn:oid:1.2.246.21", "value": hetu}], "link": [{"other": {"type": hetu}, "type": "refer"}]
    });
    for problem in wrong(resource) {
        assert!(!problem.contains(hetu) && !problem.contains("Maija"), "{problem}");
    }
}
