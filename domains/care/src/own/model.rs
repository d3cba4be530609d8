use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ServiceTask, Text};
use rules::{Outcome, Situation, Urgency};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Deadline;
use crate::customership::Customership;
use crate::decision::{Force, RemedyView};
use crate::hearing::Hearing;
use crate::matter::MatterState;
use crate::plan::{PlanGoal, PlanService};
use crate::remedy::{OwnAppeal, OwnReview};
use crate::routing::Team;

/// All the client's own.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientOverview {
    pub given_name: String,
    /// Open ones first, newest first.
    pub matters: Vec<ClientMatter>,
    pub customerships: Vec<Customership>,
    pub messages_unread: i64,
}

/// A stage on the way of a matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Stage {
    /// A lane's code.
    pub code: String,
    /// done | now | next
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OwnHandler {
    pub name: String,
    pub title: Text,
}

/// What happens next, in plain words, and by when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Next {
    pub what: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OwnPlan {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<Uuid>,
    pub goals: Vec<PlanGoal>,
    pub services: Vec<PlanService>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OwnDecision {
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    /// The day it is deemed, or shown, to have been received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<NaiveDate>,
    pub document_id: Uuid,
    pub force: Force,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<RemedyView>,
    /// Whether the client can ask for a review here; what comes late is taken in too.
    pub can_ask: bool,
    /// Newest first.
    pub reviews: Vec<OwnReview>,
    pub appeals: Vec<OwnAppeal>,
}

/// A matter as its client sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientMatter {
    pub id: Uuid,
    /// Of the client's own view of it, for If-Match; 0 when nothing has been written.
    pub version: i32,
    pub number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub situation: Option<Situation>,
    pub title: Text,
    /// contact | application | concern | concern_other; lobby when a professional put it on its way.
    pub kind: String,
    pub initiated_on: NaiveDate,
    pub stages: Vec<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<OwnHandler>,
    pub team: Team,
    pub next: Next,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    pub state: MatterState,
    pub unread: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_view: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<OwnPlan>,
    pub decisions: Vec<OwnDecision>,
    pub hearings: Vec<Hearing>,
}

/// What a client starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnKind {
    Contact,
    Application,
    Concern,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum About {
    #[serde(rename = "self")]
    Oneself,
    Other,
}

/// The person somebody is concerned about, as far as the teller knows.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernAbout {
    pub name: String,
    /// How to reach them: an address, a telephone number, where they live.
    pub contact: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClientMatter {
    pub kind: OwnKind,
    pub about: About,
    /// Left out when the client does not know.
    pub service_task: Option<ServiceTask>,
    /// In the client's own words.
    pub text: String,
    #[serde(default)]
    pub need_reasons: Vec<String>,
    /// How soon the client feels help is needed.
    pub urgency_felt: Option<Urgency>,
    /// Who, when it is about another person.
    pub concern_about: Option<ConcernAbout>,
    pub reply_wanted: bool,
}

/// The client's own view of a matter.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnView {
    pub text: String,
}
