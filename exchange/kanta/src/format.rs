//! How a will is written on the way to Kanta and back. **Uncertain as a whole**: the interface that a joining system gets is not public,
//! so this is FHIR R4's `Consent` in a `Bundle`, and everything that would change with the real one is in this file.
//!
//! Where the parts come from:
//! - the person: `urn:oid:1.2.246.21` (facts 1.2) [verified];
//! - what kind of document it stands for: THL 1505.8 (luovutuslupa) and 1505.9 (kielto) [verified: sosmeta]; that the same two stand for
//!   the patient register [uncertain];
//! - levels of a denial – controller, service task, document – as in 1505.9 [verified: sosmeta]; that they are told apart by what the
//!   provision names [uncertain];
//! - the patient register: 1.2.246.537.5.40150 code 2 (julkinen terveydenhuolto) [verified]; social care: 1.2.246.537.6.1264, whose codes
//!   are not known, so the list itself says it [uncertain];
//! - service task: 1.2.246.537.6.1221 where the number is known (facts 2.3) [verified]; otherwise by the node's own name [uncertain];
//! - who gives: 1.2.246.537.6.1284, 31 huoltaja, 32 edunvalvoja [verified: sosmeta];
//! - numbers of changes: `Bundle.entry.link`, relations `self` and `previous` [uncertain].

use chrono::{DateTime, SecondsFormat, Utc};
use kernel::hetu::Hetu;
use kernel::{Register, ServiceTask, WillKind, WillLevel};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Change, Changes, Consent, Receipt, id_in};

const HETU: &str = "urn:oid:1.2.246.21";
const URI: &str = "urn:ietf:rfc:3986";
/// THL's documents of the two kinds.
const PERMIT: &str = "urn:oid:1.2.246.537.6.1505.8.2023.6.1";
const DENIAL: &str = "urn:oid:1.2.246.537.6.1505.9.2023.6.5";
const PATIENT_REGISTER: &str = "urn:oid:1.2.246.537.5.40150";
const PUBLIC_HEALTH_CARE: &str = "2";
const SOCIAL_REGISTER: &str = "urn:oid:1.2.246.537.6.1264";
const SERVICE_TASK: &str = "urn:oid:1.2.246.537.6.1221";
/// Service tasks whose number is not known.
const OWN_SERVICE_TASK: &str = "urn:punos:service-task";
const ROLE: &str = "urn:oid:1.2.246.537.6.1284";
const ROLES: [(&str, &str); 2] = [("31", "guardian"), ("32", "trustee")];
const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const EMERGENCY: &str = "ETREAT";

/// Numbers of 1.2.246.537.6.1221 that are known.
const TASKS: [(&str, ServiceTask); 3] =
    [("10", ServiceTask::ChildProtection), ("15", ServiceTask::Substance), ("20", ServiceTask::Disability)];

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn person(hetu: &Hetu) -> Value {
    json!({ "identifier": { "system": HETU, "value": hetu.reveal() } })
}

/// The bundle that tells one will. `message` is the same in every attempt; `controller`: the OID of the controller who tells.
pub fn told(message: Uuid, controller: &str, consent: &Consent) -> Value {
    json!({
        "resourceType": "Bundle",
        "type": "transaction",
        "identifier": { "system": URI, "value": format!("urn:uuid:{message}") },
        "entry": [{
            "resource": resource(controller, consent),
            "request": { "method": "PUT", "url": format!("Consent?identifier={URI}|{}", consent.name) },
        }],
    })
}

