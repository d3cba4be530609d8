//! Measurements as another system sent them, in FHIR R4: an Observation of a measure by its LOINC code or its own, or the answers to its
//! form. What is read is what [`crate::fhir`] writes, and the plain readings that devices and records write: one number and its unit.
//! Pure.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rules::{MeasureDefinition, MeasureItem, MeasureItemKind, Measures, Scoring};
use serde_json::Value;

use crate::fhir::{ABSENT, FORM, LOINC, NOTE, OWN, ucum};
use crate::model::{Answers, MeasureAnswer, MeasurementOrigin};
use crate::score::UNABLE;

/// What a resource turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// No measurement of any measure in force, or one that is not ready.
    NotOurs,
    /// It was an error, and no longer says anything.
    Void,
    Measured(Box<Sent>),
    /// Of this measure, and no answer to it.
    Unfit(String),
}

/// A measurement as it was sent; the node scores it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub measure: String,
    pub rows: Vec<Answers>,
    /// None when the source does not say.
    pub measured_at: Option<DateTime<Utc>>,
    pub origin: MeasurementOrigin,
    pub note: Option<String>,
}

/// Reads a resource that has passed the structural check.
pub fn read(set: &Measures, resource: &Value) -> Received {
    let status = text(resource, "status").unwrap_or_default();
    let (measure, form) = match text(resource, "resourceType") {
        Some("Observation") => (by_code(set, resource), false),
        Some("QuestionnaireResponse") => (by_form(set, resource), true),
        _ => (None, false),
    };
    let Some(measure) = measure.filter(|measure| !measure.derived()) else { return Received::NotOurs };
    match status {
        "entered-in-error" | "cancelled" | "stopped" => return Received::Void,
        "final" | "amended" | "corrected" | "completed" => {}
        _ => return Received::NotOurs,
    }
    let (rows, note) = if form { answers(measure, resource) } else { (observed(measure, resource), noted(resource)) };
    let Some(rows) = rows else { return Received::Unfit(measure.code.clone()) };
    let when = ["effectiveDateTime", "effectiveInstant", "authored"].into_iter().find_map(|name| text(resource, name));
    let when =
        when.or_else(|| resource.get("effectivePeriod").and_then(|period| text(period, "start"))).or_else(|| text(resource, "issued"));
    Received::Measured(Box::new(Sent {
        measure: measure.code.clone(),
        rows,
        measured_at: when.and_then(instant),
        origin: origin(resource),
        note,
    }))
}

/// The codes by which observations of the measures are found.
pub fn codes(set: &Measures) -> Vec<String> {
    let asked = set.measures.iter().filter(|measure| !measure.derived());
    asked.flat_map(|measure| [Some(measure.code.clone()), measure.loinc.clone()]).flatten().collect()
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn items<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The codes of a concept in one system.
fn coded<'v>(concept: Option<&'v Value>, system: &'v str) -> impl Iterator<Item = &'v str> {
    let codings = concept.map(|concept| items(concept, "coding")).unwrap_or_default();
    codings.iter().filter(move |coding| text(coding, "system") == Some(system)).filter_map(|coding| text(coding, "code"))
}

/// The product's own code is a promise about the items, LOINC's only about the value.
fn by_code<'m>(set: &'m Measures, resource: &Value) -> Option<&'m MeasureDefinition> {
    let code = resource.get("code");
    let own = coded(code, OWN).find_map(|code| set.of(code));
    own.or_else(|| coded(code, LOINC).find_map(|code| set.measures.iter().find(|measure| measure.loinc.as_deref() == Some(code))))
}

fn by_form<'m>(set: &'m Measures, resource: &Value) -> Option<&'m MeasureDefinition> {
    let form = text(resource, "questionnaire")?.split('|').next()?;
    set.of(form.strip_prefix(FORM)?)
}

/// A day is taken for its noon, so that it is the same day in Finland.
fn instant(when: &str) -> Option<DateTime<Utc>> {
    let exact = DateTime::parse_from_rfc3339(when).ok().map(|at| at.with_timezone(&Utc));
    exact.or_else(|| Some(kernel::helsinki_start(when.parse::<NaiveDate>().ok()?) + Duration::hours(12)))
}

