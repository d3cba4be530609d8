//! Feedback after a matter: asked once, answered by the client alone, told in figures.

pub(crate) mod answer;
pub(crate) mod ask;
mod count;
mod csv;
mod few;
mod list;
pub(crate) mod model;
pub(crate) mod own;
pub(crate) mod routes;
pub(crate) mod row;

pub use model::MatterFeedbackState;
