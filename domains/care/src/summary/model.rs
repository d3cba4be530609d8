use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, Text};
use rules::{Section, Situation, TimelineLane};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clock::Deadline;
use crate::header::ClientHeader;
use crate::plan::PlanGoal;
use crate::quality::PartQuality;

/// The product's own words, or a source's as it wrote them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Words {
    Own(Text),
    Source(String),
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self::Own(text)
    }
}

impl Words {
    /// For comparing: the Finnish words, or the source's.
    pub fn key(&self) -> &str {
        match self {
            Self::Own(text) => &text.fi,
            Self::Source(text) => text,
        }
    }
}

/// Points to one thing. `kind` is a FHIR type for what came from a source, and the thing's own name here otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ItemRef {
    pub kind: String,
    pub id: Uuid,
    /// Whether `…/items/{kind}/{id}` shows it (for a matter: its own page).
    pub openable: bool,
    /// The matter it was made in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    /// The document that tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<Uuid>,
}

impl ItemRef {
    pub fn own(kind: &str, id: Uuid) -> Self {
        Self { kind: kind.into(), id, openable: kind == "matter", matter_id: None, document_id: None }
    }
    pub fn record(kind: &str, id: Uuid) -> Self {
        Self { kind: kind.into(), id, openable: true, matter_id: None, document_id: None }
    }
    #[must_use]
    pub fn within(mut self, matter_id: Option<Uuid>, document_id: Option<Uuid>) -> Self {
        (self.matter_id, self.document_id) = (matter_id, document_id);
        self
    }
}

/// danger | warning | info | neutral
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Danger,
    Warning,
    Info,
    Neutral,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SummaryLens {
    pub role: String,
    /// Sections, first first.
    pub order: Vec<Section>,
    /// Version of the rules.
    pub version: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Alert {
    pub kind: String,
    pub tone: Tone,
    pub title: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    pub source: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatterName {
    pub id: Uuid,
    pub number: String,
    pub situation: Situation,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SummaryDeadline {
    #[serde(flatten)]
    pub deadline: Deadline,
    pub matter: MatterName,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenWhat {
    /// matter | customership | service_request | appointment
    pub kind: String,
    pub title: Words,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenItem {
    pub what: OpenWhat,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    pub tone: Tone,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelineItem {
    pub from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    pub label: Words,
    pub kind: String,
    pub tone: Tone,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LaneItems {
    pub lane: TimelineLane,
    pub items: Vec<TimelineItem>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Timeline {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// In the order of the lens.
    pub lanes: Vec<LaneItems>,
}

/// Visits rolled up to a service over a time (data catalogue row 19: general level, not single events).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryItem {
    pub service: Words,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub count: i64,
    #[serde(rename = "ref")]
    pub item: ItemRef,
    /// The decision or the plan that led to the service, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub led_from: Option<ItemRef>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanSource {
    Punos,
    Record,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SummaryService {
    pub what: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_often: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SummaryPlan {
    pub id: Uuid,
    pub title: Words,
    pub source: PlanSource,
    pub status: String,
    pub goals: Vec<PlanGoal>,
    pub services: Vec<SummaryService>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_on: Option<NaiveDate>,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Medicine {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    pub status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Risk {
    /// allergy | flag
    pub kind: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Finding {
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeviceInUse {
    pub name: String,
    pub status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SummaryPerson {
    pub name: String,
    /// A role's code.
    pub role: String,
    /// client | close_one | professional | unit
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_to: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ValueAt {
    pub value: String,
    pub at: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Point {
    pub at: NaiveDate,
    pub value: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    Up,
    Down,
    Same,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Measure {
    pub code: String,
    pub name: String,
    /// A number with a point, or the source's words (`< 5`).
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub at: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<ValueAt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trend>,
    /// Warning when the source marked the value or it is outside the range the source gave.
    pub tone: Tone,
    /// Oldest first.
    pub series: Vec<Point>,
    #[serde(rename = "ref")]
    pub item: ItemRef,
}

/// What is not shown, in words that are the same whether or not there is anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Withheld {
    pub registers_open: Vec<Register>,
    pub note: String,
    /// Ways to ask for the others.
    pub ways: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Summary {
    pub header: ClientHeader,
    pub lens: SummaryLens,
    pub as_of: DateTime<Utc>,
    pub alerts: Vec<Alert>,
    pub deadlines: Vec<SummaryDeadline>,
    pub open: Vec<OpenItem>,
    pub timeline: Timeline,
    pub history: Vec<HistoryItem>,
    pub plans: Vec<SummaryPlan>,
    pub medication: Vec<Medicine>,
    pub risks: Vec<Risk>,
    pub conditions: Vec<Finding>,
    pub devices: Vec<DeviceInUse>,
    pub people: Vec<SummaryPerson>,
    pub measures: Vec<Measure>,
    /// Parts of which something is old or lacks what makes it whole.
    pub quality: Vec<PartQuality>,
    pub withheld: Withheld,
}
