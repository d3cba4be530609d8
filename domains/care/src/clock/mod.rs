//! Statutory clocks of matters.

pub mod rules;
