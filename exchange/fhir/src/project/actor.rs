//! The source's own people and units.

use records::ActorFacts;
use serde_json::Value;

use super::person::address_line;
use super::read::{Reading, human_name, text};
use super::{ActorDraft, Body};
use crate::types::Taken;

fn facts(reading: &Reading<'_>, kind: Taken) -> ActorFacts {
    let identifier = best_identifier(reading.items("identifier"));
    let telecom = |system: &str| {
        let fits = |t: &&Value| t.get("system").and_then(Value::as_str) == Some(system);
        reading.items("telecom").iter().find(fits).and_then(|t| text(t, "value"))
    };
    ActorFacts {
        kind: kind.name(),
        name: reading.text("name"),
        active: reading.get("active").and_then(Value::as_bool),
        identifier_system: identifier.and_then(|i| text(i, "system")),
        identifier: identifier.and_then(|i| text(i, "value")),
        phone: telecom("phone"),
        email: telecom("email"),
        status: reading.text("status"),
        ..ActorFacts::default()
    }
}

fn best_identifier(all: &[Value]) -> Option<&Value> {
    all.iter().find(|i| i.get("use").and_then(Value::as_str) == Some("official")).or_else(|| all.first())
}

fn titled(facts: &mut ActorFacts, what: super::concept::Concept) {
    facts.code_system = what.system;
    facts.code = what.code;
    facts.title = what.title;
}

fn body(actor: ActorDraft) -> Body {
    Body::Actor(Box::new(actor))
}

pub fn practitioner(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Practitioner);
    facts.name = reading.items("name").first().and_then(human_name);
    // The product shows who someone is at work; the number to reach them is the unit's.
    facts.phone = None;
    let qualification = reading.items("qualification").first().and_then(|q| q.get("code"));
    titled(&mut facts, qualification.map(super::concept::concept).unwrap_or_default());
    body(ActorDraft { facts, ..ActorDraft::default() })
}

pub fn practitioner_role(reading: &mut Reading<'_>) -> Body {
    let practitioner = reading.refer("practitioner", Some(Taken::Practitioner));
    let organisation = reading.link("organization", Some(Taken::Organization));
    let place = reading.refer_all("location", Some(Taken::Location)).into_iter().find_map(|r| r.link);
    let mut facts = facts(reading, Taken::PractitionerRole);
    facts.name = practitioner.name;
    let code = reading.first_concept("code");
    titled(&mut facts, if code.title.is_some() { code } else { reading.first_concept("specialty") });
    body(ActorDraft { facts, practitioner: practitioner.link, organisation, place, part_of: None })
}

pub fn organization(reading: &mut Reading<'_>) -> Body {
    let part_of = reading.link("partOf", Some(Taken::Organization));
    let mut facts = facts(reading, Taken::Organization);
    titled(&mut facts, reading.first_concept("type"));
    let postal = |a: &&Value| a.get("type").and_then(Value::as_str) != Some("postal");
    let addresses = reading.items("address");
    facts.address = addresses.iter().find(postal).or(addresses.first()).and_then(address_line);
    body(ActorDraft { facts, part_of, ..ActorDraft::default() })
}

pub fn location(reading: &mut Reading<'_>) -> Body {
    let organisation = reading.link("managingOrganization", Some(Taken::Organization));
    let part_of = reading.link("partOf", Some(Taken::Location));
    let mut facts = facts(reading, Taken::Location);
    titled(&mut facts, reading.first_concept("type"));
    // A private home as a place (physicalType `ho`) would give away where a protected client lives.
    let home = reading.concept("physicalType").code.as_deref() == Some("ho");
    if home {
        facts.name = None;
        facts.phone = None;
        facts.email = None;
    } else {
        facts.address = reading.get("address").and_then(address_line);
    }
    body(ActorDraft { facts, organisation, part_of, ..ActorDraft::default() })
}

pub fn healthcare_service(reading: &mut Reading<'_>) -> Body {
    let organisation = reading.link("providedBy", Some(Taken::Organization));
    let place = reading.refer_all("location", Some(Taken::Location)).into_iter().find_map(|r| r.link);
    let mut facts = facts(reading, Taken::HealthcareService);
    titled(&mut facts, reading.first_concept("type"));
    facts.name = facts.name.or_else(|| facts.title.clone());
    body(ActorDraft { facts, organisation, place, ..ActorDraft::default() })
}

/// A device that belongs to nobody in particular.
pub fn shared_device(reading: &Reading<'_>, title: super::concept::Concept, organisation: Option<usize>, place: Option<usize>) -> Body {
    let mut facts = facts(reading, Taken::Device);
    facts.name = title.title.clone();
    titled(&mut facts, title);
    body(ActorDraft { facts, organisation, place, ..ActorDraft::default() })
}
