//! The room `homesafety` (kotiturvallisuus, E10): a client's home gone through with them, the risks found followed until they are mended,
//! and the notification of a fire danger or other accident risk to the rescue authority (Rescue Act 379/2011 42 §). What is gone through and
//! what is told are rule data (`rules/homesafety.toml`).
//!
//! - [`assess`]: an assessment, saved an answer at a time; a finished one is corrected by another, never changed.
//! - [`risk`], [`list`]: the risks and their steps; the desk's list of them.
//! - [`rescue`]: what is told, sent over HTTPS by a job until the receiver has taken it or said no, and never twice.

pub mod actions;
mod assess;
mod list;
mod model;
mod own_routes;
pub mod rescue;
mod risk;
mod rows;
mod staff_routes;
pub mod story;
mod view;

use std::sync::Arc;

use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use rescue::{Rescue, RescueSettings, SendRescueNotice};
pub use trust::RoomError as Error;

/// The room's state.
#[derive(Clone)]
pub struct HomeSafetyRoom {
    pub(crate) rules: RulesInUse,
    /// The rescue authority's receiver; none: notifications are printed and delivered by hand.
    pub(crate) rescue: Option<Arc<Rescue>>,
}

impl HomeSafetyRoom {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into(), rescue: None }
    }

    /// The same room, sending notifications to this receiver.
    #[must_use]
    pub fn sending(self, rescue: Option<Rescue>) -> Self {
        Self { rescue: rescue.map(Arc::new), ..self }
    }
}

fn routes() -> OpenApiRouter<HomeSafetyRoom> {
    OpenApiRouter::new()
        .routes(routes!(own_routes::look))
        .routes(routes!(staff_routes::look))
        .routes(routes!(staff_routes::begin))
        .routes(routes!(staff_routes::answer))
        .routes(routes!(staff_routes::talk))
        .routes(routes!(staff_routes::finish))
        .routes(routes!(staff_routes::discard))
        .routes(routes!(staff_routes::step))
        .routes(routes!(list::list))
        .routes(routes!(list::export))
        .routes(routes!(rescue::routes::preview))
        .routes(routes!(rescue::routes::notify))
        .routes(routes!(rescue::routes::delivered))
}

/// The room's routes.
pub fn router(room: HomeSafetyRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
