//! The room `prediction` (E11): what a model trained outside expects of a client, in a section of its own and never among recorded facts.
//! A professional reads it, decides, and says whether it helped; the client sees that it was made and may say no; how well each model does
//! is followed, and all of it is switched off in one place.
//!
//! Models are computed by a program of their own ([`Predictor`]), which is told numbers and never whose they are; without it the node works
//! and says so. What a model is told is rule data (`rules/features.toml`), reckoned by one function ([`count`]) in training and in use.
//! A model is told data of its own register alone.
//!
//! Doors beside the routes: [`PredictionRoom::export`], data for training a model.

pub mod actions;
mod answer;
mod card;
mod count;
mod export;
mod follow;
mod made;
mod model;
mod own;
mod predictor;
mod routes;
mod row;
mod seen;
mod switch;

use std::sync::Arc;

use rules::RulesInUse;
use store::FactSource;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use export::Training;
pub use predictor::Predictor;
pub use trust::RoomError as Error;

/// The item of the data catalogue predictions are of: how much services are used and needed.
const ROW: kernel::CatalogueRow = 14;

/// The room's state.
#[derive(Clone)]
pub struct PredictionRoom {
    pub(crate) rules: RulesInUse,
    /// What the rooms tell of their clients to whoever counts.
    pub(crate) sources: Arc<[FactSource]>,
    pub(crate) predictor: Predictor,
}

impl PredictionRoom {
    /// Without a program that computes: it says that predictions are not in use.
    pub fn new(rules: impl Into<RulesInUse>, sources: &[&[FactSource]]) -> Self {
        let sources = sources.iter().flat_map(|some| some.iter().copied()).collect();
        Self { rules: rules.into(), sources, predictor: Predictor::default() }
    }

    #[must_use]
    pub fn with(self, predictor: Predictor) -> Self {
        Self { predictor, ..self }
    }
}

fn routes() -> OpenApiRouter<PredictionRoom> {
    OpenApiRouter::new()
        .routes(routes!(routes::of_client, routes::make))
        .routes(routes!(routes::answer))
        .routes(routes!(routes::follow))
        .routes(routes!(routes::switch))
        .routes(routes!(own::look))
        .routes(routes!(own::object))
}

/// The room's routes.
pub fn router(room: PredictionRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
