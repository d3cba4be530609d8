//! Open again a matter that was closed or returned by mistake.

use axum::extract::{Path, State};
use kernel::{Problem, helsinki_date};
use trust::relation::revive;
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::change::{Changing, required};
use super::give_back::Reason;
use super::view::MatterView;
use super::{NewStep, event, save, step};
use crate::clock::{self, store};
use crate::{Care, Error, actions};

/// Reopens the matter; the clocks that closing ended run again, with their old due dates: the law's time ran on.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/reopen", tag = "care", extensions(("x-action" = json!("care.matter.reopen"))),
    params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn reopen(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<Reason>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::REOPEN).await?;
    let reason = required("/reason", &input.reason)?;
    let closed_on = c.matter.closed_at.map(helsinki_date);
    c.matter.reopen().map_err(Error::Refused)?;
    if closed_on.is_some() {
        revive(&c.work, id).await.map_err(Error::from)?;
        let mut clocks = clock::of_matter(&c.work, id).await.map_err(Error::from)?;
        for kept in clocks.iter_mut().filter(|k| k.clock.stopped_on == closed_on) {
            if let Some(running) = kept.clock.reopened() {
                kept.clock = running;
                store::update(&c.work, kept).await.map_err(Error::from)?;
            }
        }
        let clocks: Vec<_> = clocks.into_iter().map(|k| k.clock).collect();
        clock::settle(&care.rules, &mut c.matter, &clocks);
    }
    save(&c.work, &mut c.matter).await?;
    step(&c.work, id, NewStep::new("reopened").reason(reason)).await?;
    c.work.emit(event("care.matter.reopened", &c.matter)).await.map_err(Error::from)?;
    c.finish(&care).await
}
