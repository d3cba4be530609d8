//! Client plans (SHL 39 § [memory]) as the room computes on them: goals in the client's words, services with who does what
//! by when. The words are in the document.

mod follow_up;
mod parts;
pub mod services;
pub mod store;

pub use parts::{Parts, PlanGoal, PlanService, parts};

/// Rows `plan_id, goals, reached`: how many goals each plan has and how many of them were reached.
pub const GOALS: &str = "SELECT g.plan_id, COUNT(*) AS goals, COUNT(CASE WHEN g.status = 'reached' THEN 1 END) AS reached FROM plan_goal g \
     GROUP BY g.plan_id";

/// The services of plans in force with the team and the person that answer for each: `client_id, id, register, service_task, catalogue_row,
/// plan_id, matter_id, team_id, handler_id, code, provider, who, from_on, until_on`. A plan without a matter tells no team.
pub const PLANNED: &str = "SELECT x.client_id, x.id, x.register, x.service_task, x.catalogue_row, x.plan_id, p.matter_id, m.team_id, \
     COALESCE(m.handler_id, p.author_id) AS handler_id, x.service AS code, NULLIF(TRIM(x.provider), '') AS provider, \
     NULLIF(TRIM(x.who), '') AS who, COALESCE(x.from_on, p.valid_from) AS from_on, x.until_on FROM plan_service x \
     JOIN plan p ON p.id = x.plan_id LEFT JOIN matter m ON m.id = p.matter_id WHERE p.state = 'active' AND x.status <> 'ended'";

/// Customerships that are over, by client, register and task: `client_id, register, service_task, closed_on`. One that goes on beside them
/// takes its row away.
pub const ENDED: &str = "SELECT c.client_id, c.register, c.service_task, MAX(c.closed_on) AS closed_on FROM customership c \
     GROUP BY c.client_id, c.register, c.service_task HAVING COUNT(CASE WHEN c.closed_on IS NULL THEN 1 END) = 0";

pub fn routes() -> utoipa_axum::router::OpenApiRouter<crate::Care> {
    utoipa_axum::router::OpenApiRouter::new().routes(utoipa_axum::routes!(follow_up::follow_up))
}
