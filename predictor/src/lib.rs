//! `punos-predictor`: computes prediction models for a node (docs/decisions/0052-predictions.md). It reads a folder of models –
//! `NAME/model.onnx` with `NAME/card.toml` – and answers lines of JSON on its standard input. It is told numbers, never whose they are,
//! and it opens no connection.
//!
//! ```text
//! {"ask":"models","features":[{"key":"age","outcome":false}],"on":"2026-11-24"}  → {"models":[{"name":…,"card":…,"problems":[…]}]}
//! {"ask":"predict","model":NAME,"digest":SHA256,"rows":[[81,2]]}                  → {"rows":[{"value":0.31,"moved":[0.4,-0.1]}]}
//! ```
//!
//! What cannot be answered gives `{"error": …}`. The program ends when its input does.

mod answer;
mod card;
mod net;
mod shelf;
mod trees;

pub use answer::answer;
pub use net::Net;
pub use shelf::Shelf;
