//! The room `mandate`: for whom a logged-in client may act, by what, and how it begins and ends.
//!
//! Three grounds: custody of a minor by the population register, a mandate in the national register (Suomi.fi-valtuudet), a close person
//! invited by the client. Which ground opens what, and what nobody does for another, is rule data (`rules/mandates.toml`). The gate asks
//! [`grounds`](Mandate::grounds) on every request, so acting ends with its ground.
//!
//! The room keeps too what a minor does not let guardians see (THL 1.2.246.537.5.40202).
//!
//! Doors beside the routes: [`now`], whom a session acts for, for whoever tells of the session; [`invitation::invite`] and
//! [`invitation::answer`] for what brings data in.

mod acting;
pub mod actions;
#[cfg(any(test, feature = "testing"))]
pub mod counterpart;
mod error;
mod grounds;
pub mod invitation;
mod minor;
pub mod national;
mod staff;
mod whom;

use std::sync::Arc;

use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use acting::{ActingNow, now};
pub use error::Error;
pub use invitation::SEALED;
pub use national::{National, NationalSettings, SettingsError};

/// The room's state.
#[derive(Clone)]
pub struct Mandate {
    pub(crate) rules: RulesInUse,
    pub(crate) national: Option<Arc<National>>,
}

impl Mandate {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into(), national: None }
    }
    /// With the national register of mandates; without it nobody acts by a mandate.
    #[must_use]
    pub fn asking(mut self, national: Option<National>) -> Self {
        self.national = national.map(Arc::new);
        self
    }
    /// For the gate, which asks on every request.
    pub fn grounds(&self) -> Arc<dyn trust::Grounds> {
        Arc::new(grounds::InForce(self.rules.clone()))
    }
}

fn routes() -> OpenApiRouter<Mandate> {
    OpenApiRouter::new()
        .routes(routes!(acting::list, acting::start))
        .routes(routes!(acting::stop))
        .routes(routes!(national::routes::depart))
        .routes(routes!(national::routes::arrive))
        .routes(routes!(invitation::routes::list, invitation::routes::make))
        .routes(routes!(invitation::routes::accept))
        .routes(routes!(invitation::routes::decline))
        .routes(routes!(invitation::routes::end))
        .routes(routes!(minor::routes::own, minor::routes::say))
        .routes(routes!(minor::routes::end_own))
        .routes(routes!(staff::look))
        .routes(routes!(staff::record))
        .routes(routes!(staff::end))
}

/// The room's routes.
pub fn router(room: Mandate) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
