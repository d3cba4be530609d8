//! Matters of the county: which there are ([`ideas`]), and their whole past by the room's own pure functions ([`build`]).

mod build;
mod ideas;
mod papers;
mod words;

pub use build::{Bundle, World, build};
#[cfg(test)]
pub use ideas::Stage;
pub use ideas::{Idea, ideas};
