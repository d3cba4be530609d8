//! Move a matter to another lane, forward or back.

use axum::extract::{Path, State};
use kernel::Problem;
use rules::{Happening, Lane};
use serde::Deserialize;
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::change::Changing;
use super::undo::{Before, remember};
use super::view::MatterView;
use super::{NewStep, event, progress, save, step};
use crate::clock::{self, Told};
use crate::{Care, Error, actions};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Move {
    pub lane: Lane,
    /// Asked for where a step is left out: a decision without a plan.
    pub reason: Option<String>,
}

/// Moves the matter.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/move", tag = "care", extensions(("x-action" = json!("care.matter.move"))),
    params(("id" = Uuid, Path)), request_body = Move, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn move_to(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<Move>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::MOVE).await?;
    apply(&mut c, &care, input.lane, input.reason.as_deref()).await?;
    c.finish(&care).await
}

/// Moves a held matter.
pub async fn apply(c: &mut Changing, care: &Care, lane: Lane, reason: Option<&str>) -> Result<(), Problem> {
    let before = Before::from(&c.matter);
    let clocks = clock::of_matter(&c.work, c.matter.id).await.map_err(Error::from)?;
    let reason = reason.map(str::trim).filter(|r| !r.is_empty());
    if reason.is_some_and(|r| r.chars().count() > 2_000) {
        return Err(Problem::invalid_field("/reason", "too_long"));
    }
    let reached = progress(&c.work, c.matter.id).await.map_err(Error::from)?;
    let from = c.matter.lane;
    c.matter.move_to(lane, reason, reached, c.work.at()).map_err(Error::Refused)?;
    clock::reached(&c.work, &care.rules, &mut c.matter, Happening::UrgencyAssessed, Told::default()).await?;
    if from == Lane::FirstContact {
        clock::reached(&c.work, &care.rules, &mut c.matter, Happening::AssessmentStarted, Told::default()).await?;
    }
    save(&c.work, &mut c.matter).await?;
    let mut line = NewStep::new("moved").from_to(from.code().to_owned(), lane.code().to_owned());
    line.reason = reason.map(str::to_owned);
    step(&c.work, c.matter.id, line).await?;
    c.work.emit(event("care.matter.moved", &c.matter)).await.map_err(Error::from)?;
    // A statutory clock that was told of the step does not run backwards: such a step is not taken back, it is moved again.
    let now = clock::of_matter(&c.work, c.matter.id).await.map_err(Error::from)?;
    if now == clocks {
        remember(&c.work, &c.matter, "moved", &before).await?;
    }
    Ok(())
}
