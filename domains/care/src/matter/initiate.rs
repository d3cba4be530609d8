//! A matter is put on its way: row, clients, reasons of need, ties that rights rest on, clocks, feed and event.
//!
//! Building ([`Initiation::build`]) is pure and writing ([`insert`]) is many rows at once, so that one matter from the lobby
//! and thousands of a synthetic county go the same way.

use ::store::sql;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask, helsinki_date};
use rules::{Facts, Happening, Lane, Rules, Situation, Urgency};
use sea_orm::Value;
use trust::Work;
use trust::relation::{NewTie, tie};
use uuid::Uuid;

use super::model::{Matter, MatterState, SenderKind};
use super::number;
use super::store::STEP_COLUMNS;
use crate::Error;
use crate::clock::rules::{Clock, starting};
use crate::clock::{self, settle};
use crate::routing::rules::Proposal;

/// Data-catalogue row of a matter: open customerships and what is under way (row 18).
pub const CATALOGUE_ROW: i32 = 18;

/// Who puts it on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    Staff { id: Uuid, unit_id: Uuid },
    Client(ClientId),
}

/// What a matter begins with; checked by whoever fills it in.
#[derive(Clone, Debug)]
pub struct Initiation {
    /// The main client first; at least one.
    pub clients: Vec<ClientId>,
    pub service_task: ServiceTask,
    pub situation: Situation,
    pub urgency: Urgency,
    pub need_reasons: Vec<String>,
    pub notifier: Option<String>,
    pub notifier_name: Option<String>,
    pub own_words: Option<String>,
    pub description: Option<String>,
    pub discharge_on: Option<NaiveDate>,
    pub why_another: Option<String>,
    pub title: Option<String>,
    pub reply_wanted: bool,
    /// lobby | contact | application | concern: by which way it came.
    pub channel: String,
    pub sender: Sender,
    pub team_id: Uuid,
    pub proposal: Proposal,
    /// Why the sender chose another team than proposed.
    pub overrule_reason: Option<String>,
}

/// A matter with all that is written with it.
#[derive(Clone, Debug)]
pub struct NewMatter {
    pub matter: Matter,
    pub clocks: Vec<Clock>,
    /// Ties of basis `team`, `sender`, `handler`.
    pub ties: Vec<NewTie>,
    pub steps: Vec<PastStep>,
}

/// A line of the feed with its time and actor.
#[derive(Clone, Debug)]
pub struct PastStep {
    pub at: DateTime<Utc>,
    pub kind: &'static str,
    pub actor_kind: &'static str,
    pub actor_id: Uuid,
    pub reason: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Initiation {
    /// The matter as it is when it has just been sent at `at`; `facts` are those the team was proposed by.
    pub fn build(self, rules: &Rules, facts: &Facts, id: Uuid, number: String, controller: Uuid, at: DateTime<Utc>) -> NewMatter {
        let register = if self.service_task == ServiceTask::Health { Register::Patient } else { Register::Social };
        let scope = Scope { controller, register, service_task: self.service_task, catalogue_row: CATALOGUE_ROW };
        let (sender_kind, sender_id, sender_unit_id) = match self.sender {
            Sender::Staff { id, unit_id } => (SenderKind::Staff, id, Some(unit_id)),
            Sender::Client(client) => (SenderKind::Client, client.0, None),
        };
        let tie = |client: ClientId, basis: &'static str, professional_id: Option<Uuid>, team_id: Option<Uuid>| NewTie {
            client,
            scope,
            basis,
            object_kind: "matter",
            object_id: id,
            professional_id,
            team_id,
            unit_id: None,
            from: at,
            to: None,
        };
        let mut ties = Vec::new();
        for client in &self.clients {
            ties.push(tie(*client, "team", None, Some(self.team_id)));
            if sender_kind == SenderKind::Staff {
                ties.push(tie(*client, "sender", Some(sender_id), None));
            }
        }
        let step = |kind: &'static str, reason: Option<String>, from: Option<String>| PastStep {
            at,
            kind,
            actor_kind: sender_kind.code(),
            actor_id: sender_id,
            reason,
            from,
            to: Some(self.team_id.to_string()),
        };
        let mut steps = vec![step("sent", None, None)];
        if let Some(reason) = &self.overrule_reason {
            steps.push(step("overruled", Some(reason.clone()), Some(self.proposal.team.clone())));
        }
        let clocks = starting(rules.deadlines.on(facts.on), facts, Happening::MatterInitiated, None);
        let mut matter = Matter {
            id,
            version: 1,
            number,
            scope,
            clients: self.clients,
            situation: self.situation,
            urgency: self.urgency,
            lane: Lane::FirstContact,
            state: MatterState::Open,
            channel: self.channel,
            team_id: self.team_id,
            handler_id: None,
            sender_kind,
            sender_id,
            sender_unit_id,
            need_reasons: self.need_reasons,
            notifier: self.notifier,
            notifier_name: self.notifier_name,
            own_words: self.own_words,
            description: self.description,
            discharge_on: self.discharge_on,
            why_another: self.why_another,
            proposed_team: self.proposal.team,
            routing_rule: self.proposal.rule,
            routing_version: self.proposal.rule_version,
            routing_why: serde_json::to_value(&self.proposal.why).unwrap_or_default(),
            overrule_reason: self.overrule_reason,
            title: self.title,
            reply_wanted: self.reply_wanted,
            initiated_at: at,
            initiated_on: helsinki_date(at),
            closed_at: None,
            close_reason: None,
            close_text: None,
            next_due_on: None,
            paused: false,
            lane_since: at,
        };
        settle(rules, &mut matter, &clocks);
        NewMatter { matter, clocks, ties, steps }
    }
}

