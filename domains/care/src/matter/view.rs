//! A matter as the screens see it.

use std::collections::{HashMap, HashSet};

use ::store::sql;
use chrono::{DateTime, NaiveDate, Utc};
use documents::DocumentRef;
use kernel::workday::workdays_between;
use kernel::{ClientId, Problem, ServiceTask};
use people::Proof;
use people::card::{IdentityCard, cards};
use people::organisation::{PersonRef, TeamName, people_by_id, team_by_key, teams_by_id};
use rules::{Lane, Rules, Situation, Urgency};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use trust::{Gate, Group, Opened, Policies, Staff};
use uuid::Uuid;

use super::model::{Matter, MatterState, SenderKind};
use super::parts::{self, Part};
use super::permitted::{self, Can, Standing};
use super::undo::{self, Undo};
use super::{marks, store};
use crate::clock::rules::{Clock, next_due};
use crate::clock::{self, Deadline, Kept, deadline};
use crate::customership::{self, Customership};
use crate::decision::{self, DecisionRef};
use crate::routing::Team;
use crate::routing::rules::Why;
use crate::{Care, Error};

/// A matter on the desk and in lists.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MatterCard {
    pub id: Uuid,
    pub version: i32,
    pub number: String,
    /// The main client first.
    pub clients: Vec<IdentityCard>,
    pub situation: Situation,
    pub service_task: ServiceTask,
    pub urgency: Urgency,
    pub lane: Lane,
    pub state: MatterState,
    pub team: Team,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    pub initiated_on: NaiveDate,
    /// The professional who sent it; absent when the client did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<PersonRef>,
    /// The first due of the county's open duties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_deadline: Option<Deadline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<Paused>,
    pub badges: Vec<Badge>,
    #[schema(value_type = Vec<String>)]
    pub permitted_actions: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MatterPaused)]
pub struct Paused {
    pub reason: String,
    /// The day on which the pause under way that ends first ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// What asks for attention: a code and danger | warning | info | neutral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Badge {
    #[schema(value_type = String)]
    pub code: &'static str,
    #[schema(value_type = String)]
    pub tone: &'static str,
}

/// A matter whole.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Matter)]
pub struct MatterView {
    #[serde(flatten)]
    pub card: MatterCard,
    pub channel: String,
    pub need_reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifier_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discharge_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_another: Option<String>,
    pub routing: Routed,
    /// All clocks, also those that have stopped.
    pub deadlines: Vec<Deadline>,
    /// The activity feed, newest first.
    pub steps: Vec<Step>,
    pub documents: Vec<DocumentRef>,
    pub decisions: Vec<DecisionRef>,
    /// Opened in this matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customership: Option<Customership>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
    /// What of a shared matter is each client's; empty when it has always had one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    pub can: Can,
    /// What the viewer did last and can still take back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undo>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Routed {
    pub proposed_team: Team,
    pub why: Vec<Why>,
    pub rule_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overruled: Option<Overruled>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Overruled {
    pub reason: String,
    pub by: PersonRef,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MatterClosed)]
pub struct Closed {
    pub at: DateTime<Utc>,
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A line of the activity feed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Step {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub actor: PersonRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A code, or the name of a team or a professional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<Uuid>,
    /// By what it was done for the client by another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting: Option<trust::ActingGround>,
}

/// As much of a matter as a card shows.
#[derive(Clone, Debug)]
pub struct Listing {
    pub id: Uuid,
    pub version: i32,
    pub number: String,
    pub standing: Standing,
    pub situation: Situation,
    pub urgency: Urgency,
    pub initiated_on: NaiveDate,
    /// Its processing is restricted: a list shows no more than that it waits and by when.
    pub restricted: bool,
}

impl From<&Matter> for Listing {
    fn from(m: &Matter) -> Self {
        Self {
            id: m.id,
            version: m.version,
            number: m.number.clone(),
            standing: Standing::from(m),
            situation: m.situation,
            urgency: m.urgency,
            initiated_on: m.initiated_on,
            restricted: false,
        }
    }
}

/// Names that cards share, read once for a whole list.
#[derive(Debug, Default)]
pub struct Names {
    pub teams: HashMap<Uuid, TeamName>,
    pub people: HashMap<Uuid, PersonRef>,
    /// Professionals away today.
    pub absent: HashSet<Uuid>,
}

impl Names {
    /// The teams and the professionals asked for.
    pub async fn read(conn: &impl ConnectionTrait, teams: &[Uuid], people: &[Uuid]) -> Result<Self, Error> {
        Ok(Self { teams: teams_by_id(conn, teams).await?, people: people_by_id(conn, people).await?, absent: HashSet::new() })
    }
    pub fn team(&self, id: Uuid) -> Team {
        self.teams.get(&id).map_or_else(|| Team { id, name: String::new() }, Team::from)
    }
    pub fn person(&self, id: Uuid) -> PersonRef {
        self.people.get(&id).cloned().unwrap_or_else(|| PersonRef { id, name: String::new(), title: None, unit: None })
    }
}

/// Who looks, and by what.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    pub rules: &'a Rules,
    pub policies: &'a Policies,
    pub staff: &'a Staff,
    pub today: NaiveDate,
}

