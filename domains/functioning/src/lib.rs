//! The room `functioning`: functional ability (E9, E19) – what was measured or estimated, by whom and when, and what it means. How a
//! measure is asked, scored and read is rule data (`rules/measures.toml`); the node counts every score itself.
//!
//! Whose estimate it is decides what it is (A22): a professional's is client or patient data of the register it was written in; the
//! client's own, a close one's and a device's at home are the client's, and are compared with nobody else's.
//!
//! A measurement is ended, never changed: a correction is a new row that names the one it takes the place of.
//!
//! Doors beside the routes: [`bulk`], measurements of the past, scored as those of today; [`facts`], what is told to whoever counts over
//! many clients; [`covers`], what has been measured already; [`FunctioningRoom::turn`], takes in what other systems have sent.

pub mod actions;
pub mod bulk;
mod change;
pub mod covers;
mod end;
pub mod facts;
mod fhir;
mod goals;
mod intake;
mod model;
mod own_routes;
pub mod plans;
mod profile;
mod received;
mod record;
mod rows;
pub mod score;
mod staff_routes;
pub mod story;
mod view;

use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use change::compare;
pub use model::{Answers, MeasureAnswer, MeasurementOrigin, ScoreChange};
pub use trust::RoomError as Error;

/// The room's state.
#[derive(Clone)]
pub struct FunctioningRoom {
    pub(crate) rules: RulesInUse,
}

impl FunctioningRoom {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into() }
    }
}

fn routes() -> OpenApiRouter<FunctioningRoom> {
    OpenApiRouter::new()
        .routes(routes!(own_routes::look, own_routes::record))
        .routes(routes!(own_routes::preview))
        .routes(routes!(own_routes::correct))
        .routes(routes!(own_routes::withdraw))
        .routes(routes!(staff_routes::look, staff_routes::record))
        .routes(routes!(staff_routes::take_along))
        .routes(routes!(staff_routes::preview))
        .routes(routes!(staff_routes::correct))
        .routes(routes!(staff_routes::withdraw))
        .routes(routes!(staff_routes::observations))
        .routes(routes!(staff_routes::responses))
        .routes(routes!(goals::look, goals::set))
        .routes(routes!(goals::follow))
        .routes(routes!(goals::end))
        .routes(routes!(goals::of_client))
}

/// The room's routes.
pub fn router(room: FunctioningRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
