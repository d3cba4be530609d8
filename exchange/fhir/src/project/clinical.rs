//! Diagnoses, allergies, procedures, reports and flags.

use records::{Facts, PartFacts};
use serde_json::Value;

use super::care::{about, facts};
use super::concept::concept;
use super::read::{Reading, array, named, part_named, pointing, quantity, text};
use super::{Body, EntryDraft, LinkId, PartDraft};
use crate::time;
use crate::types::Taken;

/// Who recorded or asserted it, when that is someone of the source's own.
fn by(reading: &mut Reading<'_>, names: &[&str], facts: &mut Facts) -> Option<LinkId> {
    for name in names {
        let referred = reading.refer(name, None);
        let actor = referred.type_name.and_then(Taken::parse).is_some_and(Taken::is_actor);
        // `urn:uuid:` does not tell its type; who it is shows when it is found.
        if referred.link.is_some() && (actor || referred.type_name.is_none()) {
            facts.performer = referred.name;
            return referred.link;
        }
        if referred.name.is_some() {
            facts.performer = referred.name;
            return None;
        }
    }
    None
}

/// An age or a range of ages, in words: its instant is not known.
fn age(reading: &Reading<'_>, name: &str) -> Option<String> {
    let worded = |value: &Value| {
        let (number, unit) = quantity(value);
        number.map(|n| match unit {
            Some(unit) => format!("{n} {unit}"),
            None => n.to_string(),
        })
    };
    if let Some(value) = reading.get(&format!("{name}Age")) {
        return worded(value);
    }
    let range = reading.get(&format!("{name}Range"))?;
    let bound = |end: &str| range.get(end).and_then(worded).unwrap_or_default();
    Some(format!("{}–{}", bound("low"), bound("high")))
}

pub fn condition(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Condition);
    facts.class = reading.first_concept("category").code;
    facts.status = reading.concept("clinicalStatus").code;
    facts.verification = reading.concept("verificationStatus").code;
    let severity = reading.concept("severity");
    facts.severity = severity.title.or(severity.code);
    named(&mut facts, reading.concept("code"));
    reading.when("onset", &mut facts);
    facts.text_value = facts.text_value.take().or_else(|| age(reading, "onset"));
    abatement(reading, &mut facts);
    facts.recorded_at = reading.recorded("recordedDate");
    let performer = by(reading, &["asserter", "recorder"], &mut facts);
    let parts = reading.notes();
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    about(reading, "subject", EntryDraft { facts, performer, encounter, parts, ..EntryDraft::default() })
}

/// The end of a condition; an onset given as a period keeps its own end otherwise.
fn abatement(reading: &Reading<'_>, facts: &mut Facts) {
    let mut end = Facts::default();
    reading.when("abatement", &mut end);
    facts.ended_at = end.ended_at.or(end.started_at).or(facts.ended_at);
}

pub fn allergy(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::AllergyIntolerance);
    facts.class = reading.items("category").first().and_then(Value::as_str).map(str::to_owned);
    facts.status = reading.concept("clinicalStatus").code;
    facts.verification = reading.concept("verificationStatus").code;
    facts.severity = reading.text("criticality");
    named(&mut facts, reading.concept("code"));
    reading.when("onset", &mut facts);
    facts.text_value = facts.text_value.take().or_else(|| age(reading, "onset"));
    facts.value_code = reading.text("type");
    facts.recorded_at = reading.recorded("recordedDate");
    let performer = by(reading, &["asserter", "recorder"], &mut facts);
    let mut parts: Vec<PartDraft> = reading.items("reaction").iter().map(reaction).collect();
    parts.extend(reading.notes());
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    about(reading, "patient", EntryDraft { facts, performer, encounter, parts, ..EntryDraft::default() })
}

fn reaction(reaction: &Value) -> PartDraft {
    let mut part = PartFacts { kind: "reaction", status: text(reaction, "severity"), ..PartFacts::default() };
    part_named(&mut part, array(reaction, "manifestation").first().map(concept).unwrap_or_default());
    part.text_value = text(reaction, "description");
    part.started_at = reaction.get("onset").and_then(Value::as_str).and_then(time::instant).map(|(at, _)| at);
    PartDraft { facts: part, ..PartDraft::default() }
}

