use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, ServiceTask, Text, codes};
use people::PersonRef;
use rules::{FitSeverity, Mark};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Error;
use crate::part::PlanPartKind;

codes! {
    /// Where the talk of a finding stands.
    PlanFindingState {
        Open => "open",
        /// It was agreed what changes in the plans.
        Settled => "settled",
        /// It was agreed that it may be so.
        Accepted => "accepted",
        /// It was no finding of this client's.
        Void => "void",
    }
}

codes! {
    /// How a talk ends.
    PlanSettling { Settled => "settled", Accepted => "accepted", Void => "void" }
}

impl PlanSettling {
    pub(crate) const fn state(self) -> PlanFindingState {
        match self {
            Self::Settled => PlanFindingState::Settled,
            Self::Accepted => PlanFindingState::Accepted,
            Self::Void => PlanFindingState::Void,
        }
    }
}

codes! {
    /// What has happened in a talk.
    PlanTalkStep {
        Opened => "opened", Said => "said", Settled => "settled", Accepted => "accepted", Void => "void", Reopened => "reopened",
    }
}

codes! {
    /// Who speaks or agrees.
    PlanVoice { Staff => "staff", Client => "client" }
}

/// A service, a task or a time of the whole plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholePlanThing {
    pub id: Uuid,
    pub item: String,
    pub kind: PlanPartKind,
    pub name: Text,
    /// How often, or what was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begins_at: Option<DateTime<Utc>>,
    pub register: Register,
}

/// What cannot be done without what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanReliance {
    pub of_id: Uuid,
    pub of: Text,
    pub on_id: Uuid,
    pub on: Text,
    /// Who does what is relied on, or who relies on it, when it is of another plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// It is of another plan, or of none.
    pub across: bool,
    pub why: Text,
}

/// One service's plan as a part of the whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholePlanPart {
    pub id: Uuid,
    /// `plan`, or the kind of record another system sent.
    pub item: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub register: Register,
    pub service_task: ServiceTask,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// The team, or the organisation of another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// It is the viewer's own, or their team's.
    pub mine: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_on: Option<NaiveDate>,
    pub things: Vec<WholePlanThing>,
    /// What this plan's services rely on.
    pub relies_on: Vec<PlanReliance>,
    /// What of this plan others rely on.
    pub relied_on: Vec<PlanReliance>,
}

/// Who carries a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GoalCarrier {
    pub plan_id: Uuid,
    pub goal_id: Uuid,
    pub name: Text,
}

/// A goal, once however many plans have it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholeGoal {
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    pub carriers: Vec<GoalCarrier>,
    /// It was agreed to be shared.
    pub shared: bool,
}

/// A goal the client has set, in their own words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholeOwnGoal {
    pub id: Uuid,
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_on: Option<NaiveDate>,
    /// In the client's own estimate, when they have given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub going: Option<OwnGoalGoing>,
}

codes! {
    /// How a goal of the client's own is going.
    OwnGoalGoing { Farther => "farther", Same => "same", Closer => "closer" }
}

/// What a finding is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanEvidence {
    pub id: Uuid,
    pub item: String,
    pub kind: PlanPartKind,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Whose plan it is in, or who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begins_at: Option<DateTime<Utc>>,
}

/// One entry of a talk.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanTalkEntry {
    pub at: DateTime<Utc>,
    pub step: PlanTalkStep,
    pub voice: PlanVoice,
    /// The professional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Somebody who agreed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanAgreed {
    pub at: DateTime<Utc>,
    pub voice: PlanVoice,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<PersonRef>,
    /// It is oneself.
    pub own: bool,
}

/// The talk of a finding.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanTalk {
    pub id: Uuid,
    pub state: PlanFindingState,
    pub told_client: bool,
    /// Oldest first.
    pub entries: Vec<PlanTalkEntry>,
    /// Since it was opened last.
    pub agreed: Vec<PlanAgreed>,
    pub version: i32,
}

/// What does not fit together, why, and what can be done of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanFinding {
    /// By what it is opened for talk.
    pub key: String,
    pub rule: String,
    pub severity: FitSeverity,
    pub name: Text,
    pub why: Text,
    pub todo: Text,
    /// The client can be told of it.
    pub tellable: bool,
    pub law: String,
    pub mark: Mark,
    pub evidence: Vec<PlanEvidence>,
    /// The plans do not have it any more.
    pub passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub talk: Option<PlanTalk>,
}

/// The client's whole plan, as far as the viewer's rights reach.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholePlan {
    pub findings: Vec<PlanFinding>,
    pub goals: Vec<WholeGoal>,
    pub own_goals: Vec<WholeOwnGoal>,
    pub plans: Vec<WholePlanPart>,
    /// Tasks of no plan: what one team has asked of another.
    pub tasks: Vec<WholePlanThing>,
    pub times: Vec<WholePlanThing>,
    pub registers_open: Vec<Register>,
    /// Other registers may hold a plan; said the same whether or not they do.
    pub others_may_hold: bool,
    pub rules_version: String,
}

/// A finding as the client is told of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnPlanFinding {
    pub name: Text,
    pub words: Text,
    pub passed: bool,
    pub talk: PlanTalk,
}

/// One's own whole plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnWholePlan {
    pub findings: Vec<OwnPlanFinding>,
    pub goals: Vec<WholeGoal>,
    pub own_goals: Vec<WholeOwnGoal>,
    pub plans: Vec<WholePlanPart>,
    pub tasks: Vec<WholePlanThing>,
    pub times: Vec<WholePlanThing>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlanFinding {
    /// The finding's `key`.
    pub key: String,
    /// 3–4,000 characters.
    pub words: String,
    /// The client is told of it and reads the talk.
    #[serde(default)]
    pub tell_client: bool,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlanWords {
    /// 3–4,000 characters.
    pub words: String,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlanSettling {
    pub how: PlanSettling,
    /// What was agreed, and why.
    pub words: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanFindingMade {
    pub id: Uuid,
}

const LEAST: usize = 3;
const MOST: usize = 4_000;

/// What was said, within its limits.
pub(crate) fn words(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::field("/words", "required")),
        n if n < LEAST => Err(Error::field("/words", "too_short")),
        n if n > MOST => Err(Error::field("/words", "too_long")),
        _ => Ok(text),
    }
}
