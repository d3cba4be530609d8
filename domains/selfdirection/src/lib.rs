//! The room `selfdirection`: how much of their matters and data a client holds in their own hands, 0–100 % (U11) – what they share,
//! with whom, in which situation. The groups, the parties, the words of the law and the presets are rule data
//! (`rules/selfdirection.toml`).
//!
//! A choice takes from nobody what the law gives. Towards other units a client refuses by a permit and a denial
//! ([`trust::will`]): what stands here of it is read from those, and is given on their page. What binds by itself is kept by the
//! trust kernel ([`trust::selfdirection`]); everything else is a wish that staff are shown.

pub mod actions;
mod model;
mod own_routes;
mod preview;
mod save;
mod staff_routes;
mod table;
mod view;
mod wish;

use rules::RulesInUse;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state.
#[derive(Clone)]
pub struct SelfDirectionRoom {
    pub(crate) rules: RulesInUse,
}

impl SelfDirectionRoom {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into() }
    }
}

fn routes() -> OpenApiRouter<SelfDirectionRoom> {
    OpenApiRouter::new()
        .routes(routes!(own_routes::look, own_routes::save))
        .routes(routes!(own_routes::undo))
        .routes(routes!(own_routes::preview))
        .routes(routes!(staff_routes::look))
}

/// The room's routes.
pub fn router(room: SelfDirectionRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
