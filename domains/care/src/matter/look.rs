use axum::extract::{Path, State};
use kernel::Problem;
use trust::{StaffSession, Versioned};
use uuid::Uuid;

use super::view::{self, MatterView};
use crate::{Care, actions};

/// One matter, whole.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}", tag = "care", extensions(("x-action" = json!("care.matter.look"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = MatterView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn look(session: StaffSession, State(care): State<Care>, Path(id): Path<Uuid>) -> Result<Versioned<MatterView>, Problem> {
    let opened = session.open_object("matter", id, &actions::MATTER_LOOK).await?;
    let matter = view::matter(&care, session.gate(), &opened, id).await?;
    Ok(Versioned(matter.card.version, matter))
}
