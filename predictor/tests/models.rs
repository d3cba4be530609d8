//! Linear, tree and neural models give what the reference runtime of ONNX gives (training/train.py); cards are checked; what moved a
//! prediction is right.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use predictor::{Shelf, answer};
use serde_json::{Value, json};

const FEATURES: [&str; 3] = ["age", "emergency_visits_90d", "contacts_365d"];

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models")
}

fn golden() -> Value {
    serde_json::from_str(&fs::read_to_string(models().parent().unwrap().join("golden.json")).unwrap()).unwrap()
}

fn list(shelf: &mut Shelf, on: &str, features: &[&str]) -> Vec<Value> {
    let mut told: Vec<Value> = features.iter().map(|key| json!({ "key": key, "outcome": false })).collect();
    told.push(json!({ "key": "emergency_visits_next_90d", "outcome": true }));
    let asked = json!({ "ask": "models", "features": told, "on": on });
    answer(shelf, &asked.to_string())["models"].as_array().unwrap().clone()
}

fn codes(model: &Value) -> Vec<&str> {
    model["problems"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

fn predict(shelf: &mut Shelf, model: &Value, rows: &Value) -> Value {
    let asked = json!({ "ask": "predict", "model": model["name"], "digest": model["card"]["sha256"], "rows": rows });
    answer(shelf, &asked.to_string())
}

fn near(one: f64, other: f64, by: f64) {
    assert!((one - other).abs() <= by, "{one} is not {other}");
}

#[test]
fn each_kind_gives_what_the_reference_runtime_gives() {
    let golden = golden();
    let mut shelf = Shelf::new(models());
    let all = list(&mut shelf, "2026-11-24", &FEATURES);
    assert_eq!(all.iter().map(|one| one["name"].as_str().unwrap()).collect::<Vec<_>>(), ["linear", "net", "trees"]);
    for model in all {
        assert_eq!(model["problems"], json!([]), "{model}");
        let said = predict(&mut shelf, &model, &golden["rows"]);
        let expected = golden[model["name"].as_str().unwrap()].as_array().unwrap();
        assert_eq!(said["rows"].as_array().unwrap().len(), expected.len(), "{said}");
        for (row, expected) in said["rows"].as_array().unwrap().iter().zip(expected) {
            near(row["value"].as_f64().unwrap(), expected.as_f64().unwrap(), 2e-6);
        }
    }
}

#[test]
fn of_a_linear_model_what_moved_it_is_coefficient_times_deviation() {
    let golden = golden();
    let mut shelf = Shelf::new(models());
    let model = list(&mut shelf, "2026-11-24", &FEATURES).into_iter().find(|one| one["name"] == "linear").unwrap();
    let said = predict(&mut shelf, &model, &golden["rows"]);
    for (row, told) in golden["rows"].as_array().unwrap().iter().zip(said["rows"].as_array().unwrap()) {
        for nth in 0..3 {
            let number = |key: &str| golden[key][nth].as_f64().unwrap();
            let deviation = row[nth].as_f64().unwrap() - model["card"]["reference"][nth].as_f64().unwrap();
            near(told["moved"][nth].as_f64().unwrap(), number("weights") / number("spread") * deviation, 1e-4);
        }
    }
    // The client of reference is moved by nothing.
    let still = predict(&mut shelf, &model, &json!([model["card"]["reference"]]));
    assert_eq!(still["rows"][0]["moved"], json!([0.0, 0.0, 0.0]));
}

#[test]
fn a_card_is_looked_through_and_a_file_is_what_its_card_says() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cards");
    let _ = fs::remove_dir_all(&dir);
    let card = fs::read_to_string(models().join("linear/card.toml")).unwrap();
    let file = fs::read(models().join("linear/model.onnx")).unwrap();
    let put = |name: &str, card: Option<String>, file: &[u8]| {
        fs::create_dir_all(dir.join(name)).unwrap();
        fs::write(dir.join(name).join("model.onnx"), file).unwrap();
        if let Some(card) = card {
            fs::write(dir.join(name).join("card.toml"), card.replace("\"linear\"", &format!("\"{name}\""))).unwrap();
        }
    };
    put("bare", None, &file);
    put("changed", Some(card.clone()), &fs::read(models().join("trees/model.onnx")).unwrap());
    put("nobodys", Some(card.replace("owner = \"Punos\"", "owner = \" \"").replace("age_to = 120\n", "")), &file);
    put("odd", Some(card.replace("age_to = 120", "age_to = 120\ncolour = \"red\"")), &file);
    put("old", Some(card.replace("2036-01-01", "2026-11-23")), &file);
    put("short", Some(card.replace("\"age\", ", "").replace("feature = \"age\"", "feature = \"contacts_365d\"")), &file);
    put("torn", Some(card.clone()), &file[..40]);
    let mut shelf = Shelf::new(dir.clone());
    let all = list(&mut shelf, "2026-11-24", &FEATURES);
    let of = |name: &str| all.iter().find(|one| one["name"] == name).unwrap();
    assert_eq!(codes(of("bare")), ["card_missing"]);
    assert_eq!(codes(of("changed")), ["digest_differs"]);
    assert_eq!(
        of("nobodys")["problems"],
        json!([{ "code": "field_missing", "what": "owner" }, { "code": "field_missing", "what": "age_to" }])
    );
    assert_eq!((codes(of("odd")), of("odd")["card"].is_null()), (vec!["card_unreadable"], true));
    assert_eq!(of("old")["problems"], json!([{ "code": "expired", "what": "2026-11-23" }]));
    assert_eq!(codes(of("short")), ["field_wrong"]);
    assert!(codes(of("torn")).contains(&"digest_differs") && codes(of("torn")).contains(&"model_unreadable"), "{}", of("torn"));
    // A model that is not whole is not asked.
    assert_eq!(predict(&mut shelf, of("changed"), &json!([[70, 3, 0]]))["error"], "no such model");

    // A feature the rules do not know; mended on the disk, it is read anew.
    let unknown = list(&mut shelf, "2026-11-23", &FEATURES[1..]);
    assert_eq!(unknown.iter().find(|one| one["name"] == "old").unwrap()["problems"], json!([{ "code": "feature_unknown", "what": "age" }]));
    put("changed", Some(card), &file);
    assert_eq!(list(&mut shelf, "2026-11-24", &FEATURES).iter().find(|one| one["name"] == "changed").unwrap()["problems"], json!([]));
}

#[test]
fn the_program_answers_line_by_line_and_survives_nonsense() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_punos-predictor"))
        .arg("--models")
        .arg(models())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut to, mut from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut ask = |line: &str| -> Value {
        writeln!(to, "{line}").unwrap();
        let mut said = String::new();
        from.read_line(&mut said).unwrap();
        serde_json::from_str(&said).unwrap()
    };
    assert!(ask("nonsense")["error"].is_string());
    let models = ask(r#"{"ask":"models","features":[],"on":"2026-11-24"}"#);
    let digest = models["models"][0]["card"]["sha256"].clone();
    let short = ask(&json!({ "ask": "predict", "model": "linear", "digest": digest, "rows": [[1, 2]] }).to_string());
    assert!(short["error"].is_string(), "{short}");
    let other = ask(&json!({ "ask": "predict", "model": "linear", "digest": "x", "rows": [[1, 2, 3]] }).to_string());
    assert_eq!(other["error"], "no such model");
    let whole = ask(&json!({ "ask": "predict", "model": "linear", "digest": digest, "rows": [[70, 3, 0], [90, 5, 1]] }).to_string());
    assert_eq!(whole["rows"].as_array().unwrap().len(), 2, "{whole}");
    drop(to);
    assert!(child.wait().unwrap().success());
}