fn resource(controller: &str, consent: &Consent) -> Value {
    let denial = consent.kind == WillKind::Denial;
    let mut provision = json!({ "type": if denial { "deny" } else { "permit" }, "period": { "start": time(consent.given_at) } });
    if let Some(end) = consent.ended_at {
        provision["period"]["end"] = time(end).into();
    }
    match consent.register {
        Some(Register::Patient) => provision["class"] = json!([{ "system": PATIENT_REGISTER, "code": PUBLIC_HEALTH_CARE }]),
        Some(Register::Social) => provision["class"] = json!([{ "system": SOCIAL_REGISTER }]),
        None => {}
    }
    if let Some(task) = consent.service_task {
        let number = TASKS.iter().find(|(_, known)| *known == task).map(|(number, _)| *number);
        let (system, code) = number.map_or((OWN_SERVICE_TASK, task.code()), |number| (SERVICE_TASK, number));
        provision["code"] = json!([{ "coding": [{ "system": system, "code": code }] }]);
    }
    if let Some(document) = consent.document {
        let identifier = json!({ "system": URI, "value": format!("urn:uuid:{document}") });
        provision["data"] = json!([{ "meaning": "instance", "reference": { "identifier": identifier } }]);
    }
    if consent.emergency_ok {
        provision["provision"] = json!([{ "type": "permit", "purpose": [{ "system": ACT_REASON, "code": EMERGENCY }] }]);
    }
    let mut resource = json!({
        "resourceType": "Consent",
        "identifier": [{ "system": URI, "value": consent.name }],
        "status": if consent.ended_at.is_some() { "inactive" } else { "active" },
        "scope": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy" }] },
        "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] }],
        "patient": person(&consent.person),
        "dateTime": time(consent.given_at),
        "organization": [{ "identifier": { "system": URI, "value": format!("urn:oid:{controller}") } }],
        "policy": [{ "uri": if denial { DENIAL } else { PERMIT } }],
        "provision": provision,
    });
    if let Some((code, _)) = ROLES.iter().find(|(_, by)| *by == consent.given_by) {
        let role = json!([{ "coding": [{ "system": ROLE, "code": code }] }]);
        resource["contained"] =
            json!([{ "resourceType": "RelatedPerson", "id": "giver", "patient": person(&consent.person), "relationship": role }]);
        resource["performer"] = json!([{ "reference": "#giver" }]);
    } else {
        resource["performer"] = json!([person(&consent.person)]);
    }
    resource
}

/// What Kanta answers to [`told`].
pub fn receipt(answer: &Value) -> Option<Receipt> {
    let response = answer.pointer("/entry/0/response")?;
    let reference = response.get("location")?.as_str()?.to_owned();
    let (_, version) = reference.rsplit_once("/_history/")?;
    Some(Receipt { version: version.parse().ok()?, reference })
}

