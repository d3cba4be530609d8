//! Open again a matter that was closed or returned by mistake.

use axum::extract::{Path, State};
use chrono::Duration;
use kernel::{Problem, helsinki_date};
use trust::relation::{revive, tie};
use trust::{IfMatch, Json, StaffSession, Versioned, Work};
use uuid::Uuid;

use super::change::{Changing, required};
use super::close::FADES_IN_DAYS;
use super::give_back::Reason;
use super::take::{matter_tie, tie_handler};
use super::view::MatterView;
use super::{Matter, MatterState, NewStep, event, save, step};
use crate::clock::{self, store};
use crate::{Care, Error, actions};

/// Brings a closed matter back to the desk because something came that somebody must handle (a code, told in the feed): a
/// request for review, a matter sent back by a court. The clocks that closing ended stay ended: what they were about is over.
pub(crate) async fn open_again(work: &Work, matter: &mut Matter, why: &'static str) -> Result<(), Error> {
    if matter.state != MatterState::Closed {
        return Ok(());
    }
    let faded = matter.closed_at.is_none_or(|at| at + Duration::days(FADES_IN_DAYS) <= work.at());
    matter.reopen().map_err(Error::Refused)?;
    if faded {
        // The ties have run out: those of the team and the handler are made anew.
        let team = |client| matter_tie(work, matter, client, "team", None, Some(matter.team_id));
        tie(work, &matter.clients.iter().copied().map(team).collect::<Vec<_>>()).await?;
        if let Some(handler) = matter.handler_id {
            tie_handler(work, matter, handler).await?;
        }
    } else {
        revive(work, matter.id).await?;
    }
    save(work, matter).await?;
    step(work, matter.id, NewStep::new("reopened").reason(why)).await?;
    work.emit(event("care.matter.reopened", matter)).await?;
    Ok(())
}

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
