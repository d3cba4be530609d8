//! Notices: that something waits for the client in their own pages. They leave by e-mail, text message and Suomi.fi messages,
//! by the channels the client chose, and say nothing but that there is something new.
//!
//! Doors:
//! - [`Notices::tell`]: another room's change says that something now waits for a client, in its own transaction. What is
//!   sent is sent by the queue of jobs afterwards, so nothing leaves for a change that was not committed.
//! - [`Notices::tell_past`]: a notice told before, as sending left it; for a county that is made.
//! - [`of_objects`]: how the notices about some things have fared, for the screens of those things.
//! - [`channel`]: the channels and the settings they take.
//! - [`SendNotice`]: who does the jobs of this room.

pub mod actions;
pub mod channel;
mod choice;
#[cfg(test)]
mod counterpart;
mod error;
mod outbox;

use std::sync::Arc;

pub use channel::{ChannelKind, Channels};
pub use error::Error;
pub use outbox::{DeliveryState, NoticeState, PastDelivery, SendNotice, Waiting, of_objects};
use utoipa_axum::router::OpenApiRouter;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Notices {
    pub(crate) rules: rules::RulesInUse,
    pub(crate) channels: Arc<Channels>,
}

impl Notices {
    pub fn new(rules: impl Into<rules::RulesInUse>, channels: Channels) -> Self {
        Self { rules: rules.into(), channels: Arc::new(channels) }
    }

    /// The channels this node has settings for; none: nothing is sent, and nothing is kept for sending.
    pub fn configured(&self) -> Vec<ChannelKind> {
        self.channels.kinds()
    }

    /// The address of the client's own pages; empty when the node was not told how people reach it.
    pub fn link(&self) -> &str {
        &self.channels.link
    }
}

fn routes() -> OpenApiRouter<Notices> {
    OpenApiRouter::new().merge(choice::routes()).merge(outbox::routes())
}

/// The room's routes, with full paths.
pub fn router(room: Notices) -> OpenApiRouter {
    routes().with_state(room)
}

/// The routes described, without state.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}
