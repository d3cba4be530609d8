//! The room `supply` (suunnitelma ja tarjonta, U9): where what plans promise and what there is go apart, found while it can be mended – no place,
//! late start, service ended, provider stopped, no staff – for each client and summed for the organiser, with what could be done.
//!
//! Deviations are found in SQL from what the rooms of plans, requests and the organisation hold, each time they are read; they go when what
//! caused them is mended. A row is written only when somebody says what was done of one: it is handled for that cause, and comes back when a
//! new one arises. What counts, why, and what could be done is rule data (`rules/supply.toml`).
//!
//! Doors: the routes alone.

pub mod actions;
mod export;
mod find;
mod handle;
mod list;
mod model;
mod routes;

use rules::RulesInUse;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state.
#[derive(Clone)]
pub struct SupplyRoom {
    pub(crate) rules: RulesInUse,
}

impl SupplyRoom {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into() }
    }
}

fn routes() -> OpenApiRouter<SupplyRoom> {
    OpenApiRouter::new()
        .routes(routes!(routes::of_client))
        .routes(routes!(routes::handle))
        .routes(routes!(routes::undo))
        .routes(routes!(routes::search))
        .routes(routes!(export::csv))
        .routes(routes!(routes::county))
}

/// The room's routes.
pub fn router(room: SupplyRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
