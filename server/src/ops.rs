//! For whoever operates the node: alive, ready.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::Health;
use trust::{Action, Audience, Gate, Json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub static ALIVE: Action = Action::plain("public.alive", Audience::Public);
pub static READY: Action = Action::plain("public.ready", Audience::Public);

#[derive(Serialize, utoipa::ToSchema)]
pub struct Readiness {
    /// well | read_only | unreachable
    database: &'static str,
}

pub fn router(gate: Gate) -> OpenApiRouter {
    routes().with_state(gate)
}

pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}

fn routes() -> OpenApiRouter<Gate> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(ready))
}

#[utoipa::path(get, path = "/healthz", tag = "operations", extensions(("x-action" = json!("public.alive"))), responses((status = 200, description = "The process runs")))]
async fn alive() -> &'static str {
    "ok\n"
}

#[utoipa::path(
    get, path = "/readyz", tag = "operations", extensions(("x-action" = json!("public.ready"))),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness, description = "Reads only, or no database"))
)]
async fn ready(State(gate): State<Gate>) -> Response {
    let (status, database) = match gate.db().probe().await {
        Health::Well => (StatusCode::OK, "well"),
        Health::ReadOnly => (StatusCode::SERVICE_UNAVAILABLE, "read_only"),
        Health::Unreachable => (StatusCode::SERVICE_UNAVAILABLE, "unreachable"),
    };
    (status, Json(Readiness { database })).into_response()
}