/// Whose it is, by who made it: a professional's when any of them, or nobody, is named; a device's when the client's side used one.
fn origin(resource: &Value) -> MeasurementOrigin {
    let subject = resource.get("subject").and_then(|subject| text(subject, "reference"));
    let kind = |one: &Value| -> Option<String> {
        let reference = text(one, "reference");
        if reference.is_some() && reference == subject {
            return Some("Patient".into());
        }
        let told = text(one, "type").map(str::to_owned);
        told.or_else(|| {
            reference.and_then(|reference| Some(reference.split('?').next()?.rsplit('/').nth(1).unwrap_or(reference).to_owned()))
        })
        .map(|kind| kind.split(['?', '/']).next().unwrap_or_default().to_owned())
    };
    let named = items(resource, "performer").iter().chain(resource.get("source")).chain(resource.get("author"));
    let kinds: Vec<String> = named.filter_map(kind).collect();
    let any = |kind: &str| kinds.iter().any(|one| one == kind);
    let device = resource.get("device").is_some() || any("Device");
    if ["Practitioner", "PractitionerRole", "Organization", "CareTeam"].into_iter().any(any) {
        MeasurementOrigin::Professional
    } else if device && (any("Patient") || any("RelatedPerson")) {
        MeasurementOrigin::Device
    } else if any("RelatedPerson") {
        MeasurementOrigin::CloseOne
    } else if any("Patient") {
        MeasurementOrigin::Own
    } else {
        MeasurementOrigin::Professional
    }
}

fn noted(resource: &Value) -> Option<String> {
    let notes: Vec<&str> = items(resource, "note").iter().filter_map(|note| text(note, "text")).collect();
    (!notes.is_empty()).then(|| notes.join("\n"))
}

/// Components by the measure's items, or the one number that is the measure itself.
fn observed(measure: &MeasureDefinition, resource: &Value) -> Option<Vec<Answers>> {
    let system = format!("{OWN}/{}/item", measure.code);
    let mut rows: Vec<Answers> = Vec::new();
    for part in items(resource, "component") {
        let Some(item) = coded(part.get("code"), &system).find_map(|code| measure.item(code)) else { continue };
        let answer = answer(measure, item, part)?;
        // The same item again begins another round.
        match rows.last_mut() {
            Some(row) if !row.contains_key(&item.code) => {
                row.insert(item.code.clone(), answer);
            }
            _ => rows.push(Answers::from([(item.code.clone(), answer)])),
        }
    }
    if !rows.is_empty() {
        return Some(rows);
    }
    let Scoring::Value { item } = &measure.score else { return None };
    let item = measure.item(item).filter(|_| measure.items.iter().filter(|one| !one.optional).count() == 1)?;
    Some(vec![Answers::from([(item.code.clone(), answer(measure, item, resource)?)])])
}

/// A value of an element, as an answer to an item. A number must be exact, and in the item's own unit when it has one.
fn answer(measure: &MeasureDefinition, item: &MeasureItem, from: &Value) -> Option<MeasureAnswer> {
    if coded(from.get("dataAbsentReason"), ABSENT).any(|code| code == "not-performed") {
        return Some(MeasureAnswer::Word(UNABLE.to_owned()));
    }
    if let Some(quantity) = from.get("valueQuantity") {
        if quantity.get("comparator").is_some() {
            return None;
        }
        let unit = text(quantity, "code").or_else(|| text(quantity, "unit"));
        let own = item.unit.as_deref();
        // A score has no unit, whatever it is called.
        let scored = own.is_none_or(|own| own.starts_with('/'));
        let fits = scored || unit.is_none_or(|unit| Some(unit) == own || Some(unit) == ucum(own));
        return quantity.get("value").and_then(Value::as_f64).filter(|_| fits).map(MeasureAnswer::Number);
    }
    if let Some(number) = from.get("valueDecimal").or_else(|| from.get("valueInteger")).and_then(Value::as_f64) {
        return Some(MeasureAnswer::Number(number));
    }
    let options = format!("{OWN}/{}/{}", measure.code, item.code);
    let coding =
        from.get("valueCoding").filter(|coding| text(coding, "system").is_some_and(|system| system == options || system == ABSENT));
    match coding.and_then(|coding| text(coding, "code")) {
        Some("not-performed") if item.kind != MeasureItemKind::Choice => return Some(MeasureAnswer::Word(UNABLE.to_owned())),
        Some(code) => return Some(MeasureAnswer::Word(code.to_owned())),
        None => {}
    }
    let code = coded(from.get("valueCodeableConcept"), &options).next();
    code.or_else(|| text(from, "valueString")).map(|word| MeasureAnswer::Word(word.to_owned()))
}

