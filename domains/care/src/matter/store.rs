//! Queries for matters. Every function takes the proof or the work under way; a matter is only given to one whose proof
//! covers one of its clients and its service task.

use std::collections::HashMap;

use ::store::{NewEvent, sql};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use rules::{Happening, Lane, Rules, Situation, Urgency};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Matter, MatterState, Progress, SenderKind};
use crate::Error;
use crate::clock::{self, Told};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    number: String,
    controller: Uuid,
    register: String,
    service_task: String,
    catalogue_row: i32,
    situation: String,
    urgency: String,
    lane: String,
    state: String,
    channel: String,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    sender_kind: String,
    sender_id: Uuid,
    sender_unit_id: Option<Uuid>,
    notifier: Option<String>,
    notifier_name: Option<String>,
    own_words: Option<String>,
    description: Option<String>,
    discharge_on: Option<NaiveDate>,
    why_another: Option<String>,
    proposed_team: String,
    routing_rule: String,
    routing_version: String,
    routing_why: serde_json::Value,
    overrule_reason: Option<String>,
    title: Option<String>,
    reply_wanted: bool,
    initiated_at: DateTime<Utc>,
    initiated_on: NaiveDate,
    closed_at: Option<DateTime<Utc>>,
    close_reason: Option<String>,
    close_text: Option<String>,
    next_due_on: Option<NaiveDate>,
    paused: bool,
    lane_since: DateTime<Utc>,
}

/// A stored code the program does not know: data of a newer version, or a broken row.
pub(crate) fn unknown(what: &str) -> DbErr {
    DbErr::Custom(format!("an unknown code in {what}"))
}

impl Row {
    fn matter(self, clients: Vec<ClientId>, need_reasons: Vec<String>) -> Result<Matter, DbErr> {
        Ok(Matter {
            id: self.id,
            version: self.version,
            number: self.number,
            scope: Scope {
                controller: self.controller,
                register: Register::parse(&self.register).ok_or_else(|| unknown("matter.register"))?,
                service_task: ServiceTask::parse(&self.service_task).ok_or_else(|| unknown("matter.service_task"))?,
                catalogue_row: self.catalogue_row,
            },
            clients,
            situation: Situation::parse(&self.situation).ok_or_else(|| unknown("matter.situation"))?,
            urgency: Urgency::parse(&self.urgency).ok_or_else(|| unknown("matter.urgency"))?,
            lane: Lane::parse(&self.lane).ok_or_else(|| unknown("matter.lane"))?,
            state: MatterState::parse(&self.state).ok_or_else(|| unknown("matter.state"))?,
            channel: self.channel,
            team_id: self.team_id,
            handler_id: self.handler_id,
            sender_kind: SenderKind::parse(&self.sender_kind).ok_or_else(|| unknown("matter.sender_kind"))?,
            sender_id: self.sender_id,
            sender_unit_id: self.sender_unit_id,
            need_reasons,
            notifier: self.notifier,
            notifier_name: self.notifier_name,
            own_words: self.own_words,
            description: self.description,
            discharge_on: self.discharge_on,
            why_another: self.why_another,
            proposed_team: self.proposed_team,
            routing_rule: self.routing_rule,
            routing_version: self.routing_version,
            routing_why: self.routing_why,
            overrule_reason: self.overrule_reason,
            title: self.title,
            reply_wanted: self.reply_wanted,
            initiated_at: self.initiated_at,
            initiated_on: self.initiated_on,
            closed_at: self.closed_at,
            close_reason: self.close_reason,
            close_text: self.close_text,
            next_due_on: self.next_due_on,
            paused: self.paused,
            lane_since: self.lane_since,
        })
    }
}

#[derive(FromQueryResult)]
struct ClientRow {
    client_id: Uuid,
}

#[derive(FromQueryResult)]
struct NeedRow {
    reason: String,
}

/// The matter, when the proof covers one of its clients and its task; else `NotFound`.
pub async fn load(opened: &Opened, id: Uuid) -> Result<Matter, Error> {
    read(opened.reader(), opened, id, "").await
}

/// The matter, held against other changes until the work ends.
pub async fn lock(work: &Work, opened: &Opened, id: Uuid) -> Result<Matter, Error> {
    let hold = if work.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    read(work, opened, id, hold).await
}

/// As [`lock`], inside a change whose proof was checked against the matter by whoever calls: a finished document's facts, the
/// client's own side.
pub async fn held(work: &Work, id: Uuid) -> Result<Matter, Error> {
    let hold = if work.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    whole(work, id, hold).await
}

