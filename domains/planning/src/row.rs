//! Findings opened for talk, what was said of them, and who agreed: the only place with queries for them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{CatalogueRow, Register, Scope, ServiceTask};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Opened, Scopes, Work};
use uuid::Uuid;

use crate::model::{PlanFindingState, PlanTalkStep, PlanVoice};
use crate::part::Part;

/// The item of the data catalogue: plans.
pub(crate) const ROW: CatalogueRow = 21;
/// The most of one client.
const MOST: usize = 200;

/// Where a part of a finding belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub register: Register,
    pub task: ServiceTask,
    pub row: CatalogueRow,
}

impl Place {
    pub fn of(part: &Part) -> Self {
        Self { register: part.register, task: part.task, row: part.row }
    }

    fn scope(self, controller: Uuid) -> Scope {
        Scope { controller, register: self.register, service_task: self.task, catalogue_row: self.row }
    }

    fn covered(self, scopes: &Scopes) -> bool {
        scopes.sees(self.register, self.task) && scopes.opens(self.row)
    }
}

/// A finding that was opened for talk. Its own scope is its first part's; `with_*` are its second's.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct FindingRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub with_register: Option<String>,
    pub with_task: Option<String>,
    pub with_row: Option<CatalogueRow>,
    pub rule: String,
    pub rules_version: String,
    pub finding_key: String,
    pub state: String,
    pub told_client: bool,
    pub team_id: Option<Uuid>,
    pub version: i32,
}

const FINDING: &str = "SELECT f.id, f.client_id, f.register, f.service_task, f.with_register, f.with_task, f.with_row, f.rule, \
     f.rules_version, f.finding_key, f.state, f.told_client, f.team_id, f.version FROM plan_finding f";

impl FindingRow {
    pub fn state(&self) -> PlanFindingState {
        PlanFindingState::parse(&self.state).unwrap_or(PlanFindingState::Open)
    }

    /// Where its parts belong; none when a column is none of ours.
    pub fn places(&self) -> Option<Vec<Place>> {
        let place =
            |register: &str, task: &str, row| Some(Place { register: Register::parse(register)?, task: ServiceTask::parse(task)?, row });
        let mut all = vec![place(&self.register, &self.service_task, ROW)?];
        if let (Some(register), Some(task), Some(row)) = (&self.with_register, &self.with_task, self.with_row) {
            all.push(place(register, task, row)?);
        }
        Some(all)
    }

    /// Whether scopes reach all its parts: who sees one side alone is not told that there is another.
    pub fn covered(&self, scopes: &Scopes) -> bool {
        self.places().is_some_and(|places| places.into_iter().all(|place| place.covered(scopes)))
    }

    /// Whether scopes reach one of its sides: who may take part in the talk.
    pub fn touches(&self, scopes: &Scopes) -> bool {
        self.places().is_some_and(|places| places.into_iter().any(|place| scopes.sees(place.register, place.task)))
    }
}

/// The findings of the opened client that were opened for talk, as far as all their parts are open.
pub(crate) async fn findings(opened: &Opened) -> Result<Vec<FindingRow>, DbErr> {
    let (clients, values) = opened.clients_sql("f", 1);
    let text = format!("{FINDING} WHERE {clients} AND {} ORDER BY f.id DESC LIMIT {MOST}", opened.scopes().sql("f"));
    let rows: Vec<FindingRow> = sql::all(opened.reader(), &text, values).await?;
    Ok(rows.into_iter().filter(|row| row.covered(opened.scopes())).collect())
}

/// Those a predicate over `f` names.
pub(crate) async fn told(conn: &impl ConnectionTrait, (whose, values): (String, Vec<Value>)) -> Result<Vec<FindingRow>, DbErr> {
    sql::all(conn, &format!("{FINDING} WHERE {whose} AND f.told_client ORDER BY f.id DESC LIMIT {MOST}"), values).await
}

/// One that a predicate over `f` names; its values begin at the second place.
pub(crate) async fn one(conn: &impl ConnectionTrait, id: Uuid, (whose, values): (String, Vec<Value>)) -> Result<Option<FindingRow>, DbErr> {
    sql::one(conn, &format!("{FINDING} WHERE f.id = $1 AND {whose}"), std::iter::once(Value::from(id)).chain(values)).await
}

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct EntryRow {
    pub finding_id: Uuid,
    pub step: String,
    pub voice: String,
    pub by_id: Uuid,
    pub words: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct AgreedRow {
    pub finding_id: Uuid,
    pub voice: String,
    pub by_id: Uuid,
    pub at: DateTime<Utc>,
}

/// What was said of findings and who agreed, by finding; oldest first.
#[derive(Default)]
pub(crate) struct Talks {
    pub entries: HashMap<Uuid, Vec<EntryRow>>,
    pub agreed: HashMap<Uuid, Vec<AgreedRow>>,
}

/// The talks of findings that the caller's proof covers.
pub(crate) async fn talks(conn: &impl ConnectionTrait, findings: &[FindingRow]) -> Result<Talks, DbErr> {
    let mut talks = Talks::default();
    if findings.is_empty() {
        return Ok(talks);
    }
    let list = sql::params(1, findings.len());
    let ids = || findings.iter().map(|row| Value::from(row.id));
    let text = format!(
        "SELECT t.finding_id, t.step, t.voice, t.by_id, t.words, t.at FROM plan_talk t WHERE t.finding_id IN ({list}) ORDER BY t.at, t.id"
    );
    for row in sql::all::<EntryRow>(conn, &text, ids()).await? {
        talks.entries.entry(row.finding_id).or_default().push(row);
    }
    let text = format!(
        "SELECT a.finding_id, a.voice, a.by_id, a.at FROM plan_agreement a WHERE a.finding_id IN ({list}) AND a.over_at IS NULL \
         ORDER BY a.at, a.id"
    );
    for row in sql::all::<AgreedRow>(conn, &text, ids()).await? {
        talks.agreed.entry(row.finding_id).or_default().push(row);
    }
    Ok(talks)
}

/// A finding to be opened for talk.
pub(crate) struct NewFinding<'a> {
    pub id: Uuid,
    pub client_id: Uuid,
    pub places: (Place, Option<Place>),
    pub rule: &'a str,
    pub rules_version: &'a str,
    pub key: &'a str,
    pub told_client: bool,
    pub team_id: Option<Uuid>,
}

