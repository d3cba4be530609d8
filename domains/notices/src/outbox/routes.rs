use axum::extract::{Path, State};
use kernel::Problem;
use trust::{Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{ClientChannels, MatterNotices};
use super::store;
use crate::{Error, Notices, actions, choice};

pub fn routes() -> OpenApiRouter<Notices> {
    OpenApiRouter::new().routes(routes!(list))
}

/// What the matter's clients have been told of and how it went; and by which channels they can be told at all.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/notices", tag = "notices", params(("id" = Uuid, Path)), operation_id = "list_notices",
    responses((status = 200, body = MatterNotices), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("notices.notice.list"))))]
async fn list(session: StaffSession, State(room): State<Notices>, Path(id): Path<Uuid>) -> Result<Json<MatterNotices>, Problem> {
    let opened = session.open_object("matter", id, &actions::NOTICES).await?;
    let set = &room.rules.notices.on(opened.today()).body;
    let label = |occasion: &str| set.occasion(occasion).map(|o| o.label.clone()).unwrap_or_default();
    let notices = store::of_matter(&opened, id, label).await.map_err(Error::from)?;
    let choices = choice::store::of(opened.reader(), opened.clients()).await.map_err(Error::from)?;
    let in_use = room.configured();
    let clients = opened
        .clients()
        .iter()
        .map(|client| {
            let choice = choices.get(client).copied().unwrap_or_default();
            ClientChannels { client_id: client.0, channels: in_use.iter().copied().filter(|c| choice.has(*c)).collect() }
        })
        .collect();
    Ok(Json(MatterNotices { in_use, clients, notices }))
}
