//! The supervisor's look at an opening afterwards: one's own unit's and teams', and those of a unit that has no lead, so that
//! none goes unseen. Each word said stays; a misuse or an acceptance ends the review.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Problem, Register, Scope, Text};
use rules::Rules;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::opening::{self, Act};
use trust::{Listed, Role, Staff, Work};
use uuid::Uuid;

use super::open::NewAct;
use super::view::OpeningReasonView;
use crate::card::{IdentityCard, cards};
use crate::error::Error;
use crate::organisation::{PersonRef, people_by_id};
use crate::overseen::{Queue, WatchFinding, WatchReportedTo, all};
use crate::reason;

/// Log lines shown of one opening, oldest first.
const LINES: usize = 200;

/// What the supervisor found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpeningOutcome {
    /// The ground held and no more was looked at than was needed.
    Accepted,
    /// Not clear yet: it stays in the queue.
    ToLookInto,
    /// The data were opened without a ground, or used beyond it.
    Misuse,
}

impl OpeningOutcome {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::ToLookInto => "to_look_into",
            Self::Misuse => "misuse",
        }
    }
    fn parse(code: &str) -> Option<Self> {
        [Self::Accepted, Self::ToLookInto, Self::Misuse].into_iter().find(|o| o.code() == code)
    }
}

/// A word said of an opening.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OpeningVerdict {
    pub outcome: OpeningOutcome,
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    pub at: DateTime<Utc>,
}

/// What the data protection officer found of a misuse.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OpeningFinding {
    pub finding: WatchFinding,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_to: Option<WatchReportedTo>,
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    pub at: DateTime<Utc>,
}

/// An opening that another looks at.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OpeningReview {
    pub id: Uuid,
    pub version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professional: Option<PersonRef>,
    pub registers: Vec<Register>,
    /// The ground's name; its code when the rules no longer know it.
    pub ground: Text,
    pub law: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<OpeningReasonView>,
    /// The professional's own words.
    pub words: String,
    pub emergency: bool,
    /// Whether the professional had any care relation to the client when opening.
    pub tied: bool,
    pub opened_at: DateTime<Utc>,
    /// When it closed or will close.
    pub ends_at: DateTime<Utc>,
    pub closed_early: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The review waits although its time is out.
    pub overdue: bool,
    /// Accepted or found a misuse; otherwise it waits.
    pub settled: bool,
    /// Oldest first.
    pub verdicts: Vec<OpeningVerdict>,
    /// The data protection officer's, of a misuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<OpeningFinding>,
}

/// A page of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OpeningList {
    pub items: Vec<OpeningReview>,
    /// How many wait in all.
    pub waiting: i64,
    /// How many of those are late.
    pub overdue: i64,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// One thing done while the register was open.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OpeningUse {
    pub at: DateTime<Utc>,
    /// The action's name in the log.
    pub action: String,
    /// allowed | refused | failed
    pub outcome: String,
}

/// An opening with what was done under it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OpeningDetail {
    #[serde(flatten)]
    pub review: OpeningReview,
    /// Oldest first.
    pub uses: Vec<OpeningUse>,
    /// There were more than are told here.
    pub more_uses: bool,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewVerdict {
    pub outcome: OpeningOutcome,
    /// 3–2,000 characters.
    pub words: String,
}

/// Puts an act in the queue.
pub(super) async fn begin(
    work: &Work,
    act: &NewAct,
    scope: Scope,
    id: Uuid,
    emergency: bool,
    due: Option<NaiveDate>,
    rule_version: &str,
) -> Result<(), DbErr> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "act_id",
        "professional_id",
        "unit_id",
        "opened_at",
        "emergency",
        "tied",
        "due_on",
        "rule_version",
        "settled",
        "version",
    ];
    let mut row: Vec<Value> = vec![work.new_id().into(), act.client.0.into()];
    row.extend(crate::client::store::scope(scope));
    row.extend::<[Value; 10]>([
        id.into(),
        act.professional_id.into(),
        act.unit_id.into(),
        work.at().into(),
        emergency.into(),
        act.tied.into(),
        due.into(),
        rule_version.into(),
        false.into(),
        1.into(),
    ]);
    sql::insert_many(work, "opening_review", &columns, vec![row]).await
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    act_id: Uuid,
    professional_id: Uuid,
    tied: bool,
    due_on: Option<NaiveDate>,
    settled: bool,
    version: i32,
}