/// Workdays before its end in which the desk says that a pause ends.
const PAUSE_ENDS_SOON: i64 = 3;

/// The card of a matter: everything has been read, nothing is asked here.
pub fn card(
    viewer: Viewer<'_>,
    m: &Listing,
    clients: Vec<IdentityCard>,
    open: &[Kept],
    names: &Names,
    marks: &[&'static str],
) -> MatterCard {
    let clocks: Vec<Clock> = open.iter().map(|k| k.clock.clone()).collect();
    let next = next_due(viewer.rules, &clocks).and_then(|next| open.iter().find(|k| k.clock == *next));
    let next_deadline = next.map(|kept| deadline(viewer.rules, kept, viewer.today));
    // The one that ends first speaks for all; one without a last day ends by hand.
    let paused = open
        .iter()
        .filter_map(|k| Some((k.pause_until, k.clock.pause_reason.clone()?)))
        .min_by_key(|(until, _)| (until.is_none(), *until))
        .map(|(until, reason)| Paused { reason, until });
    let ends_soon = paused.as_ref().and_then(|p| p.until).is_some_and(|day| workdays_between(viewer.today, day) <= PAUSE_ENDS_SOON);
    let s = &m.standing;
    let mut badges = Vec::new();
    let mut badge = |holds: bool, code: &'static str, tone: &'static str| {
        if holds {
            badges.push(Badge { code, tone });
        }
    };
    badge(s.state == MatterState::Returned, "returned", "warning");
    badge(s.handler_id.is_some_and(|h| names.absent.contains(&h)), "handler_absent", "warning");
    badge(s.sender_kind == SenderKind::Client, "from_client", "info");
    badge(ends_soon, "pause_ends", "warning");
    badge(clients.len() > 1, "several_clients", "neutral");
    for code in marks {
        badge(
            true,
            code,
            match *code {
                "unread_message" => "info",
                "review_request" => "warning",
                _ => "neutral",
            },
        );
    }
    MatterCard {
        id: m.id,
        version: m.version,
        number: m.number.clone(),
        clients,
        situation: m.situation,
        service_task: s.service_task,
        urgency: m.urgency,
        lane: s.lane,
        state: s.state,
        team: names.team(s.team_id),
        handler: s.handler_id.map(|h| names.person(h)),
        initiated_on: m.initiated_on,
        sender: (s.sender_kind == SenderKind::Staff).then(|| names.person(s.sender_id)),
        next_deadline,
        paused,
        badges,
        permitted_actions: permitted::permitted(viewer.policies, viewer.staff, s),
    }
}

/// The matter whole, for one whose proof covers it.
pub async fn matter(care: &Care, gate: &Gate, opened: &Opened, id: Uuid) -> Result<MatterView, Problem> {
    let matter = store::load(opened, id).await?;
    Ok(seen(care, gate, opened, opened.clients(), &matter).await?)
}

/// The matter for one whose proof covers it, with the customership it led to.
pub async fn seen(care: &Care, gate: &Gate, opened: &Opened, clients: &[ClientId], matter: &Matter) -> Result<MatterView, Error> {
    let mut view = whole(care, gate, opened, opened.staff(), clients, matter).await?;
    if opened.scopes().covers(&matter.scope) {
        view.customership = customership::of_matter(opened, matter.id).await?;
    }
    Ok(view)
}

#[derive(FromQueryResult)]
struct StepRow {
    id: Uuid,
    at: DateTime<Utc>,
    kind: String,
    actor_kind: String,
    actor_id: Uuid,
    reason: Option<String>,
    from_value: Option<String>,
    to_value: Option<String>,
    text: Option<String>,
    object_id: Option<Uuid>,
}

/// The newest lines of the feed.
const FEED: u32 = 200;

/// What of the feed its sender sees who does not work on the matter.
const SENDER_SEES: [&str; 7] = ["sent", "overruled", "taken", "returned", "resent", "reopened", "closed"];

/// The matter as it was just read, or written by the work under way; `clients` are those the proof covers. One who only sent
/// it sees what became of it, not the work done in it.
pub async fn whole<P: Proof>(
    care: &Care,
    gate: &Gate,
    proof: &P,
    staff: &Staff,
    clients: &[ClientId],
    matter: &Matter,
) -> Result<MatterView, Error> {
    let reader = proof.conn();
    let today = proof.today();
    let covered: Vec<ClientId> = matter.clients.iter().copied().filter(|c| clients.contains(c)).collect();
    let kept = clock::of_matter(reader, matter.id).await?;
    let text = format!(
        "SELECT id, at, kind, actor_kind, actor_id, reason, from_value, to_value, text, object_id FROM matter_step WHERE matter_id = $1 ORDER BY at DESC, id DESC LIMIT {FEED}"
    );
    let rows: Vec<StepRow> = sql::all(reader, &text, [matter.id.into()]).await?;
    // What a step was changed from and to may be a person or a team.
    let changed: Vec<Uuid> = rows.iter().flat_map(|r| [parse(&r.from_value), parse(&r.to_value)]).flatten().collect();
    let teams: Vec<Uuid> = changed.iter().copied().chain([matter.team_id]).collect();
    let people: Vec<Uuid> = rows.iter().map(|r| r.actor_id).chain(changed).chain([matter.sender_id]).chain(matter.handler_id).collect();
    let names = Names::read(reader, &teams, &people).await?;
    let clients = cards(proof, &matter.clients).await?;
    // What somebody did acting for the client, by their own names.
    let done: Vec<Uuid> = rows.iter().filter(|r| r.actor_kind == "client").map(|r| r.id).chain([matter.id]).collect();
    let acted = trust::acting::of(reader, &done).await?;
    let actors: Vec<ClientId> = acted.values().map(|one| ClientId(one.actor_id)).collect();
    let known: Vec<IdentityCard> = clients.iter().cloned().chain(cards(proof, &actors).await?).collect();
    let viewer = Viewer { rules: &care.rules, policies: gate.policies(), staff, today };
    let inside = permitted::allows(viewer.policies, viewer.staff, &Standing::from(matter), Group::Look);
    let rows = rows.into_iter().filter(|row| inside || SENDER_SEES.contains(&row.kind.as_str()));
    let by = |row: &StepRow| acted.get(&row.id).or(acted.get(&matter.id).filter(|_| row.kind == "sent")).map(|one| one.ground);
    let steps = rows.map(|row| (by(&row), row)).map(|(acting, row)| Step { acting, ..step(row, &names, &known) }).collect();
    let progress = store::progress(reader, matter.id).await?;
    let marks = if inside { marks::marks(reader, &[matter.id]).await? } else { HashMap::new() };
    let open: Vec<Kept> = kept.iter().filter(|k| k.clock.is_open()).cloned().collect();
    let proposed = match names.teams.values().find(|t| t.key == matter.proposed_team) {
        Some(team) => Some(team.clone()),
        None => team_by_key(reader, &matter.proposed_team).await?,
    };
    let proposed = proposed.as_ref().map_or_else(|| names.team(matter.team_id), Team::from);
    Ok(MatterView {
        card: card(viewer, &Listing::from(matter), clients, &open, &names, marks.get(&matter.id).map_or(&[], Vec::as_slice)),
        channel: matter.channel.clone(),
        need_reasons: matter.need_reasons.clone(),
        notifier: matter.notifier.clone(),
        notifier_name: matter.notifier_name.clone(),
        own_words: matter.own_words.clone(),
        description: matter.description.clone(),
        discharge_on: matter.discharge_on,
        why_another: matter.why_another.clone(),
        routing: Routed {
            proposed_team: proposed,
            why: serde_json::from_value(matter.routing_why.clone()).unwrap_or_default(),
            rule_version: matter.routing_version.clone(),
            overruled: matter.overrule_reason.clone().map(|reason| Overruled { reason, by: names.person(matter.sender_id) }),
        },
        deadlines: kept.iter().map(|k| deadline(&care.rules, k, today)).collect(),
        steps,
        documents: if inside { documents::of_matter(reader, matter.id, &covered).await.map_err(Problem::from)? } else { Vec::new() },
        decisions: if inside { decision::refs(reader, matter.id).await? } else { Vec::new() },
        customership: None,
        closed: matter.closed_at.map(|at| Closed {
            at,
            reason: matter.close_reason.clone().unwrap_or_default(),
            text: matter.close_text.clone(),
        }),
        parts: if inside { parts::parts(proof, matter.id).await? } else { Vec::new() },
        can: permitted::can(viewer.policies, viewer.staff, matter, progress),
        undo: if inside { undo::offered(reader, matter, staff.id, gate.ctx().now()).await? } else { None },
    })
}

fn parse(value: &Option<String>) -> Option<Uuid> {
    value.as_deref().and_then(|v| v.parse().ok())
}

fn step(row: StepRow, names: &Names, clients: &[IdentityCard]) -> Step {
    // Steps keep ids; names are looked up when they are read, so that a changed name shows everywhere.
    let named = |value: Option<String>| match parse(&value) {
        Some(id) => names.people.get(&id).map(|p| p.name.clone()).or_else(|| names.teams.get(&id).map(|t| t.name.clone())),
        None => value,
    };
    let actor = match row.actor_kind.as_str() {
        "client" => {
            let name = clients.iter().find(|c| c.id == row.actor_id).map(|c| c.name.clone()).unwrap_or_default();
            PersonRef { id: row.actor_id, name, title: None, unit: None }
        }
        _ => names.person(row.actor_id),
    };
    Step {
        id: row.id,
        at: row.at,
        kind: row.kind,
        actor,
        reason: row.reason,
        from: named(row.from_value),
        to: named(row.to_value),
        text: row.text,
        object_id: row.object_id,
        acting: None,
    }
}
