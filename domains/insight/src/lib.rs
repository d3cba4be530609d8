//! The room `insight`: what the client sees of the use of their data, and what they ask about it.
//!
//! Doors: the routes alone. The log itself is the trust kernel's ([`trust::entries`]); who works where is the people's.

pub mod actions;
mod inquiry;
mod log;

use rules::RulesInUse;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state.
#[derive(Clone)]
pub struct Insight {
    pub(crate) rules: RulesInUse,
    pub(crate) notices: notices::Notices,
}

impl Insight {
    pub fn new(rules: impl Into<RulesInUse>, notices: notices::Notices) -> Self {
        Self { rules: rules.into(), notices }
    }
}

fn routes() -> OpenApiRouter<Insight> {
    OpenApiRouter::new()
        .routes(routes!(log::routes::look))
        .routes(routes!(inquiry::routes::own))
        .routes(routes!(inquiry::routes::ask))
        .routes(routes!(inquiry::routes::seen))
        .routes(routes!(inquiry::routes::list))
        .routes(routes!(inquiry::routes::answer))
        .routes(routes!(inquiry::routes::late))
}

/// The room's routes.
pub fn router(room: Insight) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