async fn whole(conn: &impl ConnectionTrait, id: Uuid, hold: &str) -> Result<Matter, Error> {
    let row: Option<Row> = sql::one(conn, &format!("SELECT * FROM matter WHERE id = $1{hold}"), [id.into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let clients = clients(conn, id).await?;
    let needs: Vec<NeedRow> = sql::all(conn, "SELECT reason FROM matter_need WHERE matter_id = $1 ORDER BY reason", [id.into()]).await?;
    Ok(row.matter(clients, needs.into_iter().map(|n| n.reason).collect())?)
}

async fn read(conn: &impl ConnectionTrait, opened: &Opened, id: Uuid, hold: &str) -> Result<Matter, Error> {
    let matter = whole(conn, id, hold).await?;
    let covered = matter.clients.iter().any(|c| opened.clients().contains(c));
    if covered && opened.scopes().covers(&matter.scope) { Ok(matter) } else { Err(Error::NotFound) }
}

/// The open matters of the opened client in the registers and tasks that are open, newest first.
pub async fn open_of(opened: &Opened) -> Result<Vec<Matter>, DbErr> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let (whose, values) = opened.clients_sql("c", 1);
    let text = format!(
        "SELECT m.id FROM matter m JOIN matter_client c ON c.matter_id = m.id \
         WHERE c.left_at IS NULL AND m.state <> 'closed' AND {whose} AND {} GROUP BY m.id ORDER BY m.id DESC",
        opened.scopes().sql("m")
    );
    let ids: Vec<Id> = sql::all(opened.reader(), &text, values).await?;
    many(opened.reader(), &ids.into_iter().map(|one| one.id).collect::<Vec<_>>()).await
}

/// The matters of these clients that are not closed, inside a change.
pub async fn open_of_clients(work: &Work, clients: &[ClientId]) -> Result<Vec<Matter>, DbErr> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let text = format!(
        "SELECT DISTINCT m.id FROM matter m JOIN matter_client c ON c.matter_id = m.id \
         WHERE c.left_at IS NULL AND m.state <> 'closed' AND c.client_id IN ({})",
        sql::params(1, clients.len())
    );
    let ids: Vec<Id> = sql::all(work, &text, clients.iter().map(|c| Value::from(c.0))).await?;
    many(work, &ids.into_iter().map(|r| r.id).collect::<Vec<_>>()).await
}

#[derive(FromQueryResult)]
struct JoinedRow {
    matter_id: Uuid,
    client_id: Uuid,
}

