//! How long a prediction with what moved it takes, beside the floor: the same dot products as a bare loop. `make bench-predictor`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_precision_loss)]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use predictor::{Shelf, answer};
use serde_json::{Value, json};

const TURNS: u32 = 2_000;

fn timed(mut what: impl FnMut()) -> f64 {
    for _ in 0..100 {
        what();
    }
    let begun = Instant::now();
    for _ in 0..TURNS {
        what();
    }
    begun.elapsed().as_secs_f64() * 1e3 / f64::from(TURNS)
}

fn main() {
    let dirs = ["tests/models", "../models"].map(|dir| Path::new(env!("CARGO_MANIFEST_DIR")).join(dir));
    for dir in dirs {
        let mut shelf = Shelf::new(dir);
        let asked = r#"{"ask":"models","features":[],"on":"2026-11-24"}"#;
        let models: Vec<Value> = answer(&mut shelf, asked)["models"].as_array().unwrap().clone();
        for model in models {
            let card = &model["card"];
            let row: Vec<f64> = card["reference"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap() + 1.0).collect();
            let line = json!({ "ask": "predict", "model": model["name"], "digest": card["sha256"], "rows": [row] }).to_string();
            let whole = timed(|| {
                black_box(answer(&mut shelf, black_box(&line)));
            });
            // One product for the prediction and one for each feature left out.
            let floor = timed(|| {
                for _ in 0..=row.len() {
                    let sum: f64 = black_box(&row).iter().zip(black_box(&row)).map(|(weight, value)| weight * value).sum();
                    black_box(1.0 / (1.0 + (-sum).exp()));
                }
            });
            println!("{:24} {:.4} ms a client, the floor {:.5} ms", model["name"].as_str().unwrap(), whole, floor);
        }
    }
}
