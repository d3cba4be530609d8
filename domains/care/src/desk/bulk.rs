//! One action on many matters: first a preview that says of each what would be done or why it cannot, then the doing, some
//! dozens a request so that the screen shows progress and can stop. Each matter goes by its own rights, in a transaction of its
//! own with its own event and log line; one that cannot go is reported and the others go.

use std::collections::HashMap;

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Problem};
use people::card::{IdentityCard, cards};
use people::organisation::OrganisationView;
use rules::{LabelledList, Lane};
use serde::{Deserialize, Serialize};
use trust::{Action, Group, Json, Listed, StaffSession};
use uuid::Uuid;

use super::choice::{Choice, chosen};
use crate::clock::{self, Kept};
use crate::matter::change::{Changing, reason_of, required};
use crate::matter::hand_over::{self, Target, county};
use crate::matter::permitted::{Standing, allows};
use crate::matter::{Matter, Progress, give_back, move_to, store, take, undo};
use crate::{Care, Error, actions};

/// Most matters done in one request.
const A_REQUEST: usize = 50;

/// What is done to many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BulkKind)]
pub enum Kind {
    Take,
    HandOver,
    Move,
    Return,
    /// Pauses the statutory time limits that the law lets pause, until a day of follow-up.
    Pause,
    Resume,
    /// Takes back what one just did.
    Undo,
}

/// The action with what it needs.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = BulkAction)]
pub struct What {
    pub kind: Kind,
    /// For `hand_over`: one of the two.
    pub to_professional_id: Option<Uuid>,
    pub to_team_id: Option<Uuid>,
    /// For `move`.
    pub lane: Option<Lane>,
    /// For `hand_over` and `return`; for a `move` that leaves a step out.
    pub reason: Option<String>,
    /// For `pause`: a code of `pause_reasons`.
    pub reason_code: Option<String>,
    /// For `pause`: when it is looked at again.
    pub until: Option<NaiveDate>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct BulkPreview {
    pub choice: Choice,
    pub action: What,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BulkPlan {
    pub rows: Vec<BulkRow>,
    pub can: usize,
    pub cannot: usize,
}

/// A matter as it would go.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BulkRow {
    pub id: Uuid,
    pub version: i32,
    pub number: String,
    /// The main client.
    pub client: Option<IdentityCard>,
    pub lane: Lane,
    /// Why it cannot be done; absent when it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Bulk {
    pub action: What,
    /// The matters with the versions that were seen, at most 50.
    pub matters: Vec<Seen>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = BulkMatter)]
pub struct Seen {
    pub id: Uuid,
    pub version: i32,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BulkReport {
    pub rows: Vec<BulkResult>,
}

/// What became of a matter.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BulkResult {
    pub id: Uuid,
    pub done: bool,
    /// Why it was not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version after it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// Until when it can be taken back; absent when it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<DateTime<Utc>>,
}

impl What {
    /// What the action needs is there.
    fn check(&self, care: &Care, today: NaiveDate) -> Result<(), Error> {
        let text = |path: &str| required(path, self.reason.as_deref().unwrap_or_default()).map(|_| ());
        match self.kind {
            Kind::HandOver => {
                if self.to_professional_id.is_some() == self.to_team_id.is_some() {
                    return Err(Error::field("/action/to_professional_id", "one_of_two"));
                }
                text("/action/reason")
            }
            Kind::Return => text("/action/reason"),
            Kind::Move if self.lane.is_none() => Err(Error::field("/action/lane", "required")),
            Kind::Pause => {
                let code = self.reason_code.as_deref().unwrap_or_default();
                if !care.rules.needs.on(today).body.has(LabelledList::PauseReasons, code) {
                    return Err(Error::field("/action/reason_code", "not_in_list"));
                }
                match self.until {
                    Some(until) if until <= today => Err(Error::field("/action/until", "not_in_future")),
                    _ => Ok(()),
                }
            }
            Kind::Take | Kind::Move | Kind::Resume | Kind::Undo => Ok(()),
        }
    }

