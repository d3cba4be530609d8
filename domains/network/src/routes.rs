use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use people::organisation::{TeamName, people_by_id, teams_by_id, teams_on};
use rules::{NetworkRule, Rules};
use trust::{Group, Json, Opened, StaffSession};
use uuid::Uuid;

use crate::aside::{self, Aside, NewAside};
use crate::fact::{self, There};
use crate::model::{ClientNetwork, NetworkAside, NetworkProposal, NetworkTeam, NewNetworkAside};
use crate::propose::{Found, holds, key};
use crate::{Error, Network, actions};

/// Whom the client's situation calls for, who of them is there, and why.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/network", tag = "network", operation_id = "client_network", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientNetwork), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("network.client.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<Network>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientNetwork>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    Ok(Json(seen(&room, &opened).await?))
}

/// The rules that hold for what the viewer may see, in their order.
async fn found<'r>(room: &Network, rules: &'r Rules, opened: &Opened) -> Result<Vec<(&'r NetworkRule, Vec<Found>)>, Error> {
    let facts = fact::of(opened, &room.facts).await?;
    let set = &rules.networks.on(opened.today()).body;
    let mut all: Vec<(&NetworkRule, Vec<Found>)> =
        set.rules.iter().filter_map(|rule| Some((rule, holds(rule, &facts, opened.at())?))).collect();
    all.sort_by_key(|(rule, _)| rule.priority);
    Ok(all)
}

async fn seen(room: &Network, opened: &Opened) -> Result<ClientNetwork, Error> {
    let rules = room.rules.now();
    let there = fact::there(opened, &room.teams).await?;
    let teams = teams_on(opened.reader(), opened.today()).await?;
    let named = teams_by_id(opened.reader(), &there.iter().map(|one| one.team).collect::<Vec<_>>()).await?;
    let asides = aside::of(opened).await?;
    let people = people_by_id(opened.reader(), &asides.iter().map(|one| one.by_id).collect::<Vec<_>>()).await?;
    let own = &opened.staff().team_ids;
    let mut proposals: Vec<NetworkProposal> = found(room, &rules, opened)
        .await?
        .into_iter()
        .map(|(rule, found)| {
            let facts_key = key(&found);
            let those = present(rule, &there, &named);
            let aside = asides.iter().find(|one| one.rule == rule.code && one.facts_key == facts_key);
            NetworkProposal {
                rule: rule.code.clone(),
                priority: rule.priority,
                name: rule.name.clone(),
                reason: rule.reason.clone(),
                law: rule.law.clone(),
                mark: rule.mark,
                evidence: found.into_iter().map(|one| one.evidence).collect(),
                there: !those.is_empty(),
                teams: if those.is_empty() { called(rule, &teams, own) } else { members(&those, &named, own) },
                request: rule.request.clone(),
                aside: aside.map(|one| NetworkAside { reason: one.reason.clone(), at: one.at, by: people.get(&one.by_id).cloned() }),
            }
        })
        .collect();
    // What is missing comes first, what is set aside last; among alike the order of the rules stays.
    proposals.sort_by_key(|one| (one.aside.is_some(), one.there, one.priority));
    Ok(ClientNetwork {
        there: members(&there.iter().collect::<Vec<_>>(), &named, own),
        proposals,
        rules_version: rules.networks.on(opened.today()).version.clone(),
        can_dismiss: opened.offers(Group::Tend),
    })
}

/// Of those that are there the ones a rule calls for.
fn present<'t>(rule: &NetworkRule, there: &'t [There], named: &HashMap<Uuid, TeamName>) -> Vec<&'t There> {
    let meant = |one: &&There| {
        let by_team = named.get(&one.team).is_some_and(|team| rule.teams.contains(&team.key));
        by_team || one.task.is_some_and(|task| one.by == crate::model::NetworkBy::Customership && rule.tasks.contains(&task))
    };
    there.iter().filter(meant).collect()
}

