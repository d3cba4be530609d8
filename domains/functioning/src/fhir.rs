//! Measurements as FHIR R4: Observations, and answers to the form of each measure; searchsets of those in force and those withdrawn. What
//! is written here [`crate::received`] reads. Pure.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use kernel::{ClientId, FieldError, Problem};
use rules::{MeasureDefinition, MeasureItem, MeasureItemKind, Scoring};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::{Answers, ClientFunctioning, MeasureAnswer, Measurement, MeasurementEnd, MeasurementOrigin};
use crate::score::UNABLE;

pub(crate) const LOINC: &str = "http://loinc.org";
pub(crate) const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
const UCUM: &str = "http://unitsofmeasure.org";
/// The product's own measures, bands and items.
pub(crate) const OWN: &str = "https://punos.example/codes/measure";
/// The forms of the measures, by their codes.
pub(crate) const FORM: &str = "https://punos.example/fhir/Questionnaire/measure-";
/// Where the answers to a form hold a note.
pub(crate) const NOTE: &str = "punos-note";
/// Observations of the vital signs profile, by their LOINC codes.
const VITAL: [&str; 2] = ["29463-7", "39156-5"];

/// What is asked. A parameter that is not here is refused: its sender means something by it.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ObservationSearch {
    /// `code`, `http://loinc.org|29463-7`, or a measure's own code.
    pub code: Option<String>,
    /// A day, with `eq`, `ge`, `gt`, `le` or `lt` before it.
    #[param(format = Date)]
    pub date: Option<String>,
}

/// How a measurement is written.
pub type Build = fn(ClientId, &Measurement, &MeasureDefinition) -> Value;

impl ObservationSearch {
    /// The searchset.
    ///
    /// # Errors
    /// 422 for a date or a code of another form.
    pub fn bundle(&self, client: ClientId, seen: &ClientFunctioning, build: Build) -> Result<Value, Problem> {
        let wanted = self.date.as_deref().map(day).transpose()?;
        if let Some(asked) = self.code.as_deref()
            && !seen.measures.iter().any(|measure| is_code(measure, asked))
        {
            let known: Vec<&str> =
                seen.measures.iter().flat_map(|measure| [Some(measure.code.as_str()), measure.loinc.as_deref()]).flatten().collect();
            return Err(Problem::invalid(vec![FieldError::not_in_list("code", &known)]));
        }
        let entries: Vec<Value> = seen
            .measurements
            .iter()
            .filter(|one| one.ended.as_ref().is_none_or(|ended| ended.how == MeasurementEnd::Withdrawn))
            .filter(|one| wanted.as_ref().is_none_or(|(prefix, day)| within(prefix, *day, kernel::helsinki_date(one.measured_at))))
            .filter_map(|one| Some((one, seen.measures.iter().find(|measure| measure.code == one.measure)?)))
            .filter(|(_, measure)| self.code.as_deref().is_none_or(|code| is_code(measure, code)))
            .map(|(one, measure)| {
                json!({ "fullUrl": format!("urn:uuid:{}", one.id), "resource": build(client, one, measure), "search": { "mode": "match" } })
            })
            .collect();
        let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "total": entries.len() });
        // FHIR has no empty arrays.
        if let (false, Some(bundle)) = (entries.is_empty(), bundle.as_object_mut()) {
            bundle.insert("entry".into(), Value::Array(entries));
        }
        Ok(bundle)
    }
}

fn day(asked: &str) -> Result<(String, NaiveDate), Problem> {
    let (prefix, day) = match asked.get(..2) {
        Some(prefix @ ("eq" | "ge" | "gt" | "le" | "lt")) => (prefix, asked.get(2..).unwrap_or_default()),
        _ => ("eq", asked),
    };
    let day = day.parse().map_err(|_| Problem::invalid_field("date", "wrong_shape"))?;
    Ok((prefix.to_owned(), day))
}

fn within(prefix: &str, asked: NaiveDate, day: NaiveDate) -> bool {
    match prefix {
        "ge" => day >= asked,
        "gt" => day > asked,
        "le" => day <= asked,
        "lt" => day < asked,
        _ => day == asked,
    }
}

/// `code`, `|code`, `system|code` and `system|` as FHIR reads a token.
fn is_code(measure: &MeasureDefinition, asked: &str) -> bool {
    let own = |code: &str| code.is_empty() || measure.code == code;
    let loinc = |code: &str| measure.loinc.as_deref().is_some_and(|known| code.is_empty() || known == code);
    match asked.split_once('|') {
        None => !asked.is_empty() && (own(asked) || loinc(asked)),
        Some((OWN, code)) => own(code),
        Some((LOINC, code)) => loinc(code),
        Some(_) => false,
    }
}

