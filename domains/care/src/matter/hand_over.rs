//! Hand a matter over: to another professional, or to a team's common queue. The ties move with it, so the old handler's
//! rights end with the same commit.

use axum::extract::{Path, State};
use chrono::NaiveDate;
use kernel::Problem;
use people::organisation::{OrganisationView, view as organisation};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::json;
use trust::relation::{end, tie};
use trust::{IfMatch, Json, StaffSession, Versioned, Work};
use uuid::Uuid;

use super::change::{Changing, required};
use super::take::{matter_tie, tie_handler};
use super::undo::{Before, remember};
use super::view::MatterView;
use super::{Matter, NewStep, event, save, step};
use crate::{Care, Error, actions};

/// One of the two targets.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct HandOver {
    pub to_professional_id: Option<Uuid>,
    pub to_team_id: Option<Uuid>,
    pub reason: String,
}

/// Hands the matter over.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/hand-over", tag = "care", extensions(("x-action" = json!("care.matter.hand_over"))),
    params(("id" = Uuid, Path)), request_body = HandOver, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn hand_over(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<HandOver>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::HAND_OVER).await?;
    let reason = required("/reason", &input.reason)?;
    let county = county(&c.work, c.work.today()).await?;
    let to = Target::of(&county, input.to_professional_id, input.to_team_id, c.matter.team_id)?;
    apply(&mut c, to, &reason).await?;
    c.finish(&care).await
}

/// Hands a held matter over, so that it can be taken back for a while.
pub async fn apply(c: &mut Changing, to: Target, reason: &str) -> Result<(), Problem> {
    let before = Before::from(&c.matter);
    give(&c.work, &mut c.matter, to, reason).await?;
    Ok(remember(&c.work, &c.matter, "handed_over", &before).await?)
}

/// Where a matter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub team: Uuid,
    pub handler: Option<Uuid>,
}

impl Target {
    /// The one of the two that was given; of a professional's teams `team` first.
    pub fn of(county: &OrganisationView, professional: Option<Uuid>, to_team: Option<Uuid>, team: Uuid) -> Result<Self, Error> {
        match (professional, to_team) {
            (Some(professional), None) => Self::professional(county, professional, team),
            (None, Some(team)) => Self::team(county, team),
            _ => Err(Error::field("/to_professional_id", "one_of_two")),
        }
    }

    /// A professional who works today, in the given team when a member of it, else in a team of their own.
    pub fn professional(county: &OrganisationView, id: Uuid, team: Uuid) -> Result<Self, Error> {
        let mut theirs = county.teams.iter().filter(|t| t.members.iter().any(|m| m.id == id));
        let team = theirs.clone().find(|t| t.id == team).or_else(|| theirs.next());
        team.map(|t| Self { team: t.id, handler: Some(id) }).ok_or_else(|| Error::field("/to_professional_id", "not_in_a_team"))
    }

    pub fn team(county: &OrganisationView, id: Uuid) -> Result<Self, Error> {
        county
            .teams
            .iter()
            .find(|t| t.id == id)
            .map(|t| Self { team: t.id, handler: None })
            .ok_or_else(|| Error::field("/to_team_id", "no_such_team"))
    }
}

/// Today's teams and members, for choosing targets.
pub async fn county(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<OrganisationView, Error> {
    Ok(organisation(conn, today).await?)
}

/// Moves a held matter and its ties; row, feed, events.
pub async fn give(work: &Work, matter: &mut Matter, to: Target, reason: &str) -> Result<(), Error> {
    let (old_team, old_handler) = (matter.team_id, matter.handler_id);
    matter.hand_over(to.team, to.handler).map_err(Error::Refused)?;
    end(work, matter.id, Some("handler")).await?;
    if let Some(handler) = to.handler {
        tie_handler(work, matter, handler).await?;
    }
    if to.team != old_team {
        move_team(work, matter).await?;
        // The team it left hears of it too.
        let mut left = event("care.matter.left_team", matter).team(old_team);
        left.data = Some(json!({ "handler_id": old_handler }));
        work.emit(left).await?;
    }
    save(work, matter).await?;
    let name = |team: Uuid, handler: Option<Uuid>| Some(handler.unwrap_or(team).to_string());
    step(work, matter.id, NewStep::new("handed_over").reason(reason).from_to(name(old_team, old_handler), name(to.team, to.handler)))
        .await?;
    work.emit(event("care.matter.handed_over", matter)).await?;
    Ok(())
}

/// Moves the team's ties to the team the matter has now.
pub async fn move_team(work: &Work, matter: &Matter) -> Result<(), Error> {
    end(work, matter.id, Some("team")).await?;
    let ties: Vec<_> = matter.clients.iter().map(|client| matter_tie(work, matter, *client, "team", None, Some(matter.team_id))).collect();
    tie(work, &ties).await?;
    Ok(())
}
