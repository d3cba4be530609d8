//! Observations, each component a row of its own; answers to forms, whose answers stay in the original.

use records::Facts;
use serde_json::Value;

use super::care::{about, facts};
use super::clinical::performer_list;
use super::concept::{Concept, concept};
use super::read::{Reading, named, pointing, quantity, text};
use super::{Body, EntryDraft};
use crate::types::Taken;

const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

pub fn observation(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Observation);
    facts.class = reading.first_concept("category").code;
    named(&mut facts, reading.concept("code"));
    reading.when("effective", &mut facts);
    facts.recorded_at = reading.recorded("issued");
    let whole = reading.resource;
    value(&mut facts, |name| whole.get(name));
    let components = reading.items("component").iter().map(|part| component(part, &facts)).collect();
    let mut parts = Vec::new();
    for member in reading.refer_all("hasMember", None).into_iter().filter(|m| m.link.is_some()) {
        parts.push(pointing("result", &member));
    }
    let device = reading.refer("device", None);
    if device.link.is_some() || device.name.is_some() {
        parts.push(pointing("device", &device));
    }
    let (performer, organisation) = performer_list(reading, "performer", &mut facts, &mut parts);
    parts.extend(reading.notes());
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer, organisation, encounter, parts, components, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

/// Answers to a form: which form, by whom and when. What was answered is read from the original by whoever knows the form.
pub fn response(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::QuestionnaireResponse);
    facts.code = reading.text("questionnaire").map(|form| form.split('|').next().unwrap_or_default().to_owned());
    reading.when_at("authored", &mut facts);
    let performer = reading.refer("author", None);
    facts.performer = performer.name.clone();
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer: performer.link, encounter, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

/// A component: its own code and value, the time and standing of the whole.
fn component(part: &Value, whole: &Facts) -> Facts {
    let mut facts = Facts {
        kind: Taken::Observation.name(),
        class: whole.class.clone(),
        status: whole.status.clone(),
        started_at: whole.started_at,
        ended_at: whole.ended_at,
        precision: whole.precision,
        recorded_at: whole.recorded_at,
        ..Facts::default()
    };
    named(&mut facts, part.get("code").map(concept).unwrap_or_default());
    value(&mut facts, |name| part.get(name));
    facts
}

/// The value, whatever its type: a number in `quantity`, a code in `value_code`, words in `text_value`.
fn value<'a>(facts: &mut Facts, get: impl Fn(&str) -> Option<&'a Value>) {
    let said = |name: &str| get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(value) = get("valueQuantity") {
        (facts.quantity, facts.unit) = quantity(value);
        facts.value_system = text(value, "system");
        facts.value_code = text(value, "code");
        // "< 5" is not 5: the comparator stands in the text, before the number.
        facts.text_value = text(value, "comparator").zip(facts.quantity).map(|(sign, number)| format!("{sign} {number}"));
    } else if let Some(value) = get("valueCodeableConcept") {
        let Concept { system, code, title } = concept(value);
        (facts.value_system, facts.value_code, facts.text_value) = (system, code, title);
    } else if let Some(value) = get("valueInteger") {
        facts.quantity = value.as_f64();
    } else if let Some(value) = get("valueBoolean").and_then(Value::as_bool) {
        facts.value_code = Some(value.to_string());
    } else if let Some(value) = get("valueRange") {
        let bound = |name: &str| value.get(name).map(quantity).unwrap_or_default();
        let ((low, unit), (high, high_unit)) = (bound("low"), bound("high"));
        facts.text_value = Some(format!("{}–{}", shown(low), shown(high)));
        facts.unit = unit.or(high_unit);
    } else if let Some(value) = get("valueRatio") {
        let bound = |name: &str| value.get(name).map(quantity).unwrap_or_default().0;
        facts.text_value = Some(format!("{} : {}", shown(bound("numerator")), shown(bound("denominator"))));
    } else if let Some(value) = get("valuePeriod") {
        let end = |name: &str| text(value, name).unwrap_or_default();
        facts.text_value = Some(format!("{}–{}", end("start"), end("end")));
    } else {
        facts.text_value = said("valueString").or_else(|| said("valueDateTime")).or_else(|| said("valueTime")).or(facts.text_value.take());
    }
    if let Some(reason) = get("dataAbsentReason") {
        let reason = concept(reason);
        facts.value_system = reason.system.or_else(|| Some(ABSENT.to_owned()));
        facts.value_code = reason.code;
        facts.text_value = reason.title;
    }
    let interpretation = get("interpretation").and_then(Value::as_array).and_then(|all| all.first()).map(concept);
    facts.interpretation = interpretation.and_then(|i| i.code.or(i.title));
    let range = get("referenceRange").and_then(Value::as_array).and_then(|all| all.first());
    if let Some(range) = range {
        facts.range_low = range.get("low").map(quantity).unwrap_or_default().0;
        facts.range_high = range.get("high").map(quantity).unwrap_or_default().0;
    }
}

fn shown(number: Option<f64>) -> String {
    number.map(|n| n.to_string()).unwrap_or_default()
}
