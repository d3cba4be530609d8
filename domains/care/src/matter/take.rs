//! Take a matter from the team's queue as one's own.

use axum::extract::{Path, State};
use kernel::Problem;
use people::organisation::person;
use rules::Happening;
use trust::relation::{NewTie, tie};
use trust::{IfMatch, StaffSession, Versioned, Work};
use uuid::Uuid;

use super::change::Changing;
use super::undo::{Before, remember};
use super::view::MatterView;
use super::{Matter, NewStep, event, save, step};
use crate::clock::{self, Told};
use crate::{Care, Error, actions};

/// Takes the matter. A second taker is told who was first.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/take", tag = "care", extensions(("x-action" = json!("care.matter.take"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn take(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Versioned<MatterView>, Problem> {
    let c = Changing::hold(&session, id, &actions::TAKE).await?;
    // Asked before the version: whoever was second wants to know who was first, not that something changed.
    free(&c).await?;
    let mut c = c.seen(&care, seen).await?;
    apply(&mut c, &care).await?;
    c.finish(&care).await
}

/// Refuses, naming the holder, what another has taken.
pub async fn free(c: &Changing) -> Result<(), Problem> {
    if let Some(holder) = c.matter.handler_id.filter(|holder| *holder != c.staff.id) {
        let holder = person(&c.work, holder).await.map_err(Error::from)?;
        return Err(Problem::state_refused("taken").with("holder", holder));
    }
    Ok(())
}

/// Takes a held matter.
pub async fn apply(c: &mut Changing, care: &Care) -> Result<(), Problem> {
    let before = Before::from(&c.matter);
    c.matter.take(c.staff.id).map_err(Error::Refused)?;
    tie_handler(&c.work, &c.matter, c.staff.id).await?;
    // Whoever takes it has read it and judged how urgent the need is (SHL 36 § 1 mom.); taking back the taking does not undo
    // the reading.
    clock::reached(&c.work, &care.rules, &mut c.matter, Happening::UrgencyAssessed, Told::default()).await?;
    save(&c.work, &mut c.matter).await?;
    step(&c.work, c.matter.id, NewStep::new("taken").from_to(None, c.staff.id.to_string())).await?;
    c.work.emit(event("care.matter.taken", &c.matter)).await.map_err(Error::from)?;
    Ok(remember(&c.work, &c.matter, "taken", &before).await?)
}

/// Ties the handler to every client of the matter.
pub async fn tie_handler(work: &Work, matter: &Matter, handler: Uuid) -> Result<(), Error> {
    let ties: Vec<NewTie> = matter.clients.iter().map(|client| matter_tie(work, matter, *client, "handler", Some(handler), None)).collect();
    Ok(tie(work, &ties).await?)
}

/// A tie by this matter, from now on.
pub fn matter_tie(
    work: &Work,
    matter: &Matter,
    client: kernel::ClientId,
    basis: &'static str,
    professional_id: Option<Uuid>,
    team_id: Option<Uuid>,
) -> NewTie {
    NewTie {
        client,
        scope: matter.scope,
        basis,
        object_kind: "matter",
        object_id: matter.id,
        professional_id,
        team_id,
        unit_id: None,
        from: work.at(),
        to: None,
    }
}
