//! The room `rights`: what the data subject may ask (GDPR 12, 15, 16, 18). A copy of all their own data, mending what is wrong, marking
//! processing as restricted; each with the clock of the rules (`rules/rights.toml`).
//!
//! What a copy holds is the platform's [`owndata`]; this room asks for it, has it made by a job, keeps the file sealed for a while and
//! gives it out. Originals, documents on paper and files come from the doors of their rooms.

pub mod actions;
mod copy;
mod error;
mod request;
mod restriction;
mod view;

use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use copy::{MakeCopy, SEALED};
pub use error::Error;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct RightsRoom {
    pub(crate) rules: RulesInUse,
    pub(crate) notices: notices::Notices,
    pub(crate) documents: documents::Documents,
    /// Attachments are given only when looked through.
    pub(crate) scanned: bool,
}

impl RightsRoom {
    /// With who tells clients that something waits, and who keeps documents.
    pub fn new(rules: impl Into<RulesInUse>, notices: notices::Notices, documents: documents::Documents) -> Self {
        Self { rules: rules.into(), notices, documents, scanned: false }
    }

    /// The same room on a node that looks attachments through.
    #[must_use]
    pub fn scanning(self, scanned: bool) -> Self {
        Self { scanned, ..self }
    }
}

fn routes() -> OpenApiRouter<RightsRoom> {
    OpenApiRouter::new()
        .routes(routes!(view::own))
        .routes(routes!(copy::routes::ask))
        .routes(routes!(copy::routes::download))
        .routes(routes!(copy::routes::ask_for))
        .routes(routes!(copy::routes::give))
        .routes(routes!(request::own_routes::things))
        .routes(routes!(request::own_routes::correct))
        .routes(routes!(request::own_routes::seen))
        .routes(routes!(request::staff_routes::search))
        .routes(routes!(request::staff_routes::look))
        .routes(routes!(request::staff_routes::answer))
        .routes(routes!(request::staff_routes::extend))
        .routes(routes!(request::watched::list))
        .routes(routes!(request::certificate::own))
        .routes(routes!(request::certificate::of_desk))
        .routes(routes!(view::of_client))
        .routes(routes!(restriction::routes::mark))
        .routes(routes!(restriction::routes::inform))
        .routes(routes!(restriction::routes::lift))
        .routes(routes!(restriction::way::look))
}

/// The room's routes.
pub fn router(room: RightsRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
