use axum::extract::State;
use kernel::Problem;
use trust::{ClientSession, Json};

use crate::model::OwnHomeSafety;
use crate::{HomeSafetyRoom, actions, view};

/// The client's own home safety: what was looked at, what is mended by whom, and what the rescue authority was told.
#[utoipa::path(get, path = "/api/v1/client/home-safety", tag = "own", operation_id = "own_home_safety",
    responses((status = 200, body = OwnHomeSafety), (status = 401, body = Problem)), extensions(("x-action" = json!("homesafety.own.look"))))]
pub(crate) async fn look(session: ClientSession, State(room): State<HomeSafetyRoom>) -> Result<Json<OwnHomeSafety>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(view::own(&room.rules, &own).await?))
}
