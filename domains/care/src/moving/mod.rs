//! What stands in the name of a professional or a team that ends, and where it goes. An administrator sees numbers, never
//! whose they are: the proof is a list without rows, and a hand-over names in its log line every client it touched.
//!
//! Doors: [`left_by`], [`left_in`], [`hand_over`], [`move_team`], [`routed_to`].

use ::store::sql;
use kernel::{ClientId, Problem};
use people::tied;
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use trust::{Listed, Work};
use uuid::Uuid;

use crate::customership::carry::{self, carry};
use crate::matter::{self, Target, county, give};
use crate::{Care, Error};

/// Open matters of one lane in one team.
#[derive(Clone, Debug, PartialEq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct LeftMatters {
    pub team_id: Uuid,
    pub lane: String,
    pub number: i64,
}

/// What is left open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Left {
    /// Open matters by team and lane.
    pub matters: Vec<LeftMatters>,
    /// Open customerships of which the professional is the worker responsible, or which are the team's.
    pub customerships: i64,
    /// Open customerships of which the professional is the contact person.
    pub contacts: i64,
    /// Other namings for a client (case manager, own nurse …).
    pub named: i64,
}

impl Left {
    pub fn matters(&self) -> i64 {
        self.matters.iter().map(|m| m.number).sum()
    }
    pub fn is_empty(&self) -> bool {
        self.matters() + self.customerships + self.contacts + self.named == 0
    }
}

/// What went over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Moved {
    pub matters: usize,
    pub customerships: usize,
    pub named: usize,
}

async fn number(listed: &Listed, text: &str, of: Uuid) -> Result<i64, Error> {
    let rows = sql::rows(listed.reader(), text, [of.into()]).await?;
    Ok(rows.first().map(|r| r.try_get::<i64>("", "number")).transpose()?.unwrap_or(0))
}

async fn matters(listed: &Listed, column: &str, of: Uuid) -> Result<Vec<LeftMatters>, Error> {
    let text = format!(
        "SELECT m.team_id, m.lane, COUNT(*) AS number FROM matter m WHERE m.{column} = $1 AND m.state = 'open' \
         GROUP BY m.team_id, m.lane ORDER BY m.team_id, m.lane"
    );
    Ok(sql::all(listed.reader(), &text, [of.into()]).await?)
}

/// What stands in a professional's name.
///
/// # Errors
/// When the database fails.
pub async fn left_by(listed: &Listed, professional: Uuid) -> Result<Left, Error> {
    let customership = |column: &str| format!("SELECT COUNT(*) AS number FROM customership c WHERE c.{column} = $1 AND c.state = 'open'");
    let left = Left {
        matters: matters(listed, "handler_id", professional).await?,
        customerships: number(listed, &customership("responsible_worker_id"), professional).await?,
        contacts: number(listed, &customership("contact_person_id"), professional).await?,
        named: tied::number_of(listed, professional).await?,
    };
    // Only numbers were read.
    listed.shown(&[]);
    Ok(left)
}

/// What stands in a team's name.
///
/// # Errors
/// When the database fails.
pub async fn left_in(listed: &Listed, team: Uuid) -> Result<Left, Error> {
    let text = "SELECT COUNT(*) AS number FROM customership c WHERE c.team_id = $1 AND c.state = 'open'";
    let left =
        Left { matters: matters(listed, "team_id", team).await?, customerships: number(listed, text, team).await?, ..Left::default() };
    listed.shown(&[]);
    Ok(left)
}

/// Whether the routing rules in force today put matters on the way to this team.
pub fn routed_to(care: &Care, key: &str, today: chrono::NaiveDate) -> bool {
    let routing = &care.rules.routing.on(today).body;
    routing.fallback_team == key || routing.rules.iter().any(|rule| rule.team == key || rule.alternatives.iter().any(|a| a == key))
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

async fn open_matters(work: &Work, column: &str, of: Uuid) -> Result<Vec<Uuid>, Error> {
    let text = format!("SELECT id FROM matter WHERE {column} = $1 AND state = 'open' ORDER BY id");
    let rows: Vec<Id> = sql::all(work, &text, [Value::from(of)]).await?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// Hands over everything in `from`'s name: to a colleague, or the matters to their teams' common queues when none is named.
/// A customership needs a worker responsible, so it and the namings move only to a colleague.
///
/// # Errors
/// `/to_professional_id not_in_a_team`, `same`.
pub async fn hand_over(work: &Work, from: Uuid, to: Option<Uuid>, reason: &str) -> Result<Moved, Error> {
    if to == Some(from) {
        return Err(Error::field("/to_professional_id", "same"));
    }
    let teams = county(work, work.today()).await?;
    if let Some(to) = to {
        Target::professional(&teams, to, Uuid::nil())?;
    }
    let mut moved = Moved::default();
    let mut touched: Vec<ClientId> = Vec::new();
    for id in open_matters(work, "handler_id", from).await? {
        let mut matter = matter::held(work, id).await?;
        // It may have moved since the list was read.
        if matter.handler_id != Some(from) || matter.state != matter::MatterState::Open {
            continue;
        }
        let target = match to {
            Some(to) => Target::professional(&teams, to, matter.team_id)?,
            None => Target { team: matter.team_id, handler: None },
        };
        give(work, &mut matter, target, reason).await?;
        touched.extend(&matter.clients);
        moved.matters += 1;
    }
    if let Some(to) = to {
        let carried = carry(work, carry::From::Professional(from), to).await?;
        moved.customerships = carried.len();
        touched.extend(carried);
        let named = tied::hand_over(work, from, to).await?;
        moved.named = named.len();
        touched.extend(named);
    }
    work.touched(&touched);
    Ok(moved)
}

/// Moves everything of a team to another: a handler who is a member there keeps what they have, the rest waits in its
/// common queue.
///
/// # Errors
/// `/to_team_id no_such_team`, `same`; 409 `team_has_open` with how much, when no team is named and something is open.
pub async fn move_team(work: &Work, from: Uuid, to: Option<Uuid>, reason: &str) -> Result<Moved, Error> {
    let open = open_matters(work, "team_id", from).await?;
    let customerships: Vec<Id> =
        sql::all(work, "SELECT id FROM customership WHERE team_id = $1 AND state = 'open' ORDER BY id", [from.into()]).await?;
    let Some(to) = to else {
        if open.is_empty() && customerships.is_empty() {
            return Ok(Moved::default());
        }
        let refused = Problem::state_refused("team_has_open").with("matters", open.len()).with("customerships", customerships.len());
        return Err(refused.into());
    };
    if to == from {
        return Err(Error::field("/to_team_id", "same"));
    }
    let teams = county(work, work.today()).await?;
    Target::team(&teams, to)?;
    let member = |who: Uuid| teams.teams.iter().any(|t| t.id == to && t.members.iter().any(|m| m.id == who));
    let mut moved = Moved::default();
    let mut touched: Vec<ClientId> = Vec::new();
    for id in open {
        let mut matter = matter::held(work, id).await?;
        if matter.team_id != from || matter.state != matter::MatterState::Open {
            continue;
        }
        let target = Target { team: to, handler: matter.handler_id.filter(|who| member(*who)) };
        give(work, &mut matter, target, reason).await?;
        touched.extend(&matter.clients);
        moved.matters += 1;
    }
    let carried = carry(work, carry::From::Team(from), to).await?;
    moved.customerships = carried.len();
    touched.extend(carried);
    work.touched(&touched);
    Ok(moved)
}