/// Puts one matter on its way, now, in the caller's work: number, rows, ties, clocks, feed, event.
pub async fn initiate(work: &Work, rules: &Rules, facts: &Facts, new: Initiation) -> Result<Matter, Error> {
    if new.clients.is_empty() {
        return Err(Error::field("/client_ids", "required"));
    }
    let year = work.today().year();
    let number = number::written(year, number::take(work, year, 1).await?);
    let made = new.build(rules, facts, work.new_id(), number, work.gate().controller(), work.at());
    insert(work, std::slice::from_ref(&made)).await?;
    work.touched(&made.matter.clients);
    work.emit(super::event("care.matter.sent", &made.matter)).await?;
    Ok(made.matter)
}

const COLUMNS: &[&str] = &[
    "id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "number",
    "situation",
    "urgency",
    "lane",
    "state",
    "channel",
    "team_id",
    "handler_id",
    "sender_kind",
    "sender_id",
    "sender_unit_id",
    "notifier",
    "notifier_name",
    "own_words",
    "description",
    "discharge_on",
    "why_another",
    "proposed_team",
    "routing_rule",
    "routing_version",
    "routing_why",
    "overrule_reason",
    "title",
    "reply_wanted",
    "initiated_at",
    "initiated_on",
    "closed_at",
    "close_reason",
    "close_text",
    "next_due_on",
    "paused",
    "lane_since",
    "version",
    "created_at",
    "updated_at",
];

fn row(m: &Matter) -> Vec<Value> {
    vec![
        m.id.into(),
        m.scope.controller.into(),
        m.scope.register.code().into(),
        m.scope.service_task.code().into(),
        m.scope.catalogue_row.into(),
        m.number.clone().into(),
        m.situation.code().into(),
        m.urgency.code().into(),
        m.lane.code().into(),
        m.state.code().into(),
        m.channel.clone().into(),
        m.team_id.into(),
        m.handler_id.into(),
        m.sender_kind.code().into(),
        m.sender_id.into(),
        m.sender_unit_id.into(),
        m.notifier.clone().into(),
        m.notifier_name.clone().into(),
        m.own_words.clone().into(),
        m.description.clone().into(),
        m.discharge_on.into(),
        m.why_another.clone().into(),
        m.proposed_team.clone().into(),
        m.routing_rule.clone().into(),
        m.routing_version.clone().into(),
        m.routing_why.clone().into(),
        m.overrule_reason.clone().into(),
        m.title.clone().into(),
        m.reply_wanted.into(),
        m.initiated_at.into(),
        m.initiated_on.into(),
        m.closed_at.into(),
        m.close_reason.clone().into(),
        m.close_text.clone().into(),
        m.next_due_on.into(),
        m.paused.into(),
        m.lane_since.into(),
        m.version.into(),
        m.initiated_at.into(),
        m.closed_at.unwrap_or(m.lane_since).into(),
    ]
}

/// Writes new matters with all their rows, in multi-row statements.
pub async fn insert(work: &Work, new: &[NewMatter]) -> Result<(), Error> {
    sql::insert_many(work, "matter", COLUMNS, new.iter().map(|n| row(&n.matter)).collect()).await?;
    let clients = new.iter().flat_map(|n| {
        n.matter
            .clients
            .iter()
            .enumerate()
            .map(|(i, c)| -> Vec<Value> { vec![n.matter.id.into(), c.0.into(), (i == 0).into(), n.matter.initiated_at.into()] })
    });
    sql::insert_many(work, "matter_client", &["matter_id", "client_id", "main", "joined_at"], clients.collect()).await?;
    let needs = new.iter().flat_map(|n| n.matter.need_reasons.iter().map(|r| -> Vec<Value> { vec![n.matter.id.into(), r.clone().into()] }));
    sql::insert_many(work, "matter_need", &["matter_id", "reason"], needs.collect()).await?;
    let steps = new.iter().flat_map(|n| n.steps.iter().map(|s| step_row(work, n.matter.id, s)));
    sql::insert_many(work, "matter_step", STEP_COLUMNS, steps.collect()).await?;
    crate::stay::insert(work, new).await?;
    let clocks: Vec<(Uuid, Clock)> = new.iter().flat_map(|n| n.clocks.iter().map(|c| (n.matter.id, c.clone()))).collect();
    clock::store::insert(work, &clocks).await?;
    let ties: Vec<NewTie> = new.iter().flat_map(|n| n.ties.clone()).collect();
    tie(work, &ties).await?;
    Ok(())
}

fn step_row(work: &Work, matter_id: Uuid, s: &PastStep) -> Vec<Value> {
    vec![
        work.new_id().into(),
        matter_id.into(),
        s.at.into(),
        s.kind.into(),
        s.actor_kind.into(),
        s.actor_id.into(),
        s.reason.clone().into(),
        s.from.clone().into(),
        s.to.clone().into(),
        None::<String>.into(),
        None::<Uuid>.into(),
    ]
}