pub fn procedure(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Procedure);
    facts.class = reading.concept("category").code;
    named(&mut facts, reading.concept("code"));
    reading.when("performed", &mut facts);
    let outcome = reading.concept("outcome");
    facts.value_system = outcome.system;
    facts.value_code = outcome.code;
    facts.text_value = facts.text_value.take().or(outcome.title);
    let mut parts = Vec::new();
    reading.reasons(&mut facts, &mut parts);
    let (performer, organisation) = performers(reading, "actor", &mut facts, &mut parts);
    parts.extend(reading.notes());
    let place = reading.refer("location", Some(Taken::Location));
    facts.place = place.name;
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer, organisation, place: place.link, encounter, parts, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

/// `performer` of a procedure or an immunization, each a part with the actor under `inside`: the first person and the
/// first unit, the rest as participants.
pub fn performers(
    reading: &mut Reading<'_>,
    inside: &str,
    facts: &mut Facts,
    parts: &mut Vec<PartDraft>,
) -> (Option<LinkId>, Option<LinkId>) {
    let (mut person, mut unit) = (None, None);
    for (at, performer) in reading.items("performer").iter().enumerate() {
        let Some(value) = performer.get(inside) else { continue };
        let referred = reading.follow(value, format!("performer[{at}].{inside}"), None);
        let role = performer.get("function").map(concept).unwrap_or_default();
        place_performer(referred, role.title, facts, &mut person, &mut unit, parts);
        if let Some(behalf) = performer.get("onBehalfOf") {
            let referred = reading.follow(behalf, format!("performer[{at}].onBehalfOf"), Some(Taken::Organization));
            place_performer(referred, None, facts, &mut person, &mut unit, parts);
        }
    }
    (person, unit)
}

/// `performer` that is a list of references.
pub fn performer_list(
    reading: &mut Reading<'_>,
    name: &str,
    facts: &mut Facts,
    parts: &mut Vec<PartDraft>,
) -> (Option<LinkId>, Option<LinkId>) {
    let (mut person, mut unit) = (None, None);
    for referred in reading.refer_all(name, None) {
        place_performer(referred, None, facts, &mut person, &mut unit, parts);
    }
    (person, unit)
}

fn place_performer(
    referred: super::read::Referred<'_>,
    role: Option<String>,
    facts: &mut Facts,
    person: &mut Option<LinkId>,
    unit: &mut Option<LinkId>,
    parts: &mut Vec<PartDraft>,
) {
    let is = |types: &[Taken]| types.iter().any(|t| referred.is(*t));
    if is(&[Taken::Organization, Taken::HealthcareService]) && unit.is_none() && facts.organisation.is_none() {
        *unit = referred.link;
        facts.organisation = referred.name;
    } else if is(&[Taken::Practitioner, Taken::PractitionerRole]) && person.is_none() && facts.performer.is_none() {
        *person = referred.link;
        facts.performer = referred.name;
    } else if referred.type_name.is_none() && person.is_none() && facts.performer.is_none() {
        // `urn:uuid:` tells no type; a name is not taken along then (see `Reading::follow`).
        *person = referred.link;
    } else if !referred.is(Taken::Patient) {
        parts.push(PartDraft {
            facts: PartFacts { kind: "participant", role, actor: referred.name, ..PartFacts::default() },
            link: referred.link,
        });
    }
}

pub fn diagnostic_report(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::DiagnosticReport);
    facts.class = reading.first_concept("category").code;
    named(&mut facts, reading.concept("code"));
    reading.when("effective", &mut facts);
    facts.recorded_at = reading.recorded("issued");
    let conclusion = reading.first_concept("conclusionCode");
    facts.text_value = reading.text("conclusion").or(conclusion.title);
    facts.value_system = conclusion.system;
    facts.value_code = conclusion.code;
    let mut parts = Vec::new();
    for result in reading.refer_all("result", Some(Taken::Observation)) {
        parts.push(pointing("result", &result));
    }
    let (performer, organisation) = performer_list(reading, "performer", &mut facts, &mut parts);
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer, organisation, encounter, parts, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

pub fn flag(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Flag);
    facts.class = reading.first_concept("category").code;
    named(&mut facts, reading.concept("code"));
    if let Some(period) = reading.get("period") {
        super::read::span(&mut facts, period);
    }
    let performer = by(reading, &["author"], &mut facts);
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    about(reading, "subject", EntryDraft { facts, performer, encounter, ..EntryDraft::default() })
}