/// The openings this supervisor looks at.
const QUEUE: Queue =
    Queue { from: "opening_review r", alias: "r", professional: "r.professional_id", unit: "r.unit_id", waits: "NOT r.settled" };

fn whose(staff: &Staff, today: NaiveDate, first: usize) -> (String, Vec<Value>) {
    QUEUE.whose(staff, today, first)
}

/// A page of the queue, or of what has been judged.
pub(super) async fn page(rules: &Rules, listed: &Listed, settled: bool, after: Option<Uuid>) -> Result<OpeningList, Error> {
    let which = if settled { ("r.settled", false) } else { ("NOT r.settled", true) };
    let found = QUEUE.page(listed, which, after, |row: &Row| row.id, all::<Error>).await?;
    let items = told(rules, listed, &found.rows).await?;
    let shown: Vec<ClientId> = found.rows.iter().map(|r| ClientId(r.client_id)).collect();
    listed.shown(&shown);
    Ok(OpeningList { items, waiting: found.waiting, overdue: found.overdue, next: found.next })
}

/// One of them with what was done under it.
pub(super) async fn one(rules: &Rules, listed: &Listed, id: Uuid) -> Result<OpeningDetail, Error> {
    let (own, mut values) = whose(listed.staff(), listed.today(), 2);
    values.insert(0, id.into());
    let rows: Vec<Row> = sql::all(listed.reader(), &format!("SELECT r.* FROM opening_review r WHERE r.id = $1 AND {own}"), values).await?;
    detail(rules, listed, rows).await
}

/// The one row with what was done under it; the log says whose data were shown.
pub(super) async fn detail(rules: &Rules, listed: &Listed, rows: Vec<Row>) -> Result<OpeningDetail, Error> {
    let row = rows.first().ok_or(Error::NotFound)?;
    let client = ClientId(row.client_id);
    let act = opening::acts(listed.reader(), &[row.act_id]).await?.remove(&row.act_id).ok_or(Error::NotFound)?;
    let most = u32::try_from(LINES + 1).unwrap_or(u32::MAX);
    let between = (act.opened_at, act.ends_at);
    let mut uses = opening::used(listed.reader(), client, row.professional_id, &act.ground, between, most).await?;
    let more_uses = uses.len() > LINES;
    uses.truncate(LINES);
    let review = told(rules, listed, &rows).await?.pop().ok_or(Error::NotFound)?;
    listed.shown(&[client]);
    let uses = uses.into_iter().map(|u| OpeningUse { at: u.at, action: u.action, outcome: u.outcome }).collect();
    Ok(OpeningDetail { review, uses, more_uses })
}

pub(super) async fn told(rules: &Rules, listed: &Listed, rows: &[Row]) -> Result<Vec<OpeningReview>, Error> {
    let clients: Vec<ClientId> = rows.iter().map(|r| ClientId(r.client_id)).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let acts = opening::acts(listed.reader(), &rows.iter().map(|r| r.act_id).collect::<Vec<_>>()).await?;
    let mut said = verdicts(listed, rows).await?;
    let names: Vec<Uuid> = rows.iter().map(|r| r.professional_id).chain(said.values().flatten().map(|v| v.by_id)).collect();
    let people = people_by_id(listed.reader(), &names).await?;
    let today = listed.today();
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let act: &Act = acts.get(&row.act_id).ok_or(Error::NotFound)?;
        let set = rules.grounds.version(&act.rule_version);
        let ground = set.and_then(|set| set.body.grounds.iter().find(|g| g.code == act.ground));
        let reason = act.reason_code.as_ref().map(|code| {
            let label = ground.and_then(|g| g.reasons.iter().find(|r| r.code == *code)).map(|r| r.label.clone());
            OpeningReasonView { code: code.clone(), label: label.unwrap_or_else(|| Text::fi(code)) }
        });
        let spoken = said.remove(&row.id).unwrap_or_default();
        let found = spoken.iter().find_map(|v| {
            let finding = WatchFinding::parse(&v.outcome)?;
            Some(OpeningFinding {
                finding,
                reported_to: v.reported_to.as_deref().and_then(WatchReportedTo::parse),
                words: v.words.clone(),
                by: people.get(&v.by_id).cloned(),
                at: v.at,
            })
        });
        items.push(OpeningReview {
            id: row.id,
            version: row.version,
            client: shown.get(&row.client_id).cloned(),
            professional: people.get(&row.professional_id).cloned(),
            registers: act.registers.clone(),
            ground: ground.map_or_else(|| Text::fi(&act.ground), |g| g.label.clone()),
            law: ground.map(|g| g.law.clone()).unwrap_or_default(),
            reason,
            words: act.reason.clone(),
            emergency: act.emergency,
            tied: row.tied,
            opened_at: act.opened_at,
            ends_at: act.ends_at,
            closed_early: act.closed_at.is_some(),
            due_on: row.due_on,
            overdue: !row.settled && row.due_on.is_some_and(|due| due < today),
            settled: row.settled,
            verdicts: spoken
                .into_iter()
                .filter_map(|v| {
                    let outcome = OpeningOutcome::parse(&v.outcome)?;
                    Some(OpeningVerdict { outcome, words: v.words, by: people.get(&v.by_id).cloned(), at: v.at })
                })
                .collect(),
            finding: found,
        });
    }
    Ok(items)
}

