//! For whoever operates the node: alive, ready.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::Health;
use trust::{Action, Audience, Gate, Json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::live::Feed;

pub static ALIVE: Action = Action::plain("public.alive", Audience::Public);
pub static READY: Action = Action::plain("public.ready", Audience::Public);

#[derive(Serialize, utoipa::ToSchema)]
pub struct Readiness {
    /// well | read_only | unreachable
    database: &'static str,
    /// The node was asked to stop and takes nothing new; a balancer sends people elsewhere.
    stopping: bool,
}

#[derive(Clone)]
struct Watched {
    gate: Gate,
    feed: Feed,
}

pub fn router(gate: Gate, feed: Feed) -> OpenApiRouter {
    routes().with_state(Watched { gate, feed })
}

pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}

fn routes() -> OpenApiRouter<Watched> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(ready))
}

#[utoipa::path(get, path = "/healthz", tag = "operations", extensions(("x-action" = json!("public.alive"))), responses((status = 200, description = "The process runs")))]
async fn alive() -> &'static str {
    "ok\n"
}

#[utoipa::path(
    get, path = "/readyz", tag = "operations", extensions(("x-action" = json!("public.ready"))),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness, description = "Reads only, no database, or the node is stopping"))
)]
async fn ready(State(Watched { gate, feed }): State<Watched>) -> Response {
    let stopping = feed.is_leaving();
    let (status, database) = match gate.db().probe().await {
        Health::Well => (StatusCode::OK, "well"),
        Health::ReadOnly => (StatusCode::SERVICE_UNAVAILABLE, "read_only"),
        Health::Unreachable => (StatusCode::SERVICE_UNAVAILABLE, "unreachable"),
    };
    let status = if stopping { StatusCode::SERVICE_UNAVAILABLE } else { status };
    (status, Json(Readiness { database, stopping })).into_response()
}
