//! A new request, and where one may go.

use std::collections::HashMap;

use kernel::Register;
use people::organisation::{TeamName, teams_on, view as organisation};
use rules::{RequestRule, Rules, Starting};
use store::NewEvent;
use store::sea_orm::ConnectionTrait;
use trust::{Opened, Staff, Work};
use uuid::Uuid;

use crate::cover::{Choice, keep};
use crate::model::{CoverChoice, Covered, NewServiceRequest, RequestBasis, RequestStepKind, words};
use crate::row::{NewRow, NewStep, insert, step};
use crate::ties::Side;
use crate::{Error, clock, ties};

/// Where a request goes: a team, or a provider without one, whose part the sender's team does.
pub(crate) struct Target {
    pub to: Side,
    pub provider: Option<Uuid>,
}

/// The one of the two that was given.
///
/// # Errors
/// Neither or both; the sender's own team; one that is no more.
pub(crate) async fn target(
    conn: &impl ConnectionTrait,
    teams: &HashMap<Uuid, TeamName>,
    today: chrono::NaiveDate,
    from: Side,
    (team, provider): (Option<Uuid>, Option<Uuid>),
) -> Result<Target, Error> {
    match (team, provider) {
        (Some(team), None) if team == from.team => Err(Error::field("/to_team_id", "own_team")),
        (Some(team), None) => {
            let to = teams.get(&team).ok_or_else(|| Error::field("/to_team_id", "no_such_team"))?;
            Ok(Target { to: Side::of(to)?, provider: None })
        }
        (None, Some(unit)) => {
            let county = organisation(conn, today).await?;
            let there = county.units.iter().any(|one| one.id == unit) && !county.teams.iter().any(|team| team.unit_id == unit);
            if there { Ok(Target { to: from, provider: Some(unit) }) } else { Err(Error::field("/provider_id", "not_in_list")) }
        }
        _ => Err(Error::field("/to_team_id", "one_of_two")),
    }
}

/// By what the sender's data reach the receiver's register: it is the same one, the client has given a permit, or has agreed to this.
///
/// # Errors
/// `required` at `/agreed` when nothing lets it.
pub(crate) fn basis(opened: &Opened, from: Register, to: Register, agreed: bool) -> Result<RequestBasis, Error> {
    match from == to {
        true => Ok(RequestBasis::Own),
        false if opened.permits().contains(&from) => Ok(RequestBasis::Permit),
        false if agreed => Ok(RequestBasis::Agreed),
        false => Err(Error::field("/agreed", "required")),
    }
}

/// The sender's team: the one named, or the first of one's own that cares for the client.
fn sender(staff: &Staff, opened: &Opened, teams: &HashMap<Uuid, TeamName>, asked: Option<Uuid>) -> Result<Side, Error> {
    let own = staff.team_ids.iter().filter(|id| asked.is_none_or(|asked| asked == **id)).filter_map(|id| teams.get(id));
    let mut sides = own.filter_map(|team| Side::of(team).ok());
    sides.find(|side| opened.scopes().sees(side.place.0, side.place.1)).ok_or_else(|| Error::field("/from_team_id", "not_in_a_team"))
}

/// Where a choice is made: in one's own team that cares for the client, else where the client is cared for.
pub(crate) async fn choosing(
    conn: &impl ConnectionTrait,
    today: chrono::NaiveDate,
    staff: &Staff,
    opened: &Opened,
) -> Result<(Side, Option<Uuid>), Error> {
    let teams = teams_on(conn, today).await?;
    if let Ok(side) = sender(staff, opened, &teams, None) {
        return Ok((side, Some(side.team)));
    }
    let place = opened.scopes().pairs().first().copied().ok_or(Error::NotFound)?;
    Ok((Side { team: Uuid::nil(), place }, None))
}

/// The rule of a kind that can be asked for today.
pub(crate) fn kind<'r>(rules: &'r Rules, today: chrono::NaiveDate, code: &str) -> Result<(&'r RequestRule, &'r str), Error> {
    let set = rules.requests.on(today);
    let rule = set.body.kind(code).filter(|rule| rule.holds_on(today)).ok_or_else(|| Error::field("/kind", "not_in_list"))?;
    Ok((rule, &set.version))
}

/// Sends a request. `covered`: what the sender was shown, by their own proof.
///
/// # Errors
/// Field errors; `request_covered` when something covers it and no reason was said.
pub(crate) async fn make(
    work: &mut Work,
    rules: &Rules,
    opened: &Opened,
    staff: &Staff,
    new: &NewServiceRequest,
    covered: &Covered,
) -> Result<Uuid, Error> {
    let today = work.today();
    let (rule, version) = kind(rules, today, &new.kind)?;
    let asked = words("/words", Some(new.words.as_str()), true)?.unwrap_or_default();
    let despite = words("/despite", new.despite.as_deref(), false)?;
    let teams = teams_on(work, today).await?;
    let from = sender(staff, opened, &teams, new.from_team_id)?;
    let Target { to, provider } = target(work, &teams, today, from, (new.to_team_id, new.provider_id)).await?;
    let basis = basis(opened, from.place.0, to.place.0, new.agreed)?;
    if !covered.by.is_empty() && despite.is_none() {
        return Err(Error::State("request_covered"));
    }
    let (id, client) = (work.new_id(), opened.client());
    let row = NewRow {
        id,
        client,
        kind: &rule.code,
        rules_version: version,
        matter_id: new.matter_id,
        from,
        from_id: staff.id,
        to,
        provider_id: provider,
        basis: basis.code(),
        words: asked,
        sent_at: work.at(),
        due_on: clock::to_answer(rule, today),
    };
    insert(work, &row).await?;
    let line = NewStep {
        request: id,
        client,
        place: to.place,
        step: RequestStepKind::Sent,
        at: work.at(),
        by: Some(staff.id),
        team: Some(to.team),
        reason: None,
        words: None,
    };
    step(work, line).await?;
    ties::set(work, client, id, from, to).await?;
    if let Some(reason) = despite.filter(|_| !covered.by.is_empty()) {
        let choice = Choice {
            starting: Starting::Request,
            code: &rule.code,
            choice: CoverChoice::WentOn,
            thing: None,
            request: Some(id),
            reason: Some(reason),
        };
        keep(work, opened, staff, from, Some(from.team), choice).await?;
    }
    work.object("service_request", id);
    let data = serde_json::json!({ "kind": rule.code, "from_team_id": from.team, "basis": basis });
    work.emit(NewEvent::new("requests.request.sent", "service_request", id).client(client.0).team(to.team).data(data)).await?;
    Ok(id)
}

impl crate::Requests {
    /// Sends a request in the caller's transaction, for a room that ends in one. `covered`: what [`crate::Requests::covered`] told by the
    /// sender's own proof.
    ///
    /// # Errors
    /// Field errors; `request_covered` when something covers it and no reason was said.
    pub async fn send(
        &self,
        work: &mut Work,
        opened: &Opened,
        staff: &Staff,
        new: &NewServiceRequest,
        covered: &Covered,
    ) -> Result<Uuid, Error> {
        make(work, &self.rules.now(), opened, staff, new, covered).await
    }
}
