//! The door to the population register (väestötietojärjestelmä, VTJ): its change feed (DVV *muutosrajapinta*) read again and
//! again, each message taken once, none missed for good, a bad one set aside with its reason.
//!
//! Doors:
//! - [`Source`]: the interface as an HTTP client. [`Population::reading`] gives it to the room.
//! - [`Population::turn`]: one reading of the feed; [`Population::take`]: messages that came, from whatever source.
//! - [`Population::sample`]: a few messages for the demo county.
//! - [`ReadFeed`] does it as a job; [`Population::ask`] puts the job in.
//! - [`router`]: the administrator's view of the feed and of what was set aside.
//!
//! What is known of the interface, and how surely, stands in [`mod@source`] and [`mod@message`].

pub mod actions;
mod feed;
mod job;
pub mod message;
mod routes;
mod sample;
pub mod source;
mod store;
pub mod take;

use std::sync::Arc;

use care::Care;
use utoipa_axum::router::OpenApiRouter;

pub use feed::Turn;
pub use feed::TurnError;
pub use job::ReadFeed;
pub use source::{Fault, SettingsError, Source, SourceSettings};
pub use store::SEALED;
pub use take::Outcome;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Population {
    care: Care,
    source: Option<Arc<Source>>,
}

impl Population {
    /// A room that reads no feed; [`Population::reading`] gives it one.
    pub fn new(care: Care) -> Self {
        Self { care, source: None }
    }

    /// The same room, reading this source.
    #[must_use]
    pub fn reading(self, source: Source) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }

    /// Whether a source is configured.
    pub fn reads(&self) -> bool {
        self.source.is_some()
    }
}

/// The room's routes.
pub fn router(room: Population) -> OpenApiRouter {
    routes::routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes::routes().into_openapi()
}
