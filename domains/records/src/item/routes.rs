//! `/api/v1/staff/clients/{id}/items/{kind}/{item_id}`

use axum::extract::Path;
use kernel::{ClientId, Problem};
use trust::{Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{ItemView, item};
use crate::actions;

pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(read))
}

/// An item of the client's record with the original it was made from.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/items/{kind}/{item_id}", tag = "records",
    params(("id" = Uuid, Path, description = "the client"), ("kind" = String, Path, description = "FHIR type, or record_entry for any"),
        ("item_id" = Uuid, Path)),
    responses((status = 200, body = ItemView), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("records.item.read"))))]
async fn read(session: StaffSession, Path((id, kind, item_id)): Path<(Uuid, String, Uuid)>) -> Result<Json<ItemView>, Problem> {
    let opened = session.open(ClientId(id), &actions::ITEM).await?;
    let found = item(&opened, session.gate().keys(), &kind, item_id).await?;
    found.map(Json).ok_or_else(Problem::not_found)
}