/// The answers to a form, with its note.
fn answers(measure: &MeasureDefinition, resource: &Value) -> (Option<Vec<Answers>>, Option<String>) {
    let all = items(resource, "item");
    let note =
        all.iter().find(|item| text(item, "linkId") == Some(NOTE)).and_then(|item| text(items(item, "answer").first()?, "valueString"));
    let round = |items_of: &[Value]| -> Option<Answers> {
        let mut row = Answers::new();
        for one in items_of {
            let Some(item) = text(one, "linkId").and_then(|code| measure.item(code)) else { continue };
            let Some(first) = items(one, "answer").first() else { continue };
            row.insert(item.code.clone(), answer(measure, item, first)?);
        }
        Some(row)
    };
    let rows: Option<Vec<Answers>> = match measure.repeats {
        Some(_) => all.iter().filter(|item| text(item, "linkId") == Some("round")).map(|group| round(items(group, "item"))).collect(),
        None => round(all).map(|row| vec![row]),
    };
    (rows, note.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use rules::Rules;
    use serde_json::json;

    use super::*;
    use crate::fhir::{observation, response};
    use crate::model::{Measurement, MeasurementEnd, MeasurementEnded};

    fn set() -> Measures {
        Rules::shipped().unwrap().measures.on("2026-11-23".parse().unwrap()).body.clone()
    }

    /// An answer to every item, twice where the items are asked several times.
    fn answers(measure: &MeasureDefinition) -> Vec<Answers> {
        let one = |item: &MeasureItem| match item.kind {
            MeasureItemKind::Number | MeasureItemKind::Time => MeasureAnswer::Number(item.low.unwrap_or(1.0)),
            MeasureItemKind::Choice => MeasureAnswer::Word(item.options.last().unwrap().code.clone()),
            MeasureItemKind::Text => MeasureAnswer::Word("Suihkussa tarvitaan apua.".into()),
        };
        let row: Answers = measure.items.iter().map(|item| (item.code.clone(), one(item))).collect();
        vec![row; if measure.repeats.is_some() { 2 } else { 1 }]
    }

    fn measurement(measure: &MeasureDefinition, rows: Vec<Answers>, origin: MeasurementOrigin) -> Measurement {
        let at = "2026-11-20T08:30:00Z".parse().unwrap();
        let scored = crate::score::score(measure, &rows, Some(rules::BandSex::Female)).unwrap();
        Measurement {
            id: uuid::Uuid::now_v7(),
            measure: measure.code.clone(),
            measure_version: measure.version.clone(),
            rules_version: "1".into(),
            rows,
            score: scored.score,
            band: scored.band.map(crate::view::band_seen),
            origin,
            note: Some("Aamulla.".into()),
            measured_at: at,
            recorded_at: at,
            recorded_by: None,
            by_another: false,
            corrects: None,
            ended: None,
            permitted_actions: Vec::new(),
        }
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let (set, client) = (set(), kernel::ClientId(uuid::Uuid::now_v7()));
        for measure in set.measures.iter().filter(|measure| !measure.derived()) {
            for origin in MeasurementOrigin::ALL {
                let one = measurement(measure, answers(measure), *origin);
                let sent = Sent {
                    measure: one.measure.clone(),
                    rows: one.rows.clone(),
                    measured_at: Some(one.measured_at),
                    origin: *origin,
                    note: one.note.clone(),
                };
                for written in [observation(client, &one, measure), response(client, &one, measure)] {
                    assert_eq!(read(&set, &written), Received::Measured(Box::new(sent.clone())), "{written}");
                }
            }
            let mut gone = measurement(measure, answers(measure), MeasurementOrigin::Own);
            gone.ended = Some(MeasurementEnded { how: MeasurementEnd::Withdrawn, reason: None, at: gone.measured_at, by: None });
            for written in [observation(client, &gone, measure), response(client, &gone, measure)] {
                assert_eq!(read(&set, &written), Received::Void, "{written}");
            }
        }
    }

    #[test]
    fn one_who_was_not_able_is_told_so_and_read_so() {
        let (set, client) = (set(), kernel::ClientId(uuid::Uuid::now_v7()));
        let sppb = set.of("sppb").unwrap();
        let mut rows = answers(sppb);
        rows[0].insert("chair_5".into(), MeasureAnswer::Word(UNABLE.into()));
        let one = measurement(sppb, rows.clone(), MeasurementOrigin::Professional);
        for written in [observation(client, &one, sppb), response(client, &one, sppb)] {
            assert!(matches!(read(&set, &written), Received::Measured(sent) if sent.rows == rows), "{written}");
        }
    }

    fn weight(rest: Value) -> Value {
        let mut whole = json!({
            "resourceType": "Observation", "status": "final", "subject": { "reference": "urn:uuid:p" }, "effectiveDateTime": "2026-03-02",
            "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "27113001" }, { "system": LOINC, "code": "29463-7" }] },
            "valueQuantity": { "value": 61.5, "unit": "kilo", "system": "http://unitsofmeasure.org", "code": "kg" }
        });
        whole.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        whole
    }

    #[test]
    fn a_plain_reading_of_another_system_is_one_number_in_its_unit() {
        let set = set();
        let Received::Measured(sent) = read(&set, &weight(json!({}))) else { panic!() };
        assert_eq!(sent.rows, [Answers::from([("weight".into(), MeasureAnswer::Number(61.5))])]);
        assert_eq!(kernel::helsinki_date(sent.measured_at.unwrap()).to_string(), "2026-03-02", "a day stays the same day");
        assert_eq!(sent.origin, MeasurementOrigin::Professional, "nobody is named: the source answers for it");
        for (rest, wanted) in [
            (json!({ "valueQuantity": { "value": 61500, "code": "g" } }), Received::Unfit("weight".into())),
            (json!({ "valueQuantity": { "value": 61.5, "comparator": "<", "code": "kg" } }), Received::Unfit("weight".into())),
            (json!({ "valueQuantity": null }), Received::Unfit("weight".into())),
            (json!({ "status": "entered-in-error" }), Received::Void),
            (json!({ "status": "preliminary" }), Received::NotOurs),
            (json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "29463-7" }] } }), Received::NotOurs),
            (json!({ "resourceType": "Condition" }), Received::NotOurs),
        ] {
            assert_eq!(read(&set, &weight(rest.clone())), wanted, "{rest}");
        }
    }

    #[test]
    fn who_made_it_stays_with_it() {
        let set = set();
        use MeasurementOrigin::{CloseOne, Device, Own, Professional};
        for (rest, wanted) in [
            (json!({ "performer": [{ "reference": "urn:uuid:p" }] }), Own),
            (json!({ "performer": [{ "reference": "Patient/9" }] }), Own),
            (json!({ "performer": [{ "reference": "Patient?identifier=urn:oid:1.2.246.21|x" }] }), Own),
            (json!({ "performer": [{ "reference": "urn:uuid:p" }], "device": { "display": "Vaaka" } }), Device),
            (json!({ "performer": [{ "reference": "https://a.fi/fhir/RelatedPerson/3" }] }), CloseOne),
            (json!({ "performer": [{ "type": "RelatedPerson", "display": "Eero" }] }), CloseOne),
            (json!({ "performer": [{ "reference": "urn:uuid:p" }, { "reference": "Practitioner/1" }] }), Professional),
            (json!({ "performer": [{ "reference": "Organization/1" }], "device": { "display": "Vaaka" } }), Professional),
        ] {
            assert!(matches!(read(&set, &weight(rest.clone())), Received::Measured(sent) if sent.origin == wanted), "{rest}");
        }
    }
}
