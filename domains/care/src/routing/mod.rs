//! Which team a matter goes to.

pub mod rules;
