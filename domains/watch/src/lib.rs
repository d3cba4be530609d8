//! The room `watch`: misuse found. Rules over the access log (`rules/watch.toml`) raise reviews; a supervisor looks at them, asks the one
//! who looked, and says what was found, or passes it on to the data protection officer. A review accuses nobody.
//!
//! Doors: [`Watch::turn`], the reading of what has been sealed since the last turn; the routes. Who is near whom is the people's to
//! tell, what was looked at the trust kernel's.

pub mod actions;
mod find;
mod mark_routes;
mod protection;
mod review;

use std::sync::Arc;

use rules::RulesInUse;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state.
#[derive(Clone)]
pub struct Watch {
    pub(crate) rules: RulesInUse,
    /// Names of the actions that do something in a client's matter.
    pub(crate) doings: Arc<[&'static str]>,
}

impl Watch {
    /// With the names of the actions, of all rooms, that do something in a client's matter.
    pub fn new(rules: impl Into<RulesInUse>, doings: impl Into<Arc<[&'static str]>>) -> Self {
        Self { rules: rules.into(), doings: doings.into() }
    }
}

fn routes() -> OpenApiRouter<Watch> {
    OpenApiRouter::new()
        .routes(routes!(review::routes::list))
        .routes(routes!(review::routes::look))
        .routes(routes!(review::routes::ask))
        .routes(routes!(review::routes::decide))
        .routes(routes!(protection::routes::list))
        .routes(routes!(protection::routes::look))
        .routes(routes!(protection::routes::find))
        .routes(routes!(review::routes::mine))
        .routes(routes!(review::routes::explain))
        .routes(routes!(mark_routes::list, mark_routes::mark))
        .routes(routes!(mark_routes::end))
}

/// The room's routes.
pub fn router(room: Watch) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