    fn action(&self) -> &'static Action {
        match self.kind {
            Kind::Take => &actions::TAKE,
            Kind::HandOver => &actions::HAND_OVER,
            Kind::Move => &actions::MOVE,
            Kind::Return => &actions::RETURN,
            Kind::Pause => &actions::PAUSE,
            Kind::Resume => &actions::RESUME,
            Kind::Undo => &actions::UNDO,
        }
    }
}

/// What would be done to each, and what cannot be done and why; nothing is changed.
#[utoipa::path(post, path = "/api/v1/staff/desk/bulk/preview", tag = "care", extensions(("x-action" = json!("care.desk.bulk_preview"))),
    request_body = BulkPreview, responses((status = 200, body = BulkPlan), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn preview(session: StaffSession, State(care): State<Care>, Json(input): Json<BulkPreview>) -> Result<Json<BulkPlan>, Problem> {
    let listed = session.list(&actions::BULK_PREVIEW)?;
    Ok(Json(plan(&session, &care, &listed, &input).await?))
}

async fn plan(session: &StaffSession, care: &Care, listed: &Listed, input: &BulkPreview) -> Result<BulkPlan, Error> {
    let today = listed.today();
    input.action.check(care, today)?;
    if input.action.kind == Kind::Undo {
        // What can be taken back is told with what was done.
        return Err(Error::field("/action/kind", "not_in_list"));
    }
    let ids = chosen(listed, session.gate().keys(), &care.rules, &input.choice).await?;
    let reader = listed.reader();
    let mut matters: HashMap<Uuid, Matter> = store::many(reader, &ids).await?.into_iter().map(|m| (m.id, m)).collect();
    let progress = store::progress_of(reader, &ids).await?;
    let clocks = match input.action.kind {
        Kind::Pause | Kind::Resume => clock::of_matters(reader, &ids).await?,
        _ => HashMap::new(),
    };
    let county = match input.action.kind {
        Kind::HandOver => Some(county(reader, today).await?),
        _ => None,
    };
    let mains: Vec<ClientId> = matters.values().filter_map(|m| m.clients.first().copied()).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(listed, &mains).await?.into_iter().map(|c| (c.id, c)).collect();
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(matter) = matters.remove(&id) else { continue };
        let known = Known {
            progress: progress.get(&id).copied().unwrap_or_default(),
            clocks: clocks.get(&id).map_or(&[], Vec::as_slice),
            county: county.as_ref(),
        };
        let reason = would(session, care, listed, &input.action, &matter, &known).err();
        rows.push(BulkRow {
            id,
            version: matter.version,
            number: matter.number.clone(),
            client: matter.clients.first().and_then(|c| shown.get(&c.0).cloned()),
            lane: matter.lane,
            reason,
        });
    }
    listed.shown(&mains);
    let cannot = rows.iter().filter(|r| r.reason.is_some()).count();
    Ok(BulkPlan { can: rows.len() - cannot, cannot, rows })
}

struct Known<'a> {
    progress: Progress,
    clocks: &'a [Kept],
    county: Option<&'a OrganisationView>,
}

/// The same refusals as the doing has, by the same pure functions, on a copy.
fn would(session: &StaffSession, care: &Care, listed: &Listed, what: &What, matter: &Matter, known: &Known<'_>) -> Result<(), String> {
    let staff = listed.staff();
    if !allows(session.gate().policies(), staff, &Standing::from(matter), Group::Work) {
        return Err("not_permitted".into());
    }
    let mut copy = matter.clone();
    let (today, at) = (listed.today(), listed.at());
    let reason = what.reason.as_deref();
    let answer: Result<(), &'static str> = match what.kind {
        Kind::Take => copy.take(staff.id),
        Kind::HandOver => {
            let to = known.county.map(|county| Target::of(county, what.to_professional_id, what.to_team_id, matter.team_id));
            match to {
                Some(Ok(to)) => copy.hand_over(to.team, to.handler),
                Some(Err(Error::Invalid(errors))) => return Err(errors.into_iter().next().map(|e| e.code).unwrap_or_default()),
                _ => Err("not_in_a_team"),
            }
        }
        Kind::Move => copy.move_to(what.lane.unwrap_or(matter.lane), reason, known.progress, at),
        Kind::Return => copy.give_back(known.progress),
        Kind::Pause => copy.must_be_open().and_then(|()| {
            clock::pause::pausable(&care.rules, known.clocks, what.reason_code.as_deref().unwrap_or_default(), what.until, today)
                .map(|_| ())
        }),
        Kind::Resume => copy.must_be_open().and_then(|()| clock::pause::resumable(&care.rules, known.clocks, today).map(|_| ())),
        Kind::Undo => Ok(()),
    };
    answer.map_err(str::to_owned)
}

