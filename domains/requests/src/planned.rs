//! Requests that a plan makes by itself when their day comes. Made once: whoever asks has
//! claimed the act in the same transaction, and one of the kind that is open already is used and not asked again.

use kernel::{ClientId, Register, ServiceTask};
use people::organisation::{TeamName, team_by_key, teams_by_id};
use rules::Rules;
use sea_orm::FromQueryResult;
use store::{NewEvent, sql};
use trust::Work;
use uuid::Uuid;

use crate::model::{RequestBasis, RequestStepKind};
use crate::row::{NewRow, NewStep, insert, step};
use crate::ties::Side;
use crate::{Error, clock, ties};

/// What has been asked for and not taken back, with both of its sides: `client_id, id, kind, state, from_register, register, to_team_id,
/// provider_id, due_on, sent_at`.
pub const ASKED: &str = "SELECT q.client_id, q.id, q.kind, q.state, q.from_register, q.register, q.to_team_id, q.provider_id, q.due_on, \
     q.sent_at FROM service_request q WHERE q.state <> 'withdrawn'";

/// What a plan asks for.
#[derive(Clone, Copy, Debug)]
pub struct PlannedRequest<'a> {
    pub client: ClientId,
    /// Of the rules.
    pub kind: &'a str,
    pub words: &'a str,
    pub from_team: Uuid,
    /// Who made the plan.
    pub from: Uuid,
    /// The receiving team's key.
    pub to_team: &'a str,
    pub matter_id: Option<Uuid>,
    /// The client has agreed that their data are told to another register.
    pub agreed: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedOutcome {
    Made(Uuid),
    /// One of the kind is open already.
    There(Uuid),
    /// Why it cannot be made by itself: somebody has to do it.
    Not(&'static str),
}

/// Makes it in the caller's transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn make(work: &Work, rules: &Rules, new: &PlannedRequest<'_>) -> Result<PlannedOutcome, Error> {
    let (today, set) = (work.today(), rules.requests.on(work.today()));
    let Some(rule) = set.body.kind(new.kind).filter(|rule| rule.holds_on(today)) else { return Ok(PlannedOutcome::Not("kind_gone")) };
    let teams = teams_by_id(work, &[new.from_team]).await?;
    let Some(to) = team_by_key(work, new.to_team).await? else { return Ok(PlannedOutcome::Not("team_gone")) };
    let Some(from) = teams.get(&new.from_team) else { return Ok(PlannedOutcome::Not("team_gone")) };
    if to.id == from.id {
        return Ok(PlannedOutcome::Not("own_team"));
    }
    let (from, to) = (Side::of(from)?, Side::of(&to)?);
    if let Some(open) = open_of(work, new, from.place.0).await? {
        return Ok(PlannedOutcome::There(open));
    }
    let basis = match from.place.0 == to.place.0 {
        true => RequestBasis::Own,
        false if new.agreed => RequestBasis::Agreed,
        false => return Ok(PlannedOutcome::Not("not_agreed")),
    };
    let id = work.new_id();
    let row = NewRow {
        id,
        client: new.client,
        kind: &rule.code,
        rules_version: &set.version,
        matter_id: new.matter_id,
        from,
        from_id: new.from,
        to,
        provider_id: None,
        basis: basis.code(),
        words: new.words,
        sent_at: work.at(),
        due_on: clock::to_answer(rule, today),
    };
    insert(work, &row).await?;
    let line = NewStep {
        request: id,
        client: new.client,
        place: to.place,
        step: RequestStepKind::Sent,
        at: work.at(),
        by: None,
        team: Some(to.team),
        reason: None,
        words: None,
    };
    step(work, line).await?;
    ties::set(work, new.client, id, from, to).await?;
    let data = serde_json::json!({ "kind": rule.code, "from_team_id": from.team, "basis": basis, "planned": true });
    work.emit(NewEvent::new("requests.request.sent", "service_request", id).client(new.client.0).team(to.team).data(data)).await?;
    Ok(PlannedOutcome::Made(id))
}

/// One of the kind that is open, in the register of whoever asks.
async fn open_of(work: &Work, new: &PlannedRequest<'_>, register: Register) -> Result<Option<Uuid>, Error> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
    }
    let text = "SELECT q.id FROM service_request q WHERE q.client_id = $1 AND q.kind = $2 AND q.state IN ('sent', 'accepted') \
                AND (q.register = $3 OR q.from_register = $3) ORDER BY q.sent_at, q.id LIMIT 1";
    let found: Option<Found> = sql::one(work, text, [new.client.0.into(), new.kind.into(), register.code().into()]).await?;
    Ok(found.map(|row| row.id))
}

/// The register and task in which a team works.
///
/// # Errors
/// When its service task is none of ours.
pub fn place_of(team: &TeamName) -> Result<(Register, ServiceTask), Error> {
    ties::place(team)
}
