//! The room `templates` (suunnitelmamallit, U5): a client's plan begun from a care model's template – goals, services and routine acts with
//! dates counted from an anchor, as they are for the client's segment – and what came of the plans of each version.
//!
//! Templates are rule data (`rules/templates.toml`); a plan remembers the version it was made of and keeps it. The plan itself is made
//! by the room `care` through its own door (`care::plan::store::make`), in the same transaction as the acts; acts of kind `request` are made
//! by the room `requests` when their day comes.
//!
//! Door beside the routes: [`Templates::turn`], makes the requests whose day has come and finds what has been measured already.

mod act;
pub mod actions;
mod covered;
mod facts;
mod figures;
mod list;
mod make;
mod model;
mod of_client;
mod preview;
mod routes;
mod row;
mod turn;

use requests::Requests;
use rules::RulesInUse;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Pairs `plan_id, team_id`: whose the plans are that began from templates.
pub const TEAMS: &str = "SELECT u.plan_id, u.team_id FROM plan_template_use u";

/// The room's state.
#[derive(Clone)]
pub struct Templates {
    pub(crate) rules: RulesInUse,
    /// By whose door it is asked what has been done already.
    pub(crate) requests: Requests,
}

impl Templates {
    pub fn new(rules: impl Into<RulesInUse>, requests: Requests) -> Self {
        Self { rules: rules.into(), requests }
    }
}

fn routes() -> OpenApiRouter<Templates> {
    OpenApiRouter::new()
        .routes(routes!(routes::choices))
        .routes(routes!(routes::preview))
        .routes(routes!(routes::make))
        .routes(routes!(routes::of_client))
        .routes(routes!(routes::settle))
        .routes(routes!(routes::end))
        .routes(routes!(routes::due))
        .routes(routes!(routes::team))
        .routes(routes!(routes::county))
        .routes(routes!(routes::plans))
}

/// The room's routes.
pub fn router(room: Templates) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
