//! The nation's 202 structures, where their folder is present: each loads, is drawn whole, takes a complete answer and prints.
//! Without the folder the tests say so and pass: the set is imported, not shipped.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)] // a test says no by panicking

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use documents::load_structures;
use documents::mapping::{FactValue, Facts, Known, extract, prefill, shared};
use documents::structure::{Kind, Shape, Structure, choices, conditions, parse, read_files, shape, system_of, undrawable};
use documents::validate::{Mode, Validators};
use kernel::{Clock, FixedClock, Lang, Text};
use serde_json::{Map, Value, json};
use store::sql;
use uuid::Uuid;

/// `shared/data/sosmeta` beside the repository, or nothing.
fn folder() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sosmeta");
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
    }
    path.is_dir().then_some(path)
}

/// Read once: compiling two hundred schemas takes a while without optimisation.
static STRUCTURES: LazyLock<Vec<Structure>> = LazyLock::new(read);

fn structures() -> &'static [Structure] {
    &STRUCTURES
}

fn read() -> Vec<Structure> {
    let Some(folder) = folder() else { return Vec::new() };
    let (files, unread) = read_files(&[folder]);
    assert!(unread.is_empty(), "{unread:?}");
    assert_eq!(files.len(), 202);
    files.iter().map(|f| parse(&f.bytes).unwrap_or_else(|e| panic!("{}: {e}", f.name))).collect()
}

/// A complete answer: something in every field that a person fills.
fn answer(node: &Value) -> Value {
    match shape(node) {
        Shape::Group(fields) => {
            let kept = fields.iter().filter(|(_, child)| shape(child) != Shape::Hetu);
            Value::Object(kept.map(|(name, child)| (name.clone(), answer(child))).collect::<Map<_, _>>())
        }
        Shape::Rows(items) => json!([answer(items)]),
        Shape::Coded => {
            let choice = choices(node).into_iter().next();
            let (code, display) = choice.map_or_else(|| ("1".into(), "Luokka".into()), |c| (c.code, c.label.fi));
            json!({"system": system_of(node), "code": code, "display": display})
        }
        Shape::Identifier => json!({"value": "1.2.246.10.1"}),
        Shape::Quantity => json!({"value": 12.5, "code": "EUR"}),
        Shape::Date => json!("2026-11-21"),
        Shape::Moment => json!("2026-11-21T10:00:00+02:00"),
        Shape::Number => json!(12.5),
        Shape::Flag => json!(true),
        Shape::Notice => json!({}),
        Shape::Text if node.get("enum").is_some() => node["enum"][0].clone(),
        Shape::Text => json!("Äidin ja pojan yhteinen arki – öisin hiljaista"),
        Shape::Hetu | Shape::Unknown(_) => Value::Null,
    }
}

#[test]
fn every_one_is_drawn_whole_and_takes_a_complete_answer() {
    let mut stated = 0;
    let mut in_prose = 0;
    for s in structures() {
        assert!(!s.title.fi.is_empty() && s.kind.is_none() && s.document_type().is_some(), "{}", s.oid);
        assert_eq!(undrawable(&s.schema), [], "{}", s.oid);
        assert!(s.oid.starts_with(&s.family()) && s.oid != s.family(), "{}", s.oid);
        let v = Validators::of(s).unwrap();
        assert!(v.check(Mode::Draft, &json!({})).is_empty(), "{}", s.oid);
        assert!(!v.check(Mode::Whole, &json!({})).is_empty(), "{}", s.oid);
        let whole = v.check(Mode::Whole, &answer(&s.schema));
        assert!(whole.is_empty(), "{}: {whole:?}", s.oid);
        let read = conditions(s);
        stated += read.stated.len();
        in_prose += read.in_prose.len();
    }
    if stated > 0 {
        println!("conditions: {stated} stated as data, {in_prose} in prose");
        assert!(stated > 150 && in_prose < 200, "{stated} stated, {in_prose} in prose");
    }
}

#[test]
fn every_fact_of_the_products_mappings_has_a_place_and_is_read_back() {
    let mut mapped = 0;
    let mut filled = 0;
    for s in structures() {
        let Some((mapping, gaps)) = shared(s) else { continue };
        mapped += 1;
        assert!(gaps.is_empty() || mapping.families.len() > 1, "{}: {gaps:?}", s.oid);
        let facts = extract(s, &mapping, &answer(&s.schema));
        for f in &mapping.facts {
            assert!(facts.get(&f.fact).is_some(), "{}: {} is not read from a complete answer", s.oid, f.fact);
        }
        let mut aino = Facts::new();
        aino.set("family_name", FactValue::Text("Virtanen".into())).set("given_names", FactValue::Text("Aino Maria".into()));
        let known = Known::new()
            .with("matter.initiated_on", FactValue::Date("2026-11-02".parse().unwrap()))
            .with("matter.need_reasons", FactValue::Codes(vec!["1".into(), "10".into()]))
            .about(vec![aino]);
        let begun = prefill(s, Some(&mapping), &Validators::of(s).unwrap(), &known);
        let text = begun.body.to_string();
        assert!(text.contains("Virtanen"), "{}: {text}", s.oid);
        let again = extract(s, &mapping, &begun.body);
        filled += again.iter().count();
        if let Some(codes) = again.get("need_reasons") {
            assert_eq!(codes, &FactValue::Codes(vec!["1".into(), "10".into()]), "{}", s.oid);
        }
    }
    if mapped > 0 {
        assert_eq!(mapped, 24, "families with a mapping");
        assert!(filled >= 17, "{filled} facts are filled in from what is known");
    }
}

