//! The room `flow` (prosessit, E12, E13, S2, S21): how matters really went from step to step beside how they are meant to go, and what waits
//! now; of one matter, which way it has come and where it stands in its queue.
//!
//! Where matters have been is kept by the room `care` (`care::stay`), in the transaction of each change; here it is only counted:
//! the room has no table. How matters are meant to go is rule data (`rules/chains.toml`). A team sees its
//! own numbers and opens the matters behind them; over the county numbers name nobody and small ones are not told
//! (docs/decisions/0044-processes.md).

pub mod actions;
mod map;
mod period;
mod place;
mod queue;
mod reach;
mod spread;

use rules::RulesInUse;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state.
#[derive(Clone)]
pub struct Flow {
    pub(crate) rules: RulesInUse,
}

impl Flow {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into() }
    }
}

fn routes() -> OpenApiRouter<Flow> {
    OpenApiRouter::new()
        .routes(routes!(map::routes::team))
        .routes(routes!(map::routes::county))
        .routes(routes!(map::rows::rows))
        .routes(routes!(queue::routes::team))
        .routes(routes!(queue::routes::county))
        .routes(routes!(queue::ahead::forecast))
        .routes(routes!(place::matter_path))
        .routes(routes!(place::own_place))
}

/// The room's routes.
pub fn router(room: Flow) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
