//! A proposal with the county's own teams in it.

use std::collections::HashMap;

use people::organisation::TeamName;
use rules::{Facts, Rules};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{Proposal, propose};
use crate::Error;

/// A team by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Named)]
pub struct Team {
    pub id: Uuid,
    pub name: String,
}

impl From<&TeamName> for Team {
    fn from(team: &TeamName) -> Self {
        Self { id: team.id, name: team.name.clone() }
    }
}

/// What the rules propose, with the proposed team and the alternatives that exist in the county. A key that rules name and
/// the county has no team for is an error of set-up: refused, not guessed.
pub fn proposal_of(rules: &Rules, facts: &Facts, teams: &HashMap<Uuid, TeamName>) -> Result<(Proposal, Team, Vec<Team>), Error> {
    let proposal = propose(rules, facts);
    let by_key = |key: &str| teams.values().find(|t| t.key == key).map(Team::from);
    let team = by_key(&proposal.team).ok_or(Error::Refused("no_such_team"))?;
    let alternatives = proposal.alternatives.iter().filter_map(|key| by_key(key)).collect();
    Ok((proposal, team, alternatives))
}
