//! The room `planning`: the client's whole plan over the plans of single services (U4, A26). Each participant sees their part in the whole and
//! what relies on it; what does not fit together is found by rules that say why (`rules/fit.toml`), talked through, and settled with a
//! record of who agreed.
//!
//! The plans stay in the rooms that keep them ([`store::PlanSource`]); a finding is counted each time they are read. A row is made when
//! somebody opens a talk of it: it lives by the rule and the ids of what it is about, so when the plans are mended it is passed by itself.
//! What is not open to the viewer finds nothing: telling of it would tell of it.
//!
//! Doors: the routes alone.

pub mod actions;
mod fit;
mod model;
mod names;
mod own;
mod part;
mod routes;
mod row;
mod talk;
mod whole;

use std::sync::Arc;

use rules::RulesInUse;
use store::PlanSource;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use part::PlanPartKind;
pub use trust::RoomError as Error;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Planning {
    pub(crate) rules: RulesInUse,
    pub(crate) sources: Arc<[PlanSource]>,
}

impl Planning {
    /// With what the other rooms tell of what is planned.
    pub fn new(rules: impl Into<RulesInUse>, sources: &[&[PlanSource]]) -> Self {
        Self { rules: rules.into(), sources: sources.iter().flat_map(|some| some.iter().copied()).collect() }
    }

    /// Parts that no room tells anything of, and sources of no part: none, or the rooms have grown apart.
    pub fn untold(&self) -> Vec<&'static str> {
        let told = |code: &str| self.sources.iter().any(|source| source.part == code);
        let untold = PlanPartKind::ALL.iter().map(|kind| kind.code()).filter(|code| !told(code));
        let strange = self.sources.iter().map(|source| source.part).filter(|part| PlanPartKind::parse(part).is_none());
        untold.chain(strange).collect()
    }
}

fn routes() -> OpenApiRouter<Planning> {
    OpenApiRouter::new()
        .routes(routes!(routes::look))
        .routes(routes!(routes::open))
        .routes(routes!(routes::talk))
        .routes(routes!(routes::agree))
        .routes(routes!(routes::settle))
        .routes(routes!(routes::reopen))
        .routes(routes!(own::look))
        .routes(routes!(own::talk))
        .routes(routes!(own::agree))
}

/// The room's routes.
pub fn router(room: Planning) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