pub(crate) fn ucum(unit: Option<&str>) -> Option<&str> {
    match unit? {
        "kg/m²" => Some("kg/m2"),
        unit @ ("s" | "m" | "cm" | "kg" | "m/s" | "%") => Some(unit),
        unit if unit.starts_with('/') => Some("{score}"),
        _ => None,
    }
}

fn quantity(value: f64, unit: Option<&str>) -> Value {
    let mut quantity = json!({ "value": value });
    if let Some(fields) = quantity.as_object_mut() {
        // `/12` is how many there can be, not a unit.
        if let Some(unit) = unit.filter(|unit| !unit.starts_with('/')) {
            fields.insert("unit".into(), unit.into());
        }
        if let Some(code) = ucum(unit) {
            fields.insert("system".into(), UCUM.into());
            fields.insert("code".into(), code.into());
        }
    }
    quantity
}

pub fn observation(client: ClientId, one: &Measurement, measure: &MeasureDefinition) -> Value {
    let withdrawn = one.ended.is_some();
    let status = if withdrawn {
        "entered-in-error"
    } else if one.corrects.is_some() {
        "corrected"
    } else {
        "final"
    };
    let mut coding: Vec<Value> = measure.loinc.iter().map(|code| json!({ "system": LOINC, "code": code })).collect();
    coding.push(json!({ "system": OWN, "code": measure.code, "version": one.measure_version, "display": measure.name.fi }));
    let category = if measure.loinc.as_deref().is_some_and(|code| VITAL.contains(&code)) { "vital-signs" } else { "survey" };
    let patient = json!({ "reference": format!("Patient/{}", client.0) });
    let mut observation = json!({
        "resourceType": "Observation",
        "id": one.id,
        "status": status,
        "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": category }] }],
        "code": { "coding": coding, "text": measure.name.fi },
        "subject": patient,
        "effectiveDateTime": one.measured_at.to_rfc3339(),
        "issued": one.recorded_at.to_rfc3339(),
        "performer": [performer(one, &patient)],
        "method": { "text": format!("{} ({})", measure.source, one.measure_version) },
    });
    let Some(fields) = observation.as_object_mut() else { return observation };
    // What was an error is told to have been, and not what it said.
    if withdrawn {
        return observation;
    }
    if one.origin == MeasurementOrigin::Device {
        fields.insert("device".into(), json!({ "display": "Kotona käytettävä laite" }));
    }
    match one.score {
        Some(score) => fields.insert("valueQuantity".into(), quantity(score, measure.unit.as_deref())),
        None => fields.insert("dataAbsentReason".into(), absent("not-applicable")),
    };
    if let Some(band) = &one.band {
        let coding = json!([{ "system": format!("{OWN}/{}/band", measure.code), "code": band.code }]);
        fields.insert("interpretation".into(), json!([{ "coding": coding, "text": band.label.fi }]));
    }
    if let Some(note) = &one.note {
        fields.insert("note".into(), json!([{ "text": note }]));
    }
    let components: Vec<Value> = one
        .rows
        .iter()
        .flat_map(|row| measure.items.iter().filter_map(|item| Some(component(measure, item, row.get(&item.code)?))))
        .collect();
    // One number that is the value itself says nothing more.
    let said = measure.items.len() == 1 && matches!(measure.score, Scoring::Value { .. });
    if !said && !components.is_empty() {
        fields.insert("component".into(), Value::Array(components));
    }
    observation
}

fn performer(one: &Measurement, patient: &Value) -> Value {
    match (one.origin, &one.recorded_by) {
        (MeasurementOrigin::Professional, Some(person)) => {
            json!({ "reference": format!("Practitioner/{}", person.id), "display": person.name })
        }
        (MeasurementOrigin::Professional, None) => json!({ "type": "Practitioner", "display": "Ammattilainen" }),
        (MeasurementOrigin::CloseOne, _) => json!({ "type": "RelatedPerson", "display": "Läheinen" }),
        (MeasurementOrigin::Own | MeasurementOrigin::Device, _) => patient.clone(),
    }
}

fn absent(code: &str) -> Value {
    json!({ "coding": [{ "system": ABSENT, "code": code }] })
}

fn component(measure: &MeasureDefinition, item: &MeasureItem, answer: &MeasureAnswer) -> Value {
    let code = json!({ "coding": [{ "system": format!("{OWN}/{}/item", measure.code), "code": item.code }], "text": item.label.fi });
    let (name, value) = match (item.kind, answer) {
        (_, MeasureAnswer::Number(value)) => ("valueQuantity", quantity(*value, item.unit.as_deref())),
        (MeasureItemKind::Text, MeasureAnswer::Word(word)) => ("valueString", word.as_str().into()),
        (MeasureItemKind::Choice, MeasureAnswer::Word(word)) => {
            let text = item.options.iter().find(|option| option.code == *word).map(|option| option.label.fi.as_str());
            let coding = json!([{ "system": format!("{OWN}/{}/{}", measure.code, item.code), "code": word }]);
            ("valueCodeableConcept", json!({ "coding": coding, "text": text.unwrap_or(word) }))
        }
        (_, MeasureAnswer::Word(word)) => ("dataAbsentReason", absent(if word == UNABLE { "not-performed" } else { "unknown" })),
    };
    let mut component = json!({ "code": code });
    if let Some(fields) = component.as_object_mut() {
        fields.insert(name.into(), value);
    }
    component
}