#[derive(FromQueryResult)]
struct Said {
    review_id: Uuid,
    /// A verdict's code, or a finding's: each word said is a row.
    outcome: String,
    reported_to: Option<String>,
    words: String,
    by_id: Uuid,
    at: DateTime<Utc>,
}

async fn verdicts(listed: &Listed, rows: &[Row]) -> Result<HashMap<Uuid, Vec<Said>>, DbErr> {
    let mut all: HashMap<Uuid, Vec<Said>> = HashMap::new();
    if rows.is_empty() {
        return Ok(all);
    }
    let text = format!("SELECT * FROM opening_verdict WHERE review_id IN ({}) ORDER BY id", sql::params(1, rows.len()));
    let said: Vec<Said> = sql::all(listed.reader(), &text, rows.iter().map(|r| Value::from(r.id))).await?;
    for one in said {
        all.entry(one.review_id).or_default().push(one);
    }
    Ok(all)
}

/// Says what the supervisor found. Gives the client whose data it was about.
///
/// # Errors
/// [`Error::NotFound`] for one that is not this supervisor's; `already_judged`; a version that has moved on; words too short.
pub(super) async fn judge(work: &Work, staff: &Staff, id: Uuid, seen: i32, new: &NewVerdict) -> Result<ClientId, Error> {
    let words = reason::checked("/words", &new.words)?;
    let (own, mut values) = whose(staff, work.today(), 2);
    values.insert(0, id.into());
    let row: Option<Row> = sql::one(work, &format!("SELECT r.* FROM opening_review r WHERE r.id = $1 AND {own}"), values).await?;
    let row = row.ok_or(Error::NotFound)?;
    verdict(work, row.id, staff.id, seen, new.outcome, words).await?;
    let data = match new.outcome {
        // It waits for the data protection officer from now on.
        OpeningOutcome::Misuse => serde_json::json!({ "outcome": new.outcome, "for_role": Role::DataProtectionOfficer.code() }),
        OpeningOutcome::Accepted | OpeningOutcome::ToLookInto => serde_json::json!({ "outcome": new.outcome }),
    };
    work.emit(NewEvent::new("people.opening.judged", "opening_review", id).client(row.client_id).data(data)).await?;
    Ok(ClientId(row.client_id))
}

async fn verdict(work: &Work, id: Uuid, by: Uuid, seen: i32, outcome: OpeningOutcome, words: &str) -> Result<(), Error> {
    let text = "UPDATE opening_review SET outcome = $1, settled = $2, version = version + 1 WHERE id = $3 AND version = $4 AND NOT settled";
    let settled = outcome != OpeningOutcome::ToLookInto;
    if sql::exec(work, text, [outcome.code().into(), settled.into(), id.into(), seen.into()]).await?.rows_affected() == 0 {
        #[derive(FromQueryResult)]
        struct Now {
            settled: bool,
            version: i32,
        }
        let now: Option<Now> = sql::one(work, "SELECT settled, version FROM opening_review WHERE id = $1", [id.into()]).await?;
        let now = now.ok_or(Error::NotFound)?;
        if now.settled {
            return Err(Error::State("already_judged"));
        }
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": now.version })).into());
    }
    // It belongs where the review does.
    let text = "INSERT INTO opening_verdict (id, client_id, controller, register, service_task, catalogue_row, review_id, outcome, words, by_id, at) \
                SELECT $1, r.client_id, r.controller, r.register, r.service_task, r.catalogue_row, r.id, $2, $3, $4, $5 FROM opening_review r WHERE r.id = $6";
    let values = [work.new_id().into(), outcome.code().into(), words.into(), by.into(), work.at().into(), id.into()];
    sql::exec(work, text, values).await?;
    Ok(())
}
