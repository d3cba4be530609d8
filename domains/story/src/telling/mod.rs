//! The story in sentences, for a worker and for the client.

pub(crate) mod gather;
mod model;
pub(crate) mod routes;

pub use model::StoryVoice;
