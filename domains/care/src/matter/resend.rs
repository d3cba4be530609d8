//! The sender sends a returned matter again, to the same team or another.

use axum::extract::{Path, State};
use kernel::Problem;
use serde::Deserialize;
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::change::{Changing, required};
use super::hand_over::{Target, county, move_team};
use super::view::MatterView;
use super::{NewStep, event, save, step};
use crate::{Care, Error, actions};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Resend {
    pub team_id: Uuid,
    /// What was mended, or why to this team.
    pub reason: String,
}

/// Sends the matter again.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/resend", tag = "care", extensions(("x-action" = json!("care.matter.resend"))),
    params(("id" = Uuid, Path)), request_body = Resend, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn resend(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<Resend>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::RESEND).await?;
    let reason = required("/reason", &input.reason)?;
    // Another's tie may let one see what became of it; sending again is for the one who sent it.
    if c.matter.sender_id != c.staff.id {
        return Err(Problem::state_refused("not_sender"));
    }
    let to = Target::team(&county(&c.work, c.work.today()).await?, input.team_id).map_err(|_| Error::field("/team_id", "no_such_team"))?;
    let old_team = c.matter.team_id;
    c.matter.resend(to.team).map_err(Error::Refused)?;
    if to.team != old_team {
        move_team(&c.work, &c.matter).await?;
        c.work.emit(event("care.matter.left_team", &c.matter).team(old_team)).await.map_err(Error::from)?;
    }
    save(&c.work, &mut c.matter).await?;
    step(&c.work, id, NewStep::new("resent").reason(reason).from_to(old_team.to_string(), to.team.to_string())).await?;
    c.work.emit(event("care.matter.resent", &c.matter)).await.map_err(Error::from)?;
    c.finish(&care).await
}