/// The teams of the rule that there are today.
fn called(rule: &NetworkRule, teams: &HashMap<Uuid, TeamName>, own: &[Uuid]) -> Vec<NetworkTeam> {
    let mut all: Vec<NetworkTeam> = teams
        .values()
        .filter(|team| rule.teams.contains(&team.key))
        .map(|team| NetworkTeam { id: team.id, name: team.name.clone(), by: Vec::new(), own: own.contains(&team.id) })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Each team once, with all by which it is there.
fn members(there: &[&There], named: &HashMap<Uuid, TeamName>, own: &[Uuid]) -> Vec<NetworkTeam> {
    let mut all: Vec<NetworkTeam> = Vec::new();
    for one in there {
        match all.iter_mut().find(|team| team.id == one.team) {
            Some(team) if team.by.contains(&one.by) => {}
            Some(team) => team.by.push(one.by),
            None => all.push(NetworkTeam {
                id: one.team,
                name: named.get(&one.team).map(|team| team.name.clone()).unwrap_or_default(),
                by: vec![one.by],
                own: own.contains(&one.team),
            }),
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Sets a proposal aside with a reason. It comes back when the facts are others.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/network/{rule}/dismiss", tag = "network", operation_id = "dismiss_network_proposal",
    params(("id" = Uuid, Path), ("rule" = String, Path)), request_body = NewNetworkAside,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("network.proposal.dismiss"))))]
pub(crate) async fn dismiss(
    session: StaffSession,
    State(room): State<Network>,
    Path((id, code)): Path<(ClientId, String)>,
    Json(new): Json<NewNetworkAside>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::DISMISS).await?;
    let reason = new.reason.trim();
    match reason.chars().count() {
        0 => return Err(Error::field("/reason", "required").into()),
        n if n < 3 => return Err(Error::field("/reason", "too_short").into()),
        n if n > 2_000 => return Err(Error::field("/reason", "too_long").into()),
        _ => {}
    }
    // What is proposed is counted by what they may see, which can be more than where they work.
    let opened = session.open(id, &actions::LOOK).await?;
    let rules = room.rules.now();
    let all = found(&room, &rules, &opened).await?;
    let (rule, held) = all.iter().find(|(rule, _)| rule.code == code).ok_or(Error::NotFound)?;
    let facts_key = key(held);
    if held_aside(&opened, &code, &facts_key).await?.is_some() {
        return Err(Error::State("proposal_aside").into());
    }
    let mut work = change.begin().await?;
    let new = NewAside {
        rule: &rule.code,
        rules_version: &rules.networks.on(opened.today()).version,
        facts_key: &facts_key,
        reason,
        by: session.subject(),
    };
    aside::set(&mut work, change.client()?, &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The one of a rule that holds for these facts.
async fn held_aside(opened: &Opened, code: &str, facts_key: &str) -> Result<Option<Aside>, Error> {
    Ok(aside::of(opened).await?.into_iter().find(|one| one.rule == code && one.facts_key == facts_key))
}

/// Takes back that a proposal was set aside.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/network/{rule}/restore", tag = "network", operation_id = "restore_network_proposal",
    params(("id" = Uuid, Path), ("rule" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("network.proposal.restore"))))]
pub(crate) async fn restore(
    session: StaffSession,
    State(room): State<Network>,
    Path((id, code)): Path<(ClientId, String)>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::RESTORE).await?;
    let opened = session.open(id, &actions::LOOK).await?;
    let rules = room.rules.now();
    let all = found(&room, &rules, &opened).await?;
    let (_, held) = all.iter().find(|(rule, _)| rule.code == code).ok_or(Error::NotFound)?;
    let aside = held_aside(&opened, &code, &key(held)).await?.ok_or(Error::State("proposal_not_aside"))?;
    change.unrestricted(&[aside.id]).await?;
    let mut work = change.begin().await?;
    if !aside::restore(&mut work, change.client()?, &aside, session.subject()).await? {
        return Err(Error::State("proposal_not_aside").into());
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
