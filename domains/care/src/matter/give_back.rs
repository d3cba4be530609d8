//! Return a matter to its sender, with a reason the sender sees.

use axum::extract::{Path, State};
use kernel::Problem;
use serde::Deserialize;
use serde_json::json;
use trust::relation::end;
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::change::{Changing, required};
use super::undo::{Before, remember};
use super::view::MatterView;
use super::{NewStep, event, progress, save, step};
use crate::{Care, Error, actions};

/// Why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    pub reason: String,
}

/// Returns the matter.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/return", tag = "care", extensions(("x-action" = json!("care.matter.return"))),
    params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn give_back(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<Reason>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::RETURN).await?;
    apply(&mut c, &input.reason).await?;
    c.finish(&care).await
}

/// Returns a held matter.
pub async fn apply(c: &mut Changing, reason: &str) -> Result<(), Problem> {
    let before = Before::from(&c.matter);
    let reason = required("/reason", reason)?;
    let id = c.matter.id;
    let reached = progress(&c.work, id).await.map_err(Error::from)?;
    c.matter.give_back(reached).map_err(Error::Refused)?;
    // The team's tie stays: until the sender sends it on, the team can reopen what it returned by mistake.
    end(&c.work, id, Some("handler")).await.map_err(Error::from)?;
    save(&c.work, &mut c.matter).await?;
    step(&c.work, id, NewStep::new("returned").reason(reason)).await?;
    let mut returned = event("care.matter.returned", &c.matter);
    // Reaches the sender's own live screens.
    returned.data = Some(json!({ "handler_id": c.matter.sender_id }));
    c.work.emit(returned).await.map_err(Error::from)?;
    Ok(remember(&c.work, &c.matter, "returned", &before).await?)
}