/// Many matters with their clients, for a list whose own predicate named them: two statements a chunk. Without their needs.
pub async fn many(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Matter>, DbErr> {
    let mut all = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(400) {
        let list = sql::params(1, chunk.len());
        let values = || chunk.iter().map(|id| Value::from(*id));
        let text = format!(
            "SELECT matter_id, client_id FROM matter_client WHERE matter_id IN ({list}) AND left_at IS NULL ORDER BY main DESC, joined_at, client_id"
        );
        let mut clients: HashMap<Uuid, Vec<ClientId>> = HashMap::new();
        for row in sql::all::<JoinedRow>(conn, &text, values()).await? {
            clients.entry(row.matter_id).or_default().push(ClientId(row.client_id));
        }
        let rows: Vec<Row> = sql::all(conn, &format!("SELECT * FROM matter WHERE id IN ({list})"), values()).await?;
        for row in rows {
            let theirs = clients.remove(&row.id).unwrap_or_default();
            all.push(row.matter(theirs, Vec::new())?);
        }
    }
    Ok(all)
}

/// What has been reached in each of many matters that a list's own predicate named.
pub async fn progress_of(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Progress>, DbErr> {
    #[derive(FromQueryResult)]
    struct Of {
        matter_id: Uuid,
        what: String,
    }
    let mut all: HashMap<Uuid, Progress> = HashMap::new();
    for chunk in ids.chunks(400) {
        let list = sql::params(1, chunk.len());
        let text = format!(
            "SELECT matter_id, 'assessed' AS what FROM assessment WHERE matter_id IN ({list}) AND finished_on IS NOT NULL \
             UNION SELECT matter_id, 'planned' AS what FROM plan WHERE matter_id IN ({list}) AND state <> 'draft' \
             UNION SELECT matter_id, 'drafted' AS what FROM decision WHERE matter_id IN ({list}) AND state IN ('draft', 'decided') \
             UNION SELECT matter_id, 'sent' AS what FROM decision WHERE matter_id IN ({list}) AND state = 'sent' \
             UNION SELECT matter_id, 'review' AS what FROM review_request WHERE matter_id IN ({list}) AND state IN ('received', 'taken') \
             UNION SELECT matter_id, 'customership' AS what FROM customership WHERE matter_id IN ({list}) AND state = 'open'"
        );
        for row in sql::all::<Of>(conn, &text, chunk.iter().map(|id| Value::from(*id))).await? {
            let one = all.entry(row.matter_id).or_default();
            match row.what.as_str() {
                "assessed" => one.assessment_finished = true,
                "planned" => one.plan_finished = true,
                "drafted" => one.decision_open = true,
                "sent" => one.decision_sent = true,
                "review" => one.review_open = true,
                _ => one.customership_open = true,
            }
        }
    }
    Ok(all)
}

/// Who has joined and not left, the main client first.
async fn clients(conn: &impl ConnectionTrait, id: Uuid) -> Result<Vec<ClientId>, DbErr> {
    let text = "SELECT client_id FROM matter_client WHERE matter_id = $1 AND left_at IS NULL ORDER BY main DESC, joined_at, client_id";
    let rows: Vec<ClientRow> = sql::all(conn, text, [id.into()]).await?;
    Ok(rows.into_iter().map(|r| ClientId(r.client_id)).collect())
}

/// Writes what a change of state touched, and the next version.
pub async fn save(work: &Work, matter: &mut Matter) -> Result<(), Error> {
    let text = "UPDATE matter SET lane = $1, state = $2, team_id = $3, handler_id = $4, closed_at = $5, close_reason = $6, close_text = $7, \
                next_due_on = $8, paused = $9, lane_since = $10, version = $11, updated_at = $12 WHERE id = $13";
    // While the row still says where it was.
    crate::stay::record(work, matter).await?;
    matter.version += 1;
    let values: [Value; 13] = [
        matter.lane.code().into(),
        matter.state.code().into(),
        matter.team_id.into(),
        matter.handler_id.into(),
        matter.closed_at.into(),
        matter.close_reason.clone().into(),
        matter.close_text.clone().into(),
        matter.next_due_on.into(),
        matter.paused.into(),
        matter.lane_since.into(),
        matter.version.into(),
        work.at().into(),
        matter.id.into(),
    ];
    sql::exec(work, text, values).await?;
    Ok(())
}

/// Writes what a notification told of a matter, and the needs that are new in it; the next version.
pub async fn add_told(work: &Work, matter: &mut Matter, needs: &[String]) -> Result<(), Error> {
    matter.version += 1;
    let text = "UPDATE matter SET notifier = $1, notifier_name = $2, description = $3, version = $4, updated_at = $5 WHERE id = $6";
    let values: [Value; 6] = [
        matter.notifier.clone().into(),
        matter.notifier_name.clone().into(),
        matter.description.clone().into(),
        matter.version.into(),
        work.at().into(),
        matter.id.into(),
    ];
    sql::exec(work, text, values).await?;
    let rows = needs.iter().map(|reason| -> Vec<Value> { vec![matter.id.into(), reason.clone().into()] }).collect();
    sql::insert_many(work, "matter_need", &["matter_id", "reason"], rows).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ProgressRow {
    assessed: i32,
    planned: i32,
    drafted: i32,
    sent: i32,
    customership: i32,
    review: i32,
}

/// What has been reached in the matter.
pub async fn progress(conn: &impl ConnectionTrait, id: Uuid) -> Result<Progress, DbErr> {
    let text = "SELECT \
        CASE WHEN EXISTS (SELECT 1 FROM assessment WHERE matter_id = $1 AND finished_on IS NOT NULL) THEN 1 ELSE 0 END AS assessed, \
        CASE WHEN EXISTS (SELECT 1 FROM plan WHERE matter_id = $1 AND state <> 'draft') THEN 1 ELSE 0 END AS planned, \
        CASE WHEN EXISTS (SELECT 1 FROM decision WHERE matter_id = $1 AND state IN ('draft', 'decided')) THEN 1 ELSE 0 END AS drafted, \
        CASE WHEN EXISTS (SELECT 1 FROM decision WHERE matter_id = $1 AND state = 'sent') THEN 1 ELSE 0 END AS sent, \
        CASE WHEN EXISTS (SELECT 1 FROM customership WHERE matter_id = $1 AND state = 'open') THEN 1 ELSE 0 END AS customership, \
        CASE WHEN EXISTS (SELECT 1 FROM review_request WHERE matter_id = $1 AND state IN ('received', 'taken')) THEN 1 ELSE 0 END AS review";
    let row: Option<ProgressRow> = sql::one(conn, text, [id.into()]).await?;
    Ok(row.map_or_else(Progress::default, |r| Progress {
        assessment_finished: r.assessed == 1,
        plan_finished: r.planned == 1,
        decision_open: r.drafted == 1,
        decision_sent: r.sent == 1,
        customership_open: r.customership == 1,
        review_open: r.review == 1,
    }))
}

/// A line of the activity feed.
#[derive(Clone, Debug, Default)]
pub struct NewStep {
    /// sent | taken | handed_over | returned | … (see `view::Step`).
    pub kind: &'static str,
    pub reason: Option<String>,
    /// A code or an id, before and after.
    pub from: Option<String>,
    pub to: Option<String>,
    pub text: Option<String>,
    /// What it is about: a note, a document, a clock.
    pub object_id: Option<Uuid>,
}

impl NewStep {
    pub fn new(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
    #[must_use]
    pub fn from_to(mut self, from: impl Into<Option<String>>, to: impl Into<Option<String>>) -> Self {
        self.from = from.into();
        self.to = to.into();
        self
    }
    #[must_use]
    pub fn about(mut self, object_id: Uuid) -> Self {
        self.object_id = Some(object_id);
        self
    }
}

pub(crate) const STEP_COLUMNS: &[&str] =
    &["id", "matter_id", "at", "kind", "actor_kind", "actor_id", "reason", "from_value", "to_value", "text", "object_id"];

/// Adds a line to the matter's feed, by whoever does the work.
pub async fn step(work: &Work, matter_id: Uuid, step: NewStep) -> Result<(), Error> {
    let id = work.new_id();
    if work.acting().is_some() {
        acted(work, matter_id, [Some(("matter_step", id)), step.object_id.map(|object| (step.kind, object))]).await?;
    }
    let row: Vec<Value> = vec![
        id.into(),
        matter_id.into(),
        work.at().into(),
        step.kind.into(),
        work.actor_kind().into(),
        work.actor_id().unwrap_or(Uuid::nil()).into(),
        step.reason.into(),
        step.from.into(),
        step.to.into(),
        step.text.into(),
        step.object_id.into(),
    ];
    sql::insert_many(work, "matter_step", STEP_COLUMNS, vec![row]).await?;
    Ok(())
}

/// Keeps that these things of the matter were done by somebody acting for its client.
pub async fn acted(work: &Work, matter_id: Uuid, things: [Option<(&'static str, Uuid)>; 2]) -> Result<(), Error> {
    let matter = held(work, matter_id).await?;
    let client = work.client_id().ok_or(Error::NotFound)?;
    for (kind, id) in things.into_iter().flatten() {
        work.acted(client, matter.scope, kind, id).await?;
    }
    Ok(())
}

/// An event about a matter, with its team, main client and handler: whose live screens show it.
pub fn event(kind: &'static str, matter: &Matter) -> NewEvent {
    let data = serde_json::json!({ "handler_id": matter.handler_id });
    let event = NewEvent::new(kind, "matter", matter.id).team(matter.team_id).data(data);
    match matter.clients.first() {
        Some(client) => event.client(client.0),
        None => event,
    }
}

/// Moves a matter forward to a lane when the work has brought it there (an assessment finished, a decision sent): row, feed,
/// event. `false` when it is there or further already, or when the lane is not open to it.
pub async fn advance(work: &Work, rules: &Rules, matter: &mut Matter, to: Lane) -> Result<bool, Error> {
    if to <= matter.lane {
        return Ok(false);
    }
    let progress = progress(work, matter.id).await?;
    let from = matter.lane;
    if matter.move_to(to, None, progress, work.at()).is_err() {
        return Ok(false);
    }
    if to >= Lane::Assessment {
        clock::reached(work, rules, matter, Happening::AssessmentStarted, Told::default()).await?;
    }
    save(work, matter).await?;
    step(work, matter.id, NewStep::new("moved").from_to(from.code().to_owned(), to.code().to_owned())).await?;
    work.emit(event("care.matter.moved", matter)).await?;
    Ok(true)
}
