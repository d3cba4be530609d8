//! The sealed log on both databases: sealing, proofs, receipts, retention, witnesses, and every way of tampering.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod house;
mod proofs;
mod sealing;
mod tamper;
mod witness;