/// The answers as they were given, to the measure's own form.
pub fn response(client: ClientId, one: &Measurement, measure: &MeasureDefinition) -> Value {
    let status = match (&one.ended, one.corrects) {
        (Some(_), _) => "entered-in-error",
        (None, Some(_)) => "amended",
        (None, None) => "completed",
    };
    let patient = json!({ "reference": format!("Patient/{}", client.0) });
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "id": one.id,
        "questionnaire": format!("{FORM}{}|{}", measure.code, one.measure_version),
        "status": status,
        "subject": patient,
        "authored": one.measured_at.to_rfc3339(),
        "source": performer(one, &patient),
    });
    let Some(fields) = response.as_object_mut() else { return response };
    if one.ended.is_some() {
        return response;
    }
    // FHIR has no place for a device in answers: it is told as who filled the form in.
    if one.origin == MeasurementOrigin::Device {
        fields.insert("author".into(), json!({ "type": "Device", "display": "Kotona käytettävä laite" }));
    }
    let round = |row: &Answers| -> Vec<Value> {
        measure.items.iter().filter_map(|item| Some(answered(measure, item, row.get(&item.code)?))).collect()
    };
    let mut items: Vec<Value> = match measure.repeats {
        // Each round is a group of its own.
        Some(_) => one.rows.iter().map(|row| json!({ "linkId": "round", "item": round(row) })).collect(),
        None => one.rows.iter().flat_map(round).collect(),
    };
    if let Some(note) = &one.note {
        items.push(json!({ "linkId": NOTE, "text": "Huomautus", "answer": [{ "valueString": note }] }));
    }
    if !items.is_empty() {
        fields.insert("item".into(), Value::Array(items));
    }
    response
}

fn answered(measure: &MeasureDefinition, item: &MeasureItem, answer: &MeasureAnswer) -> Value {
    let value = match (item.kind, answer) {
        (_, MeasureAnswer::Number(value)) => json!({ "valueDecimal": value }),
        (MeasureItemKind::Text, MeasureAnswer::Word(word)) => json!({ "valueString": word }),
        (MeasureItemKind::Choice, MeasureAnswer::Word(word)) => {
            json!({ "valueCoding": { "system": format!("{OWN}/{}/{}", measure.code, item.code), "code": word } })
        }
        (_, MeasureAnswer::Word(_)) => json!({ "valueCoding": { "system": ABSENT, "code": "not-performed" } }),
    };
    json!({ "linkId": item.code, "text": item.label.fi, "answer": [value] })
}

/// A resource as an answer, in FHIR's own media type.
pub struct FhirAnswer(pub Value);

impl IntoResponse for FhirAnswer {
    fn into_response(self) -> Response {
        let mut response = self.0.to_string().into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/fhir+json; charset=utf-8"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_code_are_read_as_fhir_reads_them() {
        let d = |text: &str| day(text).map(|(prefix, day)| (prefix, day.to_string())).map_err(|_| ());
        assert_eq!(d("ge2026-11-01"), Ok(("ge".into(), "2026-11-01".into())));
        assert_eq!(d("2026-11-01"), Ok(("eq".into(), "2026-11-01".into())));
        assert!(["", "sa2026-11-01", "2026-11", "äö2026-11-01"].iter().all(|text| d(text).is_err()));
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(within("ge", on("2026-11-01"), on("2026-11-01")) && !within("gt", on("2026-11-01"), on("2026-11-01")));
        assert!(within("lt", on("2026-11-01"), on("2026-10-31")) && !within("eq", on("2026-11-01"), on("2026-10-31")));
        let rules = rules::Rules::shipped().unwrap();
        let weight = rules.measures.on(on("2026-11-23")).body.of("weight").unwrap().clone();
        assert!(
            ["weight", "29463-7", "http://loinc.org|29463-7", "http://loinc.org|", "https://punos.example/codes/measure|weight"]
                .iter()
                .all(|code| is_code(&weight, code))
        );
        assert!(
            !["pain", "http://loinc.org|weight", "|weight", "", "http://snomed.info/sct|29463-7"].iter().any(|code| is_code(&weight, code))
        );
    }
}
