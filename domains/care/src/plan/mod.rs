//! Client plans (SHL 39 § [memory]) as the room computes on them: goals in the client's words, services with who does what
//! by when. The words are in the document.

mod follow_up;
mod parts;
pub mod services;
pub mod store;

pub use parts::{Parts, PlanGoal, PlanService, parts};

pub fn routes() -> utoipa_axum::router::OpenApiRouter<crate::Care> {
    utoipa_axum::router::OpenApiRouter::new().routes(utoipa_axum::routes!(follow_up::follow_up))
}
