//! The room `will`: what a client says of their data (tahdonilmaisut) – told first, given, withdrawn – by the client on their own
//! pages or by a professional for them. What it is and how it is told is rule data (`rules/will.toml`).
//!
//! What is in force is kept by the trust kernel ([`trust::will`]), which reads it on every request: nothing here decides what
//! anybody sees.
//!
//! Permits and denials are Kanta's first: what is said here is told there and the other way round (`national`), at a node that has
//! Kanta. [`SendWill`], [`ReadWills`] and [`AskWills`] do it as jobs.
//!
//! Doors beside the routes: [`inform`] and [`give`], inside a change of the caller's, for what brings data in.

pub mod actions;
mod give;
mod inform;
mod model;
mod national;
mod own_routes;
mod staff_routes;
mod view;
mod withdraw;

use std::sync::Arc;

use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use give::{Said, give};
pub use inform::inform;
pub use national::{AskWills, ReadWills, SendWill, Turn, TurnError};
pub use trust::RoomError as Error;

/// The room's state.
#[derive(Clone)]
pub struct Will {
    pub(crate) rules: RulesInUse,
    pub(crate) documents: documents::Documents,
    /// Kanta's service of wills; none: this node has no part in it.
    pub(crate) kanta: Option<Arc<kanta::Kanta>>,
}

impl Will {
    /// With the room that keeps the documents a denial may name.
    pub fn new(rules: impl Into<RulesInUse>, documents: documents::Documents) -> Self {
        Self { rules: rules.into(), documents, kanta: None }
    }

    /// The same room, with Kanta as the master of permits and denials.
    #[must_use]
    pub fn with_kanta(self, kanta: kanta::Kanta) -> Self {
        Self { kanta: Some(Arc::new(kanta)), ..self }
    }

    /// Whether it has Kanta.
    pub fn has_kanta(&self) -> bool {
        self.kanta.is_some()
    }
}

fn routes() -> OpenApiRouter<Will> {
    OpenApiRouter::new()
        .routes(routes!(own_routes::look, own_routes::give))
        .routes(routes!(own_routes::inform))
        .routes(routes!(own_routes::withdraw))
        .routes(routes!(own_routes::refresh))
        .routes(routes!(staff_routes::look, staff_routes::give))
        .routes(routes!(staff_routes::inform))
        .routes(routes!(staff_routes::withdraw))
        .routes(routes!(staff_routes::refresh))
}

/// The room's routes.
pub fn router(room: Will) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
