//! The room `experience` (E14, E16): how clients found it, and what they want to remember.
//!
//! - [`feedback`]: when a matter has ended its client is asked how it was handled (`rules/feedback.toml`). Staff see figures of at least as
//!   many answers as the rules ask for; the team lead reads the words, without a name unless the client lets it be told.
//! - [`reminder`]: reminders clients set themselves, and the day of a goal in their plan, told by the channels they chose.
//!
//! Doors beside the routes: [`Experience::turn`], asks and reminds; [`figures`], the share of satisfied clients; [`bulk`], answers of the
//! past. That a matter has ended is heard by its event and read by the door of the room that keeps matters.

pub mod actions;
pub mod bulk;
pub mod feedback;
pub mod figures;
pub mod reminder;

use std::sync::Arc;

use kernel::Problem;
use notices::Notices;
use rules::RulesInUse;
use store::PlanSource;
use trust::Gate;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The item of the data catalogue: communication with the client.
pub(crate) const ROW: kernel::CatalogueRow = 16;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Experience {
    pub(crate) rules: RulesInUse,
    pub(crate) notices: Notices,
    /// Matters that have ended: `client_id, id, controller, register, service_task, team_id, closed_at, close_reason`, of the main client.
    pub(crate) ended: &'static str,
    /// Goals of plans in force.
    pub(crate) goals: Arc<[PlanSource]>,
}

impl Experience {
    /// With what the room that keeps matters tells of those that have ended, and of the goals of plans.
    pub fn new(rules: impl Into<RulesInUse>, notices: Notices, ended: &'static str, plans: &[PlanSource]) -> Self {
        let goals = plans.iter().filter(|source| source.part == "goal" && source.told).copied().collect();
        Self { rules: rules.into(), notices, ended, goals }
    }

    /// Asks for feedback of matters that have ended, and reminds. Several processes may turn at once: each thing is told once. Gives how
    /// many were asked or reminded.
    ///
    /// # Errors
    /// When the database does not answer; what was not done is done in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Problem> {
        let asked = feedback::ask::follow(self, gate).await? + feedback::ask::tell(self, gate).await?;
        Ok(asked + reminder::turn::own(self, gate).await? + reminder::turn::goals(self, gate).await?)
    }
}

fn routes() -> OpenApiRouter<Experience> {
    OpenApiRouter::new()
        .routes(routes!(feedback::own::list))
        .routes(routes!(feedback::own::answer))
        .routes(routes!(feedback::own::decline))
        .routes(routes!(feedback::routes::figures))
        .routes(routes!(feedback::routes::words))
        .routes(routes!(feedback::routes::export))
        .routes(routes!(reminder::own::list, reminder::own::set))
        .routes(routes!(reminder::own::remove))
        .routes(routes!(reminder::own::restore))
}

/// The room's routes.
pub fn router(room: Experience) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
