//! The room `rulekeeping`: the county's own rules. Shipped files are the defaults; what an administrator changes is a version
//! with who, when, why and from which day, checked before it is kept, seen by every process of the node, and undone by a version
//! more.
//!
//! Doors:
//! - [`load`]: the rules in force, from the shipped files and the database; [`refresh`] puts them in use.
//! - [`remember_shipped`]: keeps the texts this program ships, so that results of today can be explained after an upgrade.
//! - [`check`], [`put`], [`restore`], [`withdraw`], [`overview`], [`history`], [`text_of`]: what the routes and the command line do.
//! - [`router`]: the routes.

pub mod actions;
mod change;
mod check;
mod error;
mod load;
mod read;
mod routes;
mod standing;
mod store;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use rules::LiveRules;
use utoipa_axum::router::OpenApiRouter;

pub use change::{NewVersion, Restore, Withdraw, put, restore, withdraw};
pub use check::{CheckText, Checked, Prepared, check, prepare};
pub use error::Error;
pub use load::{LeftOut, Loaded, load, refresh, remember_shipped};
pub use read::{history, overview, text_of};
pub use view::{RuleHistory, RuleKindView, RuleVersion, RuleVersionText, State};

/// Events of this room begin so; who hears one loads the rules anew.
pub const EVENTS: &str = "rules.version.";

/// The room's state.
#[derive(Clone)]
pub struct RuleKeeping {
    live: Arc<LiveRules>,
}

impl RuleKeeping {
    pub fn new(live: Arc<LiveRules>) -> Self {
        Self { live }
    }
}

/// The room's routes.
pub fn router(room: RuleKeeping) -> OpenApiRouter {
    routes::routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes::routes().into_openapi()
}
