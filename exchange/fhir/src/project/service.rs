//! Service requests, appointments and devices.

use records::PartFacts;
use serde_json::Value;

use super::actor::shared_device;
use super::care::{about, facts};
use super::clinical::performer_list;
use super::concept::{Concept, concept};
use super::read::{Reading, array, end, named, pointing, start, text};
use super::{Body, EntryDraft, PartDraft};
use crate::types::Taken;

pub fn service_request(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::ServiceRequest);
    facts.class = reading.text("intent");
    facts.severity = reading.text("priority");
    let code = reading.concept("code");
    named(&mut facts, if code.title.is_some() { code } else { reading.first_concept("category") });
    reading.when("occurrence", &mut facts);
    facts.recorded_at = reading.recorded("authoredOn");
    facts.text_value = reading.text("patientInstruction");
    let mut parts = Vec::new();
    reading.reasons(&mut facts, &mut parts);
    let (performer, organisation) = performer_list(reading, "performer", &mut facts, &mut parts);
    let requester = reading.refer("requester", None);
    if requester.link.is_some() || requester.name.is_some() {
        parts.push(PartDraft {
            facts: PartFacts { kind: "participant", role: Some("requester".into()), actor: requester.name, ..PartFacts::default() },
            link: requester.link,
        });
    }
    parts.extend(reading.notes());
    let place = reading.refer_all("locationReference", Some(Taken::Location)).into_iter().next().unwrap_or_default();
    facts.place = place.name;
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer, organisation, place: place.link, encounter, parts, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

pub fn appointment(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Appointment);
    facts.class = reading.concept("appointmentType").code;
    let service = reading.first_concept("serviceType");
    let kind = reading.concept("appointmentType");
    named(&mut facts, if service.title.is_some() { service } else { kind });
    facts.title = facts.title.take().or_else(|| reading.text("description"));
    if let Some(text) = reading.get("start").and_then(Value::as_str) {
        start(&mut facts, text);
    }
    facts.ended_at = reading.get("end").and_then(Value::as_str).and_then(end);
    facts.recorded_at = reading.recorded("created");
    facts.text_value = reading.text("patientInstruction").or_else(|| reading.text("comment"));
    let mut parts = Vec::new();
    reading.reasons(&mut facts, &mut parts);
    facts.reason = facts.reason.take().or_else(|| reading.concept("cancelationReason").title);
    let (mut clients, mut performer, mut place) = (Vec::new(), None, None);
    for (at, participant) in reading.items("participant").iter().enumerate() {
        let role = array(participant, "type").first().map(concept).unwrap_or_default();
        let referred =
            participant.get("actor").map(|actor| reading.follow(actor, format!("participant[{at}].actor"), None)).unwrap_or_default();
        if referred.is(Taken::Patient) {
            clients.extend(referred.link);
            continue;
        }
        if referred.type_name.is_none() {
            // `urn:uuid:` tells no type: it may be the client, which shows when it is found.
            clients.extend(referred.link);
        }
        if referred.is(Taken::Location) && place.is_none() && facts.place.is_none() {
            place = referred.link;
            facts.place = referred.name;
        } else if (referred.is(Taken::Practitioner) || referred.is(Taken::PractitionerRole))
            && performer.is_none()
            && facts.performer.is_none()
        {
            performer = referred.link;
            facts.performer = referred.name;
        } else {
            let part = PartFacts {
                kind: "participant",
                status: text(participant, "status"),
                role: role.title,
                actor: referred.name.clone(),
                ..PartFacts::default()
            };
            parts.push(PartDraft { facts: part, link: referred.link });
        }
    }
    let service_task_code = reading.service_task_code();
    let entry = EntryDraft { facts, performer, place, parts, service_task_code, ..EntryDraft::default() };
    Body::Entry { clients, entry: Box::new(entry) }
}

/// What a device is called: the name people use, else its type.
fn device_name(reading: &Reading<'_>) -> Concept {
    let mut what = reading.concept("type");
    let names = reading.items("deviceName");
    let of = |kind: &str| names.iter().find(|n| n.get("type").and_then(Value::as_str) == Some(kind));
    let name = of("user-friendly-name").or_else(|| of("patient-reported-name")).or(names.first());
    what.title = name.and_then(|n| text(n, "name")).or(what.title).or_else(|| reading.text("modelNumber"));
    what
}

pub fn device(reading: &mut Reading<'_>) -> Body {
    let what = device_name(reading);
    let owner = reading.refer("owner", Some(Taken::Organization));
    let place = reading.refer("location", Some(Taken::Location));
    if reading.get("patient").is_none() {
        return shared_device(reading, what, owner.link, place.link);
    }
    let mut facts = facts(reading, Taken::Device);
    named(&mut facts, what);
    facts.organisation = owner.name;
    facts.place = place.name;
    facts.value_code = reading.text("modelNumber");
    let parts = reading.notes();
    let entry = EntryDraft { facts, organisation: owner.link, place: place.link, parts, ..EntryDraft::default() };
    about(reading, "patient", entry)
}

pub fn device_use_statement(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::DeviceUseStatement);
    let device = reading.refer("device", Some(Taken::Device));
    let contained = device.contained.and_then(|d| d.get("type")).map(concept).unwrap_or_default();
    named(&mut facts, contained);
    facts.title = device.name.clone().or(facts.title.take());
    reading.when("timing", &mut facts);
    facts.recorded_at = reading.recorded("recordedOn");
    let mut parts = Vec::new();
    if device.link.is_some() {
        parts.push(pointing("device", &device));
    }
    reading.reasons(&mut facts, &mut parts);
    parts.extend(reading.notes());
    about(reading, "subject", EntryDraft { facts, parts, ..EntryDraft::default() })
}
