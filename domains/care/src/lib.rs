//! Customerships and matters: from a contact to the lobby, to the desk, through assessment, plan and decision.
//!
//! Doors:
//! - [`router`]: the room's routes; [`actions::ALL`] names what they do.
//! - [`matter`]: a matter's states and the helps with which other folders of the room change it in one transaction.
//! - [`moving`]: what stands in the name of one who ends, in numbers, and its hand-over by an administrator.
//! - [`settling::happened`]: a register told that a client died or moved away; what ends by the rules ends, what a person must decide waits.
//! - [`clock::reached`]: tells a matter's statutory clocks that something happened.

pub mod actions;
pub mod appointment;
pub mod assessment;
pub mod attachment;
pub mod bulk;
pub mod clock;
pub mod covers;
pub mod customership;
pub mod decision;
pub mod desk;
pub mod document;
pub mod ended;
mod error;
pub mod facts;
pub mod figures;
pub mod gap;
pub mod header;
pub mod hearing;
pub mod household;
pub mod identity;
pub mod letter;
pub mod lobby;
pub mod matter;
pub mod message;
pub mod moving;
pub mod national;
pub mod network;
pub mod note;
pub mod own;
pub mod plan;
pub mod plans;
pub mod preview;
pub mod quality;
pub mod remedy;
pub mod routing;
pub mod settling;
pub mod stay;
pub mod story;
pub mod summary;
#[cfg(test)]
mod testing;
mod thing;

pub use error::Error;
use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Care {
    pub rules: RulesInUse,
    /// The door by which clients are told that something waits for them.
    pub notices: notices::Notices,
    /// Who looks attachments through.
    pub scanner: attachment::scan::Scanner,
}

impl Care {
    /// A room that tells clients nothing outside their own pages; [`Care::telling`] gives it channels.
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        let rules = rules.into();
        let notices = notices::Notices::new(rules.clone(), notices::Channels::default());
        Self { rules, notices, scanner: attachment::scan::Scanner::default() }
    }

    /// The same room, giving attachments out when this scanner has found them clean.
    #[must_use]
    pub fn scanning(self, scanner: attachment::scan::Scanner) -> Self {
        Self { scanner, ..self }
    }

    /// The same room, telling clients by these channels that something waits.
    #[must_use]
    pub fn telling(self, notices: notices::Notices) -> Self {
        Self { notices, ..self }
    }
}

fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .merge(matter::routes())
        .merge(clock::routes())
        .merge(lobby::routes())
        .merge(desk::routes())
        .merge(gap::routes())
        .merge(plan::routes())
        .merge(header::routes())
        .merge(identity::routes())
        .merge(settling::routes())
        .merge(note::routes())
        .merge(national::routes())
        .merge(message::routes())
        .merge(attachment::routes())
        .merge(hearing::routes())
        .merge(document::routes())
        .merge(decision::routes())
        .merge(remedy::routes())
        .merge(customership::routes())
        .merge(appointment::routes())
        .merge(own::routes())
        .merge(summary::routes())
        .merge(preview::routes())
        .merge(quality::routes())
        .merge(household::routes())
        .merge(letter::routes())
}

/// All routes of the room, with full paths.
pub fn router(care: Care) -> OpenApiRouter {
    routes().with_state(care)
}

/// The routes described, without state.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}
