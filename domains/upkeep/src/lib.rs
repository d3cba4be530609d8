//! The room of those who keep the node running: the staff directory and the places of work, tokens of systems, the queue of
//! jobs and its dead letters, faults as people tell of them, notices of the service's state, the accessibility statement and the
//! feedback on it. No client's data is shown here:
//! what is left open on a desk is told in numbers.
//!
//! Doors:
//! - [`router`], [`openapi`], [`actions::ALL`].
//! - [`Upkeep::receive_feedback`], [`Upkeep::prune_feedback`]: feedback on accessibility, taken and in time removed.

mod accessibility;
pub mod actions;
mod fault;
mod job;
mod notice;
mod place;
mod staff;
mod token;
mod told;

pub use accessibility::{FeedbackReceipt, NewFeedback};

use std::time::Duration;

use care::Care;
use kernel::Problem;
use rules::RulesInUse;
use store::sea_orm::DbErr;
use trust::limits::Share;
use trust::{Action, StaffSession};
use utoipa_axum::router::OpenApiRouter;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Upkeep {
    care: Care,
    rules: RulesInUse,
    /// Who sends feedback without a log-in, and who asks for its answer.
    senders: Share,
    askers: Share,
}

impl Upkeep {
    pub fn new(care: Care, rules: impl Into<RulesInUse>) -> Self {
        let ten = Duration::from_secs(600);
        Self { care, rules: rules.into(), senders: Share::new(5, ten), askers: Share::new(30, ten) }
    }
}

fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new()
        .merge(staff::routes())
        .merge(place::routes())
        .merge(token::routes())
        .merge(job::routes())
        .merge(fault::routes())
        .merge(notice::routes())
        .merge(accessibility::routes())
}

/// The room's routes.
pub fn router(room: Upkeep) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}

/// Asks the policies for a read of what is not about clients, and logs it.
fn look(session: &StaffSession, action: &'static Action) -> Result<(), Problem> {
    session.list(action)?.shown(&[]);
    Ok(())
}

fn failed(error: DbErr) -> Problem {
    tracing::error!(%error, "a statement of the upkeep room failed");
    Problem::internal()
}
