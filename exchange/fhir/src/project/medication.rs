//! Medication orders and vaccinations.

use records::PartFacts;
use serde_json::Value;

use super::care::{about, facts};
use super::clinical::performers;
use super::concept::{Concept, concept};
use super::read::{Reading, array, end, named, part_named, quantity, text};
use super::{Body, EntryDraft, PartDraft};
use crate::time;
use crate::types::Taken;

pub fn medication_request(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::MedicationRequest);
    facts.class = reading.text("intent");
    facts.severity = reading.text("priority");
    let medication = medication(reading);
    named(&mut facts, medication);
    if let Some((at, precision)) = reading.get("authoredOn").and_then(Value::as_str).and_then(time::instant) {
        facts.recorded_at = Some(at);
        facts.started_at = Some(at);
        facts.precision = Some(precision.code());
    }
    if let Some(validity) = reading.get("dispenseRequest").and_then(|d| d.get("validityPeriod")) {
        let start = validity.get("start").and_then(Value::as_str);
        if let Some(text) = start {
            super::read::start(&mut facts, text);
        }
        facts.ended_at = validity.get("end").and_then(Value::as_str).and_then(end);
    }
    let mut parts: Vec<PartDraft> = reading.items("dosageInstruction").iter().map(dosage).collect();
    facts.text_value = parts.first().and_then(|dose| dose.facts.text_value.clone());
    reading.reasons(&mut facts, &mut parts);
    parts.extend(reading.notes());
    let requester = reading.refer("requester", None);
    let actor = requester.type_name.is_none_or(|t| Taken::parse(t).is_some_and(Taken::is_actor));
    facts.performer = requester.name;
    let performer = requester.link.filter(|_| actor);
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    about(reading, "subject", EntryDraft { facts, performer, encounter, parts, ..EntryDraft::default() })
}

/// What is ordered. A Medication is not taken as a resource of its own; what it is called is.
fn medication(reading: &mut Reading<'_>) -> Concept {
    if let Some(value) = reading.get("medicationCodeableConcept") {
        return concept(value);
    }
    let referred = reading.refer("medicationReference", None);
    if let Some(code) = referred.contained.and_then(|m| m.get("code")) {
        return concept(code);
    }
    match referred.not_taken {
        Some(found) => {
            Concept { system: found.system.clone(), code: found.code.clone(), title: referred.name.or_else(|| found.title.clone()) }
        }
        None => Concept { title: referred.name, ..Concept::default() },
    }
}

fn dosage(dosage: &Value) -> PartDraft {
    let mut part = PartFacts { kind: "dosage", ..PartFacts::default() };
    part_named(&mut part, dosage.get("route").map(concept).unwrap_or_default());
    let dose = array(dosage, "doseAndRate").first();
    if let Some(amount) = dose.and_then(|d| d.get("doseQuantity")) {
        (part.quantity, part.unit) = quantity(amount);
    }
    part.text_value = text(dosage, "text")
        .or_else(|| text(dosage, "patientInstruction"))
        .or_else(|| array(dosage, "additionalInstruction").first().and_then(|i| concept(i).title))
        .or_else(|| composed(dosage, part.quantity, part.unit.as_deref()));
    let as_needed = dosage.get("asNeededBoolean").and_then(Value::as_bool) == Some(true) || dosage.get("asNeededCodeableConcept").is_some();
    part.status = as_needed.then(|| "as_needed".to_owned());
    PartDraft { facts: part, ..PartDraft::default() }
}

/// Dose and rhythm where the source wrote no words: `1 mg × 2 / 1 d`. Signs rather than words, so that it reads alike in
/// every language of the screens.
fn composed(dosage: &Value, quantity: Option<f64>, unit: Option<&str>) -> Option<String> {
    let repeat = dosage.get("timing").and_then(|t| t.get("repeat"));
    let number = |name: &str| repeat.and_then(|r| r.get(name)).and_then(Value::as_f64);
    let dose = quantity.map(|q| match unit {
        Some(unit) => format!("{q} {unit}"),
        None => q.to_string(),
    });
    let rhythm = number("frequency").zip(number("period")).map(|(frequency, period)| {
        let unit = repeat.and_then(|r| text(r, "periodUnit")).unwrap_or_default();
        format!("{frequency} / {period} {unit}").trim_end().to_owned()
    });
    match (dose, rhythm) {
        (Some(dose), Some(rhythm)) => Some(format!("{dose} × {rhythm}")),
        (dose, rhythm) => dose.or(rhythm),
    }
}

pub fn immunization(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Immunization);
    named(&mut facts, reading.concept("vaccineCode"));
    reading.when("occurrence", &mut facts);
    facts.recorded_at = reading.recorded("recorded");
    if let Some(dose) = reading.get("doseQuantity") {
        (facts.quantity, facts.unit) = quantity(dose);
    }
    let mut parts = Vec::new();
    reading.reasons(&mut facts, &mut parts);
    let (performer, organisation) = performers(reading, "actor", &mut facts, &mut parts);
    parts.extend(reading.notes());
    let place = reading.refer("location", Some(Taken::Location));
    facts.place = place.name;
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer, organisation, place: place.link, encounter, parts, ..EntryDraft::default() };
    about(reading, "patient", entry)
}
