//! The room `catalogue`: the data catalogue (tietokatalogi, A1 and A29) for people – the items, their levels and masters, what a
//! change of one would do, and the workshop's four questions. The catalogue itself is rule data (`rules/catalogue.toml`).
//!
//! It is in force in the trust kernel: [`InForce`] tells the gate which items a role does not open, for each proof anew, and the
//! proof's own predicate leaves them out. Nothing here decides what anybody sees.

pub mod actions;
mod change;
mod in_force;
mod model;
mod routes;

use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use in_force::InForce;

/// The room's state.
#[derive(Clone)]
pub struct DataCatalogue {
    pub(crate) rules: RulesInUse,
}

impl DataCatalogue {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into() }
    }
}

fn routes() -> OpenApiRouter<DataCatalogue> {
    OpenApiRouter::new()
        .routes(routes!(routes::look))
        .routes(routes!(routes::propose))
        .routes(routes!(routes::change))
        .routes(routes!(routes::count))
}

/// The room's routes.
pub fn router(room: DataCatalogue) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
