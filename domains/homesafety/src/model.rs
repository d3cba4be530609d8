use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, ServiceTask, Text, codes};
use people::{IdentityCard, PersonRef};
use rules::{HomeSafety, SafetyHazard, Severity};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::rescue::model::RescueNotice;

codes! {
    /// What was found of a thing that is looked at.
    SafetyFinding { Fine => "fine", Risk => "risk", Unseen => "unseen", NotRelevant => "not_relevant" }
}

codes! {
    AssessmentState {
        Draft => "draft", Finished => "finished",
        /// Another stands in its place.
        Replaced => "replaced",
        Discarded => "discarded",
    }
}

codes! {
    /// Whether the client went through the home with the professional.
    TookPart { Along => "along", Partly => "partly_along", Not => "not_along" }
}

codes! {
    /// Where a risk stands.
    RiskState {
        Found => "found",
        /// What is done, by whom and by when.
        Agreed => "agreed",
        Mended => "mended",
        /// The client knows of it and lives with it.
        Accepted => "accepted",
        PassedOn => "passed_on",
        /// The assessment was corrected: there was no such risk.
        Mistaken => "mistaken",
    }
}

impl RiskState {
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Found | Self::Agreed)
    }
}

codes! {
    /// Who mends a risk.
    RiskDoer { Team => "team", Client => "client", Landlord => "landlord", CloseOne => "close_one", Rescue => "rescue", Other => "other" }
}

/// A picture of a thing, an attachment of the assessment's matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SafetyPicture {
    pub id: Uuid,
    pub name: String,
}

/// What was answered to an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SafetyAnswer {
    pub answer: SafetyFinding,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(default)]
    #[schema(required)]
    pub pictures: Vec<SafetyPicture>,
    pub at: DateTime<Utc>,
    pub by: Uuid,
}

/// The answers, by the items' codes.
pub type Answers = BTreeMap<String, SafetyAnswer>;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSafetyAssessment {
    /// The matter it is made in; pictures need one.
    #[serde(default)]
    pub matter_id: Option<Uuid>,
    /// Without a matter: the task it is made in; the first of those that are theirs, when left out.
    #[serde(default)]
    pub service_task: Option<ServiceTask>,
    /// The finished one in whose place it comes, and why.
    #[serde(default)]
    pub corrects: Option<Uuid>,
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSafetyAnswer {
    pub answer: SafetyFinding,
    /// 3–2,000 characters; needed of a risk.
    #[serde(default)]
    pub words: Option<String>,
    /// Attachments of the matter, put there first.
    #[serde(default)]
    pub pictures: Vec<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyTalk {
    #[serde(default)]
    pub took_part: Option<TookPart>,
    /// What the client says of it.
    #[serde(default)]
    pub own_view: Option<String>,
}

/// What was saved, and when.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SafetySaved {
    pub id: Uuid,
    /// For the next change.
    pub version: i32,
    pub saved_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SafetyAssessment {
    pub id: Uuid,
    pub version: i32,
    pub state: AssessmentState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    pub register: Register,
    /// Of the checklist it is made with.
    pub rules_version: String,
    pub answers: BTreeMap<String, SafetyAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took_part: Option<TookPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_view: Option<String>,
    pub begun_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begun_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction_reason: Option<String>,
    pub saved_at: DateTime<Utc>,
    /// answer · finish · discard · correct
    pub permitted_actions: Vec<String>,
}

/// A version of the checklist.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SafetyChecklist {
    pub version: String,
    pub in_force: bool,
    pub rules: HomeSafety,
}

/// One thing said or done of a risk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RiskStep {
    pub at: DateTime<Utc>,
    pub by: Uuid,
    pub state: RiskState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doer: Option<RiskDoer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The rescue authority was notified of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRiskStep {
    pub state: RiskState,
    /// What is done; needed when it is agreed.
    #[serde(default)]
    pub act: Option<String>,
    #[serde(default)]
    pub doer: Option<RiskDoer>,
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    /// 3–2,000 characters; needed when the client accepts it, when it is passed on, and when it is open again.
    #[serde(default)]
    pub words: Option<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SafetyRisk {
    pub id: Uuid,
    pub version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub assessment_id: Uuid,
    pub item: String,
    pub group: Text,
    /// In the words of the checklist it was found by.
    pub risk: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hazard: Option<SafetyHazard>,
    pub severity: Severity,
    /// What was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    pub state: RiskState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doer: Option<RiskDoer>,
    pub due_on: NaiveDate,
    /// Open, and its day has gone by.
    pub late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    /// Oldest first.
    pub steps: Vec<RiskStep>,
    pub people: Vec<PersonRef>,
    pub found_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// step
    pub permitted_actions: Vec<String>,
}

/// A place a professional may write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SafetyPlace {
    pub register: Register,
    pub service_task: ServiceTask,
}

/// An open matter an assessment can be made in.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SafetyMatter {
    pub id: Uuid,
    pub number: String,
    pub service_task: ServiceTask,
}

/// A client's home safety.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientHomeSafety {
    /// In force first, then those that assessments were made with.
    pub checklists: Vec<SafetyChecklist>,
    /// Newest first.
    pub assessments: Vec<SafetyAssessment>,
    /// Open ones first, the gravest of them first.
    pub risks: Vec<SafetyRisk>,
    pub notices: Vec<RescueNotice>,
    /// Where the professional may write; none when they may not.
    pub places: Vec<SafetyPlace>,
    /// Where pictures can be put.
    pub matters: Vec<SafetyMatter>,
    /// Whether notifications are sent from here, and to which host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    /// begin · notify
    pub permitted_actions: Vec<String>,
}

/// An assessment as the client sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnSafetyAssessment {
    pub id: Uuid,
    pub finished_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took_part: Option<TookPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_view: Option<String>,
    pub fine: usize,
    pub risks: usize,
}

/// A risk as the client sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnSafetyRisk {
    pub id: Uuid,
    pub risk: Text,
    pub severity: Severity,
    pub state: RiskState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doer: Option<RiskDoer>,
    pub due_on: NaiveDate,
    pub late: bool,
}

/// One's own home safety.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnHomeSafety {
    pub emergency: Text,
    /// Finished and in force, newest first.
    pub assessments: Vec<OwnSafetyAssessment>,
    pub risks: Vec<OwnSafetyRisk>,
    pub notices: Vec<RescueNotice>,
}

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// What was written, without blanks around it; nothing where nothing is needed. An identity code has its own place and is not taken.
pub(crate) fn words(path: &str, text: Option<&str>, needed: bool) -> Result<Option<String>, Error> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let Some(text) = text else {
        return if needed { Err(Error::field(path, "required")) } else { Ok(None) };
    };
    match text.chars().count() {
        n if n < LEAST => Err(Error::field(path, "too_short")),
        n if n > MOST => Err(Error::field(path, "too_long")),
        _ if documents::validate::holds_hetu(text) => Err(Error::field(path, "hetu")),
        _ => Ok(Some(text.to_owned())),
    }
}
