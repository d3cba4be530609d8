//! The room `story`: a client's story across services as one readable whole (U6), what came of what was done (U18), whether what is known is
//! looked at before something is decided (U24), and people and things as a graph (A10).
//!
//! The room keeps nothing. What happened is told by the rooms that keep it ([`store::StorySource`]); how it is told is rule data
//! (`rules/story.toml`). Every reading is cut by the proof: what another register may hold is said to be possible, and nothing of it.
//!
//! Doors: the routes alone.

pub mod actions;
mod after;
mod alike;
mod graph;
mod names;
mod seen;
mod telling;
mod things;

use std::sync::Arc;

use rules::{RulesInUse, StoryPart};
use store::{MadeSource, StorySource};
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct StoryRoom {
    pub(crate) rules: RulesInUse,
    pub(crate) sources: Arc<[StorySource]>,
    pub(crate) made: Arc<[MadeSource]>,
}

impl StoryRoom {
    /// With what the other rooms tell of their clients, and what is made of clients after looking at what is known.
    pub fn new(rules: impl Into<RulesInUse>, sources: &[&[StorySource]], made: &[MadeSource]) -> Self {
        Self { rules: rules.into(), sources: sources.iter().flat_map(|some| some.iter().copied()).collect(), made: made.into() }
    }

    /// Words of the rules that no room tells anything of: none, or the rooms and the rules have grown apart.
    pub fn untold(&self) -> Vec<&'static str> {
        let told = |part: &&StoryPart| self.sources.iter().all(|source| source.code != part.code());
        StoryPart::ALL.iter().filter(told).map(|part| part.code()).collect()
    }
}

fn routes() -> OpenApiRouter<StoryRoom> {
    OpenApiRouter::new()
        .routes(routes!(telling::routes::of_client))
        .routes(routes!(telling::routes::own))
        .routes(routes!(after::routes::of_client))
        .routes(routes!(graph::routes::of_client))
        .routes(routes!(alike::routes::figures))
        .routes(routes!(seen::routes::figures))
}

/// The room's routes.
pub fn router(room: StoryRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