/// Does it to each, and tells of each what became of it.
#[utoipa::path(post, path = "/api/v1/staff/desk/bulk", tag = "care", extensions(("x-action" = json!("care.desk.bulk"))),
    request_body = Bulk, responses((status = 200, body = BulkReport), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn run(session: StaffSession, State(care): State<Care>, Json(input): Json<Bulk>) -> Result<Json<BulkReport>, Problem> {
    let listed = session.list(&actions::BULK)?;
    if input.matters.is_empty() || input.matters.len() > A_REQUEST {
        return Err(Problem::invalid_field("/matters", "length"));
    }
    input.action.check(&care, listed.today())?;
    let county = match input.action.kind {
        Kind::HandOver => Some(county(listed.reader(), listed.today()).await?),
        _ => None,
    };
    // Nothing is read of clients here; each matter has its own line in the log.
    listed.shown(&[]);
    let mut rows = Vec::with_capacity(input.matters.len());
    for seen in &input.matters {
        rows.push(match one(&session, &care, &input.action, seen, county.as_ref()).await {
            Ok((version, undo_until)) => BulkResult { id: seen.id, done: true, reason: None, version: Some(version), undo_until },
            Err(problem) => BulkResult { id: seen.id, done: false, reason: Some(reason_of(&problem)), version: None, undo_until: None },
        });
    }
    Ok(Json(BulkReport { rows }))
}

async fn one(
    session: &StaffSession,
    care: &Care,
    what: &What,
    seen: &Seen,
    county: Option<&OrganisationView>,
) -> Result<(i32, Option<DateTime<Utc>>), Problem> {
    let mut c = Changing::hold(session, seen.id, what.action()).await?;
    let undo_until = match done(&mut c, care, what, seen, county).await {
        Ok(until) => until,
        Err(problem) => return Err(c.refuse(problem)),
    };
    let version = c.matter.version;
    c.work.commit().await?;
    Ok((version, undo_until))
}

/// Does it within the transaction; tells until when it can be taken back.
async fn done(
    c: &mut Changing,
    care: &Care,
    what: &What,
    seen: &Seen,
    county: Option<&OrganisationView>,
) -> Result<Option<DateTime<Utc>>, Problem> {
    if what.kind == Kind::Take {
        take::free(c).await?;
    }
    if c.matter.version != seen.version {
        return Err(Problem::state_refused("changed_meanwhile"));
    }
    let reason = what.reason.as_deref();
    match what.kind {
        Kind::Take => take::apply(c, care).await?,
        Kind::HandOver => {
            let county = county.ok_or_else(Problem::internal)?;
            let to = Target::of(county, what.to_professional_id, what.to_team_id, c.matter.team_id)?;
            hand_over::apply(c, to, &required("/action/reason", reason.unwrap_or_default())?).await?;
        }
        Kind::Move => move_to::apply(c, care, what.lane.unwrap_or(Lane::FirstContact), reason).await?,
        Kind::Return => give_back::apply(c, reason.unwrap_or_default()).await?,
        Kind::Pause => clock::pause::apply(c, care, Some((what.reason_code.as_deref().unwrap_or_default(), what.until))).await?,
        Kind::Resume => clock::pause::apply(c, care, None).await?,
        Kind::Undo => undo::apply(c).await?,
    }
    // Only what one still has rights to can be taken back: what left one's teams is asked back of whoever has it now.
    let mine = c.matter.handler_id == Some(c.staff.id) || c.staff.team_ids.contains(&c.matter.team_id);
    let offered = undo::offered(&c.work, &c.matter, c.staff.id, c.work.at()).await.map_err(Error::from)?;
    Ok(offered.filter(|_| mine).map(|u| u.until))
}