/// Ways to the places of the identifier that is never kept, in a complete answer.
fn hetu_places(node: &Value, at: &str, out: &mut Vec<String>) {
    match shape(node) {
        Shape::Hetu => out.push(at.to_owned()),
        Shape::Group(fields) => fields.iter().for_each(|(name, child)| hetu_places(child, &format!("{at}/{name}"), out)),
        Shape::Rows(items) => hetu_places(items, &format!("{at}/0"), out),
        _ => {}
    }
}

#[test]
fn a_hetu_is_kept_in_none_of_them() {
    // An individual number of 900 or more: nobody's.
    let hetu = "010190-999W";
    let mut with = 0;
    for s in structures() {
        let mut places = Vec::new();
        hetu_places(&s.schema, "", &mut places);
        with += usize::from(!places.is_empty());
        let v = Validators::of(s).unwrap();
        let whole = answer(&s.schema);
        for place in &places {
            let (parent, name) = place.rsplit_once('/').unwrap();
            let mut body = whole.clone();
            // In its own place, with a value or half of one.
            for value in [json!({"system": "urn:oid:1.2.246.21", "value": hetu}), json!({"value": "x"}), json!({})] {
                body.pointer_mut(parent).unwrap()[name] = value;
                for mode in [Mode::Draft, Mode::Whole] {
                    assert!(v.check(mode, &body).iter().any(|e| e.path.starts_with(place.as_str())), "{}: {place} took a value", s.oid);
                }
            }
            body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
            assert_eq!(body, whole, "a complete answer holds none");
        }
        // Nor in the words of another field.
        let mut body = whole.clone();
        if let Some(text) = first_text(&mut body) {
            *text = format!("Puoliso {hetu}.").into();
            assert!(v.check(Mode::Draft, &body).iter().any(|e| e.code == "hetu"), "{}", s.oid);
        }
    }
    if !structures().is_empty() {
        assert!(with > 150, "{with} structures ask for a hetu");
    }
}

/// A long text of a body.
fn first_text(body: &mut Value) -> Option<&mut Value> {
    match body {
        Value::String(text) if text.contains("Äidin") => Some(body),
        Value::Array(rows) => rows.iter_mut().find_map(first_text),
        Value::Object(parts) => parts.values_mut().find_map(first_text),
        _ => None,
    }
}

#[test]
fn a_decision_of_the_nation_gives_the_facts_that_deciding_asks_for() {
    for s in structures().iter().filter(|s| shared(s).is_some_and(|(m, _)| m.kind == Some(Kind::Decision))) {
        let (mapping, _) = shared(s).unwrap();
        let facts = extract(s, &mapping, &answer(&s.schema));
        assert_eq!(facts.code("outcome"), Some("positive"), "{}", s.oid);
        assert!(facts.text("reasons").is_some() && !facts.texts("legal_basis").is_empty(), "{}", s.oid);
        assert!(facts.date("valid_from").is_some() && facts.text("appeal_instruction").is_some(), "{}", s.oid);
        assert!(s.by_power(), "{}", s.oid);
    }
}

#[test]
fn a_sample_prints_in_both_languages() {
    // A few: the walk over a structure is the same for all, and a print takes a while without optimisation.
    for s in structures().iter().step_by(101) {
        for lang in [Lang::Fi, Lang::Sv] {
            let body = answer(&s.schema);
            let pdf = documents::print::print(&documents::print::Print {
                structure: s,
                body: &body,
                mapped: None,
                lang,
                document_id: Uuid::nil(),
                version: 1,
                finished: true,
                organisation: Text::fi("Etelä-Karjalan hyvinvointialue"),
                unit: None,
                clients: Vec::new(),
                matter_number: None,
                made_by: None,
                made_on: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
                made_at: "2026-11-21T10:00:00Z".parse().unwrap(),
            })
            .unwrap_or_else(|e| panic!("{}: {e}", s.oid));
            assert!(pdf.starts_with(b"%PDF"), "{}", s.oid);
        }
    }
}

store::both!(
    async fn they_load_once_and_the_same_again_changes_nothing(db: TestDb) {
        let Some(folder) = folder() else { return };
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(&mut db, Arc::new(people::Directory), clock as Arc<dyn Clock>, Uuid::now_v7());
        let job = gate.job("documents.structures.import", "administration", None);
        for wanted in [(202, 0, 24), (0, 202, 0)] {
            let report = load_structures(&job, std::slice::from_ref(&folder)).await.unwrap();
            assert_eq!((report.imported, report.unchanged, report.mapped), wanted, "{:?}", report.errors);
            assert!(report.errors.is_empty());
        }
        let count = async |text: &str| -> i64 {
            let rows = sql::rows(&gate.db().reference(), text, []).await.unwrap();
            rows[0].try_get("", "n").unwrap()
        };
        assert_eq!(count("SELECT COUNT(*) AS n FROM structure WHERE family IS NOT NULL AND document_type IS NOT NULL").await, 202);
        assert!(count("SELECT COUNT(*) AS n FROM code_set WHERE state = 'linked'").await >= 80);
        assert!(count("SELECT COUNT(*) AS n FROM code").await > 100, "the codes that structures mention");
    }
);