const OWNED: [&str; 6] = ["id", "client_id", "controller", "register", "service_task", "catalogue_row"];

fn owned(work: &Work, id: Uuid, client: Uuid, place: Place) -> Vec<Value> {
    let scope = place.scope(work.gate().controller());
    vec![id.into(), client.into(), scope.controller.into(), scope.register.code().into(), scope.service_task.code().into(), ROW.into()]
}

/// Keeps one as open.
pub(crate) async fn insert(work: &Work, new: &NewFinding<'_>) -> Result<(), DbErr> {
    let (first, with) = new.places;
    let mut row = owned(work, new.id, new.client_id, first);
    row.extend([
        with.map(|place| place.register.code()).into(),
        with.map(|place| place.task.code()).into(),
        with.map(|place| place.row).into(),
        new.rule.into(),
        new.rules_version.into(),
        new.key.into(),
        PlanFindingState::Open.code().into(),
        new.told_client.into(),
        new.team_id.into(),
        None::<DateTime<Utc>>.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ]);
    let more = [
        "with_register",
        "with_task",
        "with_row",
        "rule",
        "rules_version",
        "finding_key",
        "state",
        "told_client",
        "team_id",
        "settled_at",
        "version",
        "created_at",
        "updated_at",
    ];
    let columns: Vec<&str> = OWNED.into_iter().chain(more).collect();
    sql::insert_many(work, "plan_finding", &columns, vec![row]).await
}

/// Adds an entry to a talk.
pub(crate) async fn say(
    work: &Work,
    finding: (Uuid, Uuid, Place),
    step: PlanTalkStep,
    (voice, by): (PlanVoice, Uuid),
    words: Option<&str>,
) -> Result<(), DbErr> {
    let (id, client, place) = finding;
    let mut row = owned(work, work.new_id(), client, place);
    row.extend([id.into(), step.code().into(), voice.code().into(), by.into(), words.into(), work.at().into()]);
    let columns: Vec<&str> = OWNED.into_iter().chain(["finding_id", "step", "voice", "by_id", "words", "at"]).collect();
    sql::insert_many(work, "plan_talk", &columns, vec![row]).await
}

/// Keeps that somebody agreed, once. Whether they had not.
pub(crate) async fn agree(work: &Work, finding: (Uuid, Uuid, Place), (voice, by): (PlanVoice, Uuid)) -> Result<bool, DbErr> {
    let (id, client, place) = finding;
    let text = "SELECT 1 AS one FROM plan_agreement a WHERE a.finding_id = $1 AND a.by_id = $2 AND a.over_at IS NULL";
    if !sql::rows(work, text, [id.into(), by.into()]).await?.is_empty() {
        return Ok(false);
    }
    let mut row = owned(work, work.new_id(), client, place);
    row.extend([id.into(), voice.code().into(), by.into(), work.at().into(), None::<DateTime<Utc>>.into()]);
    let columns: Vec<&str> = OWNED.into_iter().chain(["finding_id", "voice", "by_id", "at", "over_at"]).collect();
    sql::insert_many(work, "plan_agreement", &columns, vec![row]).await?;
    Ok(true)
}

/// What was agreed before holds no more: the talk goes on.
pub(crate) async fn agreements_over(work: &Work, finding: Uuid) -> Result<(), DbErr> {
    let text = "UPDATE plan_agreement SET over_at = $1 WHERE finding_id = $2 AND over_at IS NULL";
    sql::exec(work, text, [work.at().into(), finding.into()]).await?;
    Ok(())
}

/// The next state, when nothing has happened since it was seen. Whether it was so.
pub(crate) async fn change(work: &Work, id: Uuid, seen: i32, state: PlanFindingState) -> Result<bool, DbErr> {
    let settled = (state != PlanFindingState::Open).then(|| work.at());
    let text = "UPDATE plan_finding SET state = $1, settled_at = $2, updated_at = $3, version = version + 1 WHERE id = $4 AND version = $5";
    let values: [Value; 5] = [state.code().into(), settled.into(), work.at().into(), id.into(), seen.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}
