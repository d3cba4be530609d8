use axum::extract::Path;
use kernel::{ClientId, Problem};
use trust::{StaffSession, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::read::{ClientHeader, of};
use crate::{Care, actions};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(look))
}

/// The head of a client's page.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}", tag = "care", params(("id" = Uuid, Path)), operation_id = "read_client",
    responses((status = 200, body = ClientHeader), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.header.look"))))]
async fn look(session: StaffSession, Path(id): Path<ClientId>) -> Result<Versioned<ClientHeader>, Problem> {
    let opened = session.open(id, &actions::HEADER).await?;
    let header = of(&opened).await?;
    Ok(Versioned(header.version, header))
}
