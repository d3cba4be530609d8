//! The nation's 202 structures, where their folder is present: each loads, checks and prints.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says no by panicking

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use documents::load_structures;
use documents::structure::{Structure, parse, read_files};
use documents::validate::{Mode, Validators};
use kernel::{Clock, FixedClock, Lang, Text};
use serde_json::{Map, Value, json};
use store::sql;
use uuid::Uuid;

/// `shared/data/sosmeta` beside the repository, or nothing.
fn folder() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sosmeta");
    path.is_dir().then_some(path)
}

fn structures() -> Vec<Structure> {
    let Some(folder) = folder() else { return Vec::new() };
    let (files, unread) = read_files(&[folder]);
    assert!(unread.is_empty(), "{unread:?}");
    assert_eq!(files.len(), 202);
    files.iter().map(|f| parse(&f.bytes).unwrap_or_else(|e| panic!("{}: {e}", f.name))).collect()
}

/// A body with something in every field, so that every kind of field is drawn.
fn filled(node: &Value) -> Value {
    match node.get("type").and_then(Value::as_str) {
        Some("object") => {
            let props = node.get("properties").and_then(Value::as_object);
            Value::Object(props.into_iter().flatten().map(|(k, v)| (k.clone(), filled(v))).collect::<Map<_, _>>())
        }
        Some("array") => json!([filled(&node["items"]), filled(&node["items"])]),
        Some("boolean") => json!(true),
        Some("number") => json!(12.5),
        _ => match (node.get("enum").and_then(Value::as_array), node.get("pattern").and_then(Value::as_str)) {
            (Some(codes), _) => codes.first().cloned().unwrap_or(Value::Null),
            (None, Some(p)) if p.contains("[0-9]{4}") => json!("2026-11-21"),
            _ => json!("Äidin ja pojan yhteinen arki – öisin hiljaista"),
        },
    }
}

#[test]
fn all_have_a_finnish_title_and_take_an_empty_draft() {
    for s in structures() {
        assert!(!s.title.fi.is_empty(), "{}", s.oid);
        assert_eq!(s.kind, None);
        let v = Validators::of(&s).unwrap();
        assert!(v.check(Mode::Draft, &json!({})).is_empty(), "{}", s.oid);
        assert!(!v.check(Mode::Whole, &json!({})).is_empty(), "{}", s.oid);
        let draft = v.check(Mode::Draft, &filled(&s.schema));
        assert!(draft.is_empty(), "{}: {draft:?}", s.oid);
    }
}

#[test]
fn a_sample_prints_in_both_languages() {
    // A few: the walk over a structure is the same for all, and a print takes a while without optimisation.
    for s in structures().iter().step_by(101) {
        for lang in [Lang::Fi, Lang::Sv] {
            let body = filled(&s.schema);
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
        for wanted in [(202, 0), (0, 202)] {
            let report = load_structures(&job, std::slice::from_ref(&folder)).await.unwrap();
            assert_eq!((report.imported, report.unchanged), wanted, "{:?}", report.errors);
            assert!(report.errors.is_empty());
        }
        let rows = sql::rows(&gate.db().reference(), "SELECT COUNT(*) AS n FROM structure", []).await.unwrap();
        assert_eq!(rows[0].try_get::<i64>("", "n").unwrap(), 202);
    }
);
