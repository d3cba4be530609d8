//! A matter and its states. A change of state is a method that can refuse; the reason is a stable code the screens explain.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope};
use rules::{Lane, Situation, Urgency};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a state does not allow something: a stable code.
pub type Refusal = &'static str;

/// Whether a matter is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatterState {
    Open,
    /// Given back to its sender with a reason.
    Returned,
    Closed,
}

impl MatterState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Returned => "returned",
            Self::Closed => "closed",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Open, Self::Returned, Self::Closed].into_iter().find(|s| s.code() == code)
    }
}

/// Who put a matter on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SenderKind {
    Staff,
    Client,
}

impl SenderKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Client => "client",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Staff, Self::Client].into_iter().find(|s| s.code() == code)
    }
}

/// What has been reached in a matter, for the refusals of its lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub assessment_finished: bool,
    pub plan_finished: bool,
    /// A decision has been drafted and is not sent yet.
    pub decision_open: bool,
    pub decision_sent: bool,
    /// A customership was opened in this matter and is open.
    pub customership_open: bool,
    /// A request for review of one of its decisions waits.
    pub review_open: bool,
}

/// A matter as it stands. Its own key; `clients` are those who have joined and not left, the main one first.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    pub id: Uuid,
    pub version: i32,
    /// `A-2026-004711`: running number of the year, no personal data.
    pub number: String,
    pub scope: Scope,
    pub clients: Vec<ClientId>,
    pub situation: Situation,
    pub urgency: Urgency,
    pub lane: Lane,
    pub state: MatterState,
    /// lobby | own | import …: by which way it came.
    pub channel: String,
    pub team_id: Uuid,
    pub handler_id: Option<Uuid>,
    pub sender_kind: SenderKind,
    /// A professional or, from the client's own side, a client.
    pub sender_id: Uuid,
    pub sender_unit_id: Option<Uuid>,
    pub need_reasons: Vec<String>,
    pub notifier: Option<String>,
    pub notifier_name: Option<String>,
    pub own_words: Option<String>,
    pub description: Option<String>,
    pub discharge_on: Option<NaiveDate>,
    pub why_another: Option<String>,
    /// Key of the team the rules proposed.
    pub proposed_team: String,
    pub routing_rule: String,
    pub routing_version: String,
    pub routing_why: serde_json::Value,
    pub overrule_reason: Option<String>,
    pub title: Option<String>,
    pub reply_wanted: bool,
    pub initiated_at: DateTime<Utc>,
    pub initiated_on: NaiveDate,
    pub closed_at: Option<DateTime<Utc>>,
    pub close_reason: Option<String>,
    pub close_text: Option<String>,
    /// The first due date of the county's own duties; kept by the clocks.
    pub next_due_on: Option<NaiveDate>,
    /// Whether one of its clocks is paused.
    pub paused: bool,
    pub lane_since: DateTime<Utc>,
}

impl Matter {
    /// Becomes the handler's own. One that another holds is not taken over: the holder hands it over.
    pub fn take(&mut self, by: Uuid) -> Result<(), Refusal> {
        self.must_be_open()?;
        match self.handler_id {
            Some(holder) if holder == by => Err("already_yours"),
            Some(_) => Err("taken"),
            None => {
                self.handler_id = Some(by);
                Ok(())
            }
        }
    }

    /// Goes to another handler (of `team`), or to a team's common queue.
    pub fn hand_over(&mut self, team: Uuid, to: Option<Uuid>) -> Result<(), Refusal> {
        self.must_be_open()?;
        if self.team_id == team && self.handler_id == to {
            return Err(if to.is_some() { "already_with_them" } else { "already_in_team" });
        }
        self.team_id = team;
        self.handler_id = to;
        Ok(())
    }

