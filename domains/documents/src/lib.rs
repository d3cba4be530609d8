//! Structured documents: structures as data, bodies checked against them, facts read from them, versions kept, print.
//!
//! A document is a versioned record for people. Rooms compute on facts: they hand [`mapping::Known`] in, get
//! [`mapping::Facts`] out and never read a document's JSON (architecture.md, rule 4).

pub mod mapping;
pub mod print;
pub mod structure;
pub mod validate;
