use axum::extract::State;
use chrono::NaiveDate;
use kernel::{ClientId, Problem, ServiceTask, Text};
use people::Proof;
use people::card::cards;
use people::organisation::teams_on;
use rules::{Facts, Happening, Situation, Urgency};
use serde::{Deserialize, Serialize};
use trust::{Json, StaffSession};
use uuid::Uuid;

use super::form::offered;
use crate::clock::rules::starting;
use crate::clock::{client_facts, special_support};
use crate::routing::rules::Why;
use crate::routing::{Team, proposal_of};
use crate::{Care, Error, actions};

/// How many clients one matter may begin with.
pub const MAX_CLIENTS: usize = 10;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ProposeRouting {
    pub client_ids: Vec<Uuid>,
    pub situation: Situation,
    pub service_task: ServiceTask,
    pub urgency: Urgency,
}

/// Which team, why, and what time limits begin when it is sent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RoutingProposal {
    pub team: Team,
    pub why: Vec<Why>,
    pub rule_version: String,
    pub alternatives: Vec<Team>,
    pub deadlines: Vec<ComingDeadline>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ComingDeadline {
    pub rule: String,
    pub section: String,
    pub label: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

/// The clients asked for: some, each once, not too many.
pub fn clients_of(ids: &[Uuid]) -> Result<Vec<ClientId>, Error> {
    if ids.is_empty() {
        return Err(Error::field("/client_ids", "required"));
    }
    if ids.len() > MAX_CLIENTS {
        return Err(Error::field("/client_ids", "too_many"));
    }
    let mut clients: Vec<ClientId> = Vec::with_capacity(ids.len());
    for id in ids.iter().map(|id| ClientId(*id)) {
        if !clients.contains(&id) {
            clients.push(id);
        }
    }
    Ok(clients)
}

/// What the rules ask of a matter that is not there yet.
pub async fn facts_of<P: Proof>(
    proof: &P,
    clients: &[ClientId],
    task: ServiceTask,
    situation: Situation,
    urgency: Urgency,
) -> Result<Facts, Error> {
    if !offered(task) {
        return Err(Error::field("/service_task", "not_offered"));
    }
    Ok(Facts {
        on: proof.today(),
        clients: client_facts(&cards(proof, clients).await?),
        service_task: task,
        situation,
        urgency,
        special_support: special_support(proof.conn(), clients).await?,
        highest_care_allowance: false,
        outcome: None,
    })
}

/// Proposes a team by the rules.
#[utoipa::path(post, path = "/api/v1/staff/lobby/propose", tag = "care", extensions(("x-action" = json!("care.lobby.propose"))),
    request_body = ProposeRouting, responses((status = 200, body = RoutingProposal), (status = 422, body = Problem)))]
pub async fn propose(
    session: StaffSession,
    State(care): State<Care>,
    Json(input): Json<ProposeRouting>,
) -> Result<Json<RoutingProposal>, Problem> {
    let clients = clients_of(&input.client_ids)?;
    let mut first = None;
    for client in &clients {
        let opened = session.open(*client, &actions::LOBBY_PROPOSE).await?;
        first.get_or_insert(opened);
    }
    let opened = first.ok_or_else(Problem::not_found)?;
    let facts = facts_of(&opened, &clients, input.service_task, input.situation, input.urgency).await?;
    let teams = teams_on(opened.reader(), opened.today()).await.map_err(Error::from)?;
    let (proposal, team, alternatives) = proposal_of(&care.rules, &facts, &teams)?;
    let clocks = starting(care.rules.deadlines.on(facts.on), &facts, Happening::MatterInitiated, None);
    Ok(Json(RoutingProposal {
        team,
        why: proposal.why,
        rule_version: proposal.rule_version,
        alternatives,
        deadlines: clocks
            .into_iter()
            .map(|c| ComingDeadline { rule: c.rule, section: c.section, label: c.label, due_on: c.due_on })
            .collect(),
    }))
}
