use axum::extract::{Path, State};
use kernel::{ClientId, Problem};
use trust::{Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::Summary;
use super::read::read;
use crate::{Care, actions};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(summary))
}

/// One client's whole situation, as the viewer may see it.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/summary", tag = "care", params(("id" = Uuid, Path)), operation_id = "read_summary",
    responses((status = 200, body = Summary), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.summary.read"))))]
async fn summary(session: StaffSession, State(care): State<Care>, Path(id): Path<ClientId>) -> Result<Json<Summary>, Problem> {
    let opened = session.open(id, &actions::SUMMARY).await?;
    Ok(Json(read(&opened, &care.rules).await?))
}
