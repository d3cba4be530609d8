use axum::extract::{Path, State};
use kernel::{ClientId, Problem};
use trust::{Json, StaffSession};

use crate::model::SharingWishes;
use crate::{Error, SelfDirectionRoom, actions, wish};

/// What the client wishes of the data the viewer sees: to be read and taken into account, not to be changed here.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/self-direction", tag = "selfdirection", operation_id = "client_self_direction",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = SharingWishes), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("selfdirection.staff.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<SelfDirectionRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<SharingWishes>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    Ok(Json(wish::seen(&room.rules, &opened).await.map_err(Error::from)?))
}
