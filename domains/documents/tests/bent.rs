//! Structures that somebody bent: each is told what is wrong with it, or is drawn, checked and printed as any other. Bodies as well.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says no by panicking

use documents::structure::{Structure, conditions, parse, shape, undrawable};
use documents::validate::{Mode, Validators};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// The structures the product ships.
const WHOLE: [&str; 4] = [
    include_str!("../structures/assessment.json"),
    include_str!("../structures/decision.json"),
    include_str!("../structures/initiation.json"),
    include_str!("../structures/plan.json"),
];

fn strange() -> Vec<Value> {
    let mut deep = json!("x");
    for _ in 0..60 {
        deep = json!({ "properties": { "a": deep } });
    }
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("\u{0}"),
        json!("object"),
        json!("(unclosed"),
        json!({ "$ref": "#" }),
        json!({ "$ref": "#/properties" }),
        json!({ "$ref": "https://example.invalid/schema" }),
        json!([]),
        json!([null, 1, "1"]),
        json!({}),
        json!({ "type": "array", "items": { "type": "array" } }),
        deep,
    ]
}

fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.replace('~', "~0").replace('/', "~1"), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(nth, item)| (nth.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (name, member) in members {
        let here = format!("{at}/{name}");
        places(member, &here, found);
        found.push(here);
    }
}

fn bend(value: &mut Value, place: Index, with: Index) {
    let mut all = Vec::new();
    places(value, "", &mut all);
    if let Some(at) = all.get(place.index(all.len().max(1))) {
        let strange = strange();
        *value.pointer_mut(at).unwrap() = strange[with.index(strange.len())].clone();
    }
}

/// What is done with every structure that is taken in.
fn used(structure: &Structure, body: &Value) {
    let _ = (shape(&structure.schema), undrawable(&structure.schema), conditions(structure));
    let validators = Validators::of(structure).unwrap_or_else(|e| panic!("what parses compiles: {e}"));
    for error in validators.check(Mode::Draft, body).into_iter().chain(validators.check(Mode::Whole, body)) {
        assert!(error.path.is_empty() || error.path.starts_with('/'), "{error:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_bent_structure_is_told_or_used(
        which in 0..WHOLE.len(),
        bends in proptest::collection::vec((any::<Index>(), any::<Index>()), 1..4),
        answers in proptest::collection::vec((any::<Index>(), any::<Index>()), 0..3),
    ) {
        let mut schema: Value = serde_json::from_str(WHOLE[which]).unwrap();
        for (place, with) in bends {
            bend(&mut schema, place, with);
        }
        match parse(schema.to_string().as_bytes()) {
            Err(fault) => prop_assert!(!fault.to_string().is_empty()),
            Ok(structure) => {
                // A body as strange: parts of the schema itself.
                let mut body = schema;
                for (place, with) in answers {
                    bend(&mut body, place, with);
                }
                used(&structure, &body);
            }
        }
    }

    #[test]
    fn any_bytes_are_told(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(parse(&bytes).is_err());
    }
}

#[test]
fn unbent_they_are_sound() {
    for text in WHOLE {
        used(&parse(text.as_bytes()).unwrap(), &json!({}));
    }
}