    /// Goes back to who sent it. Not once the work has begun to bear fruit, and a client's own contact is answered, not returned.
    pub fn give_back(&mut self, progress: Progress) -> Result<(), Refusal> {
        self.must_be_open()?;
        if self.sender_kind == SenderKind::Client {
            return Err("sent_by_client");
        }
        if progress.assessment_finished || progress.decision_open || progress.decision_sent || progress.customership_open {
            return Err("work_has_begun");
        }
        self.state = MatterState::Returned;
        self.handler_id = None;
        Ok(())
    }

    /// The sender sends a returned matter again, to the same team or another.
    pub fn resend(&mut self, team: Uuid) -> Result<(), Refusal> {
        if self.state != MatterState::Returned {
            return Err("not_returned");
        }
        self.state = MatterState::Open;
        self.team_id = team;
        self.handler_id = None;
        Ok(())
    }

    pub fn reopen(&mut self) -> Result<(), Refusal> {
        if self.state == MatterState::Open {
            return Err("already_open");
        }
        self.state = MatterState::Open;
        self.closed_at = None;
        self.close_reason = None;
        self.close_text = None;
        Ok(())
    }

    /// Moves to another lane; `reason` is what the mover said, where they said it.
    pub fn move_to(&mut self, lane: Lane, reason: Option<&str>, progress: Progress, at: DateTime<Utc>) -> Result<(), Refusal> {
        self.may_move(lane, reason.is_some_and(|r| !r.trim().is_empty()), progress)?;
        self.lane = lane;
        self.lane_since = at;
        Ok(())
    }

    /// Whether a move is sensible: an assessment needs a handler (SHL 36 §: somebody makes it), a plan a finished assessment,
    /// a decision a plan or a reason to go without one, managing a decision the client has got or an open customership.
    pub fn may_move(&self, lane: Lane, reasoned: bool, progress: Progress) -> Result<(), Refusal> {
        self.must_be_open()?;
        if lane == self.lane {
            return Err("already_there");
        }
        match lane {
            Lane::FirstContact if progress.assessment_finished => Err("assessment_finished"),
            Lane::FirstContact => Ok(()),
            _ if self.handler_id.is_none() => Err("no_handler"),
            Lane::Assessment => Ok(()),
            Lane::Planning if progress.assessment_finished => Ok(()),
            Lane::Planning => Err("assessment_not_final"),
            Lane::Decision if progress.plan_finished || reasoned => Ok(()),
            Lane::Decision => Err("plan_missing"),
            Lane::Managing if progress.decision_sent || progress.customership_open => Ok(()),
            Lane::Managing => Err("decision_not_sent"),
        }
    }

    /// Ends. A drafted decision is first sent or withdrawn; an open customership lives on without the matter.
    pub fn close(&mut self, reason: &str, text: Option<&str>, progress: Progress, at: DateTime<Utc>) -> Result<(), Refusal> {
        if self.state == MatterState::Closed {
            return Err("already_closed");
        }
        if progress.decision_open {
            return Err("decision_unsent");
        }
        if progress.review_open {
            return Err("review_pending");
        }
        self.state = MatterState::Closed;
        self.closed_at = Some(at);
        self.close_reason = Some(reason.to_owned());
        self.close_text = text.map(str::to_owned);
        Ok(())
    }

    pub fn join(&mut self, client: ClientId) -> Result<(), Refusal> {
        self.must_be_open()?;
        if self.clients.contains(&client) {
            return Err("already_joined");
        }
        self.clients.push(client);
        Ok(())
    }

    pub fn leave(&mut self, client: ClientId) -> Result<(), Refusal> {
        self.must_be_open()?;
        if !self.clients.contains(&client) {
            return Err("not_joined");
        }
        if self.clients.len() == 1 {
            return Err("last_client");
        }
        self.clients.retain(|c| *c != client);
        Ok(())
    }

    /// Notes, messages and the like belong to an open matter.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        match self.state {
            MatterState::Open => Ok(()),
            MatterState::Returned => Err("matter_returned"),
            MatterState::Closed => Err("matter_closed"),
        }
    }
}
