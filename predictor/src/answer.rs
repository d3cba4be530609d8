//! One line in, one line out.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::net::Net;
use crate::shelf::{Known, Shelf};

#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Asked {
    Models { features: Vec<Known>, on: String },
    Predict { model: String, digest: String, rows: Vec<Vec<f64>> },
}

/// The answer to a line.
pub fn answer(shelf: &mut Shelf, line: &str) -> Value {
    match serde_json::from_str(line) {
        Ok(Asked::Models { features, on }) => json!({ "models": shelf.models(&features, &on) }),
        Ok(Asked::Predict { model, digest, rows }) => match shelf.net(&model, &digest) {
            None => json!({ "error": "no such model" }),
            Some((net, reference)) => predicted(net, reference, &rows).unwrap_or_else(|error| json!({ "error": error })),
        },
        Err(error) => json!({ "error": error.to_string() }),
    }
}

/// Each row's prediction and what moved it: by how much the log-odds fall when the one feature is put where the client of reference has it.
/// Of a linear model that is its coefficient times the deviation, exactly; of others it is what the feature does beside all the rest.
fn predicted(net: &Net, reference: &[f64], rows: &[Vec<f64>]) -> Result<Value, String> {
    let width = reference.len();
    let mut input: Vec<f32> = Vec::with_capacity(rows.len() * (width + 1) * width);
    for row in rows {
        if row.len() != width || row.iter().any(|value| !value.is_finite()) {
            return Err(format!("a row has {} numbers, the model is told {width}", row.len()));
        }
        input.extend(row.iter().map(|value| single(*value)));
        for left_out in 0..width {
            let beside = row.iter().zip(reference).enumerate().map(|(at, (own, other))| if at == left_out { *other } else { *own });
            input.extend(beside.map(single));
        }
    }
    let values = net.run(&input, width)?;
    let told = values.chunks(width + 1).filter_map(|chunk| chunk.split_first()).map(|(value, without)| {
        let moved: Vec<f64> = without.iter().map(|other| log_odds(*value) - log_odds(*other)).collect();
        json!({ "value": f64::from(*value).clamp(0.0, 1.0), "moved": moved })
    });
    Ok(json!({ "rows": told.collect::<Vec<Value>>() }))
}

#[allow(clippy::cast_possible_truncation)] // models are of single precision
fn single(value: f64) -> f32 {
    value as f32
}

/// Of a probability; at the ends of the scale it stops at 13.8.
fn log_odds(p: f32) -> f64 {
    let p = f64::from(p).clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}