/// The fields of the form that asks for all of a person's: in the body, for an identity code belongs in no address.
pub fn question(hetu: &Hetu) -> [(&'static str, String); 1] {
    [("patient.identifier", format!("{HETU}|{}", hetu.reveal()))]
}

/// All of a person's, ended ones too. None: not such an answer, or one that is not whole.
pub fn state(answer: &Value) -> Option<Vec<Consent>> {
    (answer.get("type")? == "searchset").then_some(())?;
    let entries = answer.get("entry").and_then(Value::as_array).cloned().unwrap_or_default();
    let resources = entries.iter().map(|entry| entry.get("resource").unwrap_or(&Value::Null));
    // What is not of this service (another scope of consent) is passed by; one of it that cannot be read makes the whole unsure.
    resources.filter(|r| is_ours(r)).map(read).collect()
}

/// A page of changes. None: not such an answer.
pub fn changes(answer: &Value) -> Option<Changes> {
    (answer.get("type")? == "history").then_some(())?;
    let newest = number(answer.get("link")?, "newest")?;
    let mut changes = Vec::new();
    for entry in answer.get("entry").and_then(Value::as_array).into_iter().flatten() {
        let links = entry.get("link")?;
        let consent = entry.get("resource").filter(|r| is_ours(r)).and_then(read);
        changes.push(Change { number: number(links, "self")?, previous: number(links, "previous")?, consent });
    }
    changes.sort_by_key(|change| change.number);
    Some(Changes { newest, changes })
}

fn number(links: &Value, relation: &str) -> Option<i64> {
    let link = links.as_array()?.iter().find(|link| link.get("relation").is_some_and(|r| r == relation))?;
    link.get("url")?.as_str()?.rsplit('/').next()?.parse().ok()
}

fn is_ours(resource: &Value) -> bool {
    resource.get("resourceType").is_some_and(|t| t == "Consent")
        && resource.pointer("/policy/0/uri").is_some_and(|uri| uri == PERMIT || uri == DENIAL)
}

/// One will as Kanta writes it.
pub fn read(resource: &Value) -> Option<Consent> {
    let text = |at: &str| resource.pointer(at).and_then(Value::as_str);
    let instant = |at: &str| text(at)?.parse::<DateTime<Utc>>().ok();
    let kind = match text("/provision/type")? {
        "permit" => WillKind::Permit,
        "deny" => WillKind::Denial,
        _ => return None,
    };
    (text("/patient/identifier/system")? == HETU).then_some(())?;
    let register = match text("/provision/class/0/system") {
        Some(PATIENT_REGISTER) => Some(Register::Patient),
        Some(SOCIAL_REGISTER) => Some(Register::Social),
        Some(_) => return None,
        None => None,
    };
    let service_task = match (text("/provision/code/0/coding/0/system"), text("/provision/code/0/coding/0/code")) {
        (Some(SERVICE_TASK), Some(code)) => Some(TASKS.iter().find(|(number, _)| *number == code)?.1),
        (Some(OWN_SERVICE_TASK), Some(code)) => Some(ServiceTask::parse(code)?),
        (None, None) => None,
        _ => return None,
    };
    let document = match text("/provision/data/0/reference/identifier/value") {
        Some(name) => Some(id_in(name)?),
        None => None,
    };
    let level = match (kind, service_task, document) {
        (WillKind::Permit, None, None) => WillLevel::All,
        (WillKind::Denial, None, None) => WillLevel::Controller,
        (WillKind::Denial, Some(_), None) => WillLevel::ServiceTask,
        (WillKind::Denial, None, Some(_)) => WillLevel::Document,
        _ => return None,
    };
    // Only a denial of one document says its register by itself.
    (register.is_some() || level == WillLevel::Document).then_some(())?;
    let ended_at = match text("/status")? {
        "active" => None,
        "inactive" => Some(instant("/provision/period/end")?),
        _ => return None,
    };
    let role = text("/contained/0/relationship/0/coding/0/code");
    Some(Consent {
        name: text("/identifier/0/value").filter(|name| !name.is_empty() && name.len() <= 200)?.to_owned(),
        version: text("/meta/versionId")?.parse().ok()?,
        person: Hetu::parse(text("/patient/identifier/value")?).ok()?,
        kind,
        level,
        register,
        service_task,
        document,
        emergency_ok: text("/provision/provision/0/purpose/0/code") == Some(EMERGENCY),
        given_by: role.and_then(|code| ROLES.iter().find(|(known, _)| *known == code)).map_or("client", |(_, by)| by),
        given_at: instant("/dateTime")?,
        ended_at,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test says no by panicking
    use kernel::hetu::Sex;

    use super::*;
    use crate::own_name;

    fn consent() -> Consent {
        Consent {
            name: own_name(Uuid::now_v7()),
            version: 3,
            person: Hetu::synthetic("1950-03-03".parse().unwrap(), Sex::Female, 7).unwrap(),
            kind: WillKind::Denial,
            level: WillLevel::Controller,
            register: Some(Register::Patient),
            service_task: None,
            document: None,
            emergency_ok: true,
            given_by: "trustee",
            given_at: "2026-11-20T10:00:00Z".parse().unwrap(),
            ended_at: None,
        }
    }

    /// Every kind comes back as it went, when Kanta has given it a version.
    #[test]
    fn what_goes_comes_back() {
        let one = consent();
        let permit = Consent { kind: WillKind::Permit, level: WillLevel::All, emergency_ok: false, given_by: "client", ..one.clone() };
        let of_task = |task| Consent {
            level: WillLevel::ServiceTask,
            register: Some(Register::Social),
            service_task: Some(task),
            given_by: "guardian",
            ..one.clone()
        };
        let document = Consent { level: WillLevel::Document, register: None, document: Some(Uuid::now_v7()), ..one.clone() };
        let ended = Consent { ended_at: Some("2026-11-21T10:00:00Z".parse().unwrap()), ..one.clone() };
        let all = [one.clone(), permit, of_task(ServiceTask::Disability), of_task(ServiceTask::OlderPeople), document, ended];
        for consent in all {
            let mut resource = told(Uuid::now_v7(), "1.2.246.10.32213086.19.0", &consent)["entry"][0]["resource"].clone();
            resource["meta"] = json!({ "versionId": "3" });
            assert_eq!(read(&resource), Some(consent));
        }
    }

    #[test]
    fn what_is_not_sure_is_not_read() {
        let whole = {
            let mut resource = resource("1.2.246.10.32213086.19.0", &consent());
            resource["meta"] = json!({ "versionId": "3" });
            resource
        };
        let without = |at: &str, with: Value| {
            let mut resource = whole.clone();
            *resource.pointer_mut(at).unwrap() = with;
            read(&resource)
        };
        assert!(read(&whole).is_some());
        for (at, with) in [
            ("/provision/type", json!("maybe")),
            ("/status", json!("draft")),
            ("/status", json!("inactive")),
            ("/patient/identifier/value", json!("010150-900-")),
            ("/patient/identifier/system", json!("urn:oid:1.2.246.22")),
            ("/provision/class/0/system", json!("urn:oid:9.9")),
            ("/meta/versionId", json!("new")),
            ("/identifier/0/value", json!("")),
        ] {
            assert_eq!(without(at, with), None, "{at}");
        }
        // A state with one of ours that cannot be read is no whole state; another service's consent is passed by.
        let mut broken = whole.clone();
        broken["status"] = json!("draft");
        let mut other = whole.clone();
        other["policy"][0]["uri"] = json!("urn:oid:9.9");
        let bundle = |entries: Vec<Value>| json!({ "type": "searchset", "entry": entries.into_iter().map(|r| json!({ "resource": r })).collect::<Vec<_>>() });
        assert_eq!(state(&bundle(vec![whole.clone(), broken])), None);
        assert_eq!(state(&bundle(vec![whole, other])).unwrap().len(), 1);
        assert_eq!(state(&json!({ "type": "searchset" })), Some(Vec::new()), "nothing said is an answer");
        assert_eq!(state(&json!({})), None);
    }

    fn places(value: &Value, at: &str, found: &mut Vec<String>) {
        let members: Vec<(String, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(nth, item)| (nth.to_string(), item)).collect(),
            _ => Vec::new(),
        };
        for (name, member) in members {
            let here = format!("{at}/{name}");
            places(member, &here, found);
            found.push(here);
        }
    }

    proptest::proptest! {
        /// A bent will is not read, or is read as what it says: never as another person's, another kind or another name.
        #[test]
        fn a_bent_will_is_told_or_read(bends in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), 0..6_usize), 1..4)) {
            let mut resource = resource("1.2.246.10.32213086.19.0", &consent());
            resource["meta"] = json!({ "versionId": "3" });
            for (place, with) in bends {
                let mut all = Vec::new();
                places(&resource, "", &mut all);
                let strange = [Value::Null, json!(""), json!([]), json!({}), json!(-1), json!("urn:oid:1.2.246.21")];
                *resource.pointer_mut(&all[place.index(all.len())]).unwrap() = strange[with].clone();
            }
            if let Some(read) = read(&resource) {
                proptest::prop_assert_eq!(resource.pointer("/patient/identifier/value").unwrap(), read.person.reveal());
                proptest::prop_assert_eq!(resource.pointer("/identifier/0/value").unwrap(), &read.name);
                proptest::prop_assert_eq!(resource.pointer("/provision/type").unwrap(), "deny");
                proptest::prop_assert_eq!(read.kind, WillKind::Denial);
            }
            let page = json!({ "type": "history", "link": [{ "relation": "newest", "url": "a/7" }], "entry": [{ "resource": resource,
                "link": [{ "relation": "self", "url": "a/7" }, { "relation": "previous", "url": "a/3" }] }] });
            proptest::prop_assert_eq!(changes(&page).map(|page| page.changes.len()), Some(1), "a change that cannot be read is still a change");
        }
    }
}
