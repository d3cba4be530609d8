use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Lang, ServiceTask, Text, codes};
use people::{IdentityCard, PersonRef};
use rules::{Mark, TemplateActKind, TemplateAnchor, TemplateWhose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

codes! {
    /// Where a plan of a template stands.
    TemplatePlanState { Open => "open", Ended => "ended" }
}

codes! {
    /// Why it ended: it was gone through, it was given up, or the same was begun again.
    TemplateEnd { Finished => "finished", GivenUp => "given_up", Replaced => "replaced" }
}

codes! {
    /// Where a routine act stands.
    TemplateActState {
        Open => "open", Done => "done",
        /// Its time passed without it.
        Missed => "missed",
        /// It was left out.
        Left => "left",
    }
}

codes! { TemplateWhich { Due => "due", Late => "late", Open => "open" } }

/// A team by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TemplateTeam {
    pub id: Uuid,
    pub name: String,
}

/// A template that a plan can begin with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateChoice {
    pub code: String,
    pub version: u32,
    pub name: Text,
    pub about: Text,
    pub care_model: Text,
    pub anchor: TemplateAnchor,
    /// It is made for such a client.
    pub suits: bool,
    /// What of the client it suits by.
    pub why: Vec<Text>,
    /// The variant of the client's segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Text>,
    pub law: String,
    pub mark: Mark,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateChoices {
    /// One's own teams that care for the client; none: no plan can be begun.
    pub teams: Vec<TemplateTeam>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// Those that suit first.
    pub templates: Vec<TemplateChoice>,
    pub rules_version: String,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TemplateChoicesQuery {
    /// One of one's own teams; the first that cares for the client when absent.
    pub team_id: Option<Uuid>,
}

/// What a plan would be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateAsked {
    pub template: String,
    pub team_id: Option<Uuid>,
    pub anchor_on: NaiveDate,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateGoalSeen {
    pub code: String,
    pub words: Text,
    pub measure: Text,
    pub target_on: NaiveDate,
}

/// Something that covers a part already: in a plan in force, or done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateCovered {
    /// `plan_service`, or what was done: `measurement`, `service_request` …
    pub item: String,
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// When it was done or asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Until when it goes on or holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateServiceSeen {
    pub code: String,
    pub name: Text,
    pub how_often: Text,
    pub from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    pub covered: Vec<TemplateCovered>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateActPlanned {
    pub code: String,
    pub name: Text,
    pub kind: TemplateActKind,
    pub whose: TemplateWhose,
    pub days: Vec<NaiveDate>,
    /// It is made by itself, to this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_team: Option<String>,
    /// The team is of another register: the client's agreement is needed.
    pub crosses: bool,
    pub covered: Vec<TemplateCovered>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateRemarkSeen {
    pub words: Text,
    /// It is told as long as the plan goes on.
    pub reminder: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplatePreview {
    pub template: String,
    pub version: u32,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_name: Option<Text>,
    pub anchor: TemplateAnchor,
    pub anchor_on: NaiveDate,
    pub review_on: NaiveDate,
    pub team: TemplateTeam,
    pub suits: bool,
    pub goals: Vec<TemplateGoalSeen>,
    pub services: Vec<TemplateServiceSeen>,
    pub acts: Vec<TemplateActPlanned>,
    pub remarks: Vec<TemplateRemarkSeen>,
    /// A plan of this template is in force: it ends when this begins.
    pub replaces: bool,
}

/// A goal in the client's own words.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateGoalWords {
    pub code: String,
    /// 3–2,000 characters.
    pub words: String,
}

/// A plan begun from a template, as it was looked at.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplatePlan {
    pub template: String,
    /// The version and the variant that were looked at.
    pub version: u32,
    pub variant: Option<String>,
    pub team_id: Option<Uuid>,
    pub anchor_on: NaiveDate,
    /// Codes of goals, services and acts that do not fit.
    #[serde(default)]
    pub leaves: Vec<String>,
    #[serde(default)]
    pub goals: Vec<TemplateGoalWords>,
    /// The case it is made in.
    pub matter_id: Option<Uuid>,
    /// The client has agreed that what is asked of another register is told there.
    #[serde(default)]
    pub agreed: bool,
    /// The language of the plan; Finnish when absent.
    pub lang: Option<Lang>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplatePlanMade {
    pub id: Uuid,
    pub plan_id: Uuid,
}

/// A routine act of a plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateActSeen {
    pub id: Uuid,
    pub act: String,
    pub name: String,
    pub kind: TemplateActKind,
    pub whose: TemplateWhose,
    pub due_on: NaiveDate,
    pub state: TemplateActState,
    /// Its day is near, or has passed.
    pub soon: bool,
    pub late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// Words of a person; of an open request act, the code of why it was not made by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it was found done by: `measurement` or `service_request`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_item: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_id: Option<Uuid>,
    pub version: i32,
}

/// A client's plan that began from a template.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplatePlan {
    pub id: Uuid,
    pub plan_id: Uuid,
    pub template: String,
    pub template_version: i32,
    /// A later version is in force.
    pub older: bool,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Text>,
    pub anchor: TemplateAnchor,
    pub anchor_on: NaiveDate,
    pub service_task: ServiceTask,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<PersonRef>,
    pub state: TemplatePlanState,
    pub started_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<TemplateEnd>,
    /// The organiser's reminders for where the client lives.
    pub reminders: Vec<Text>,
    pub acts: Vec<TemplateActSeen>,
    pub version: i32,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateSettling {
    pub state: TemplateActState,
    /// Of one that is done: when; today when absent.
    pub done_on: Option<NaiveDate>,
    /// Of one that was missed or is left out: why, 3–1,000 characters.
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateEnding {
    /// finished | given_up
    pub how: TemplateEnd,
}

/// An act of one's team's plans.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateActDue {
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub plan: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<PersonRef>,
    pub act: TemplateActSeen,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateActsDue {
    pub items: Vec<TemplateActDue>,
    /// Acts whose day is near or has passed.
    pub due: i64,
    pub late: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TemplateActsQuery {
    /// Those whose day is near or has passed, when absent.
    #[param(inline)]
    pub which: Option<TemplateWhich>,
    pub page: Option<u32>,
}

/// How a version of a template works.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateFigures {
    pub version: i32,
    /// The first day of the rules that brought it; none when they are no longer kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// It is what plans begin with today.
    pub in_force: bool,
    /// What it is made of is too few to be told.
    pub few: bool,
    /// Plans made, those that go on, and those that have ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<i64>,
    /// Acts whose day has passed, and those of them done in time; the share in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acts: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_time: Option<i64>,
    /// Per cent of the ended plans all of whose goals were reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<i64>,
    /// Days from beginning to end, in the middle of those that have ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateSeen {
    pub code: String,
    pub name: Text,
    pub about: Text,
    pub care_model: Text,
    pub tasks: Vec<ServiceTask>,
    pub law: String,
    pub mark: Mark,
    /// Nothing can begin with it any more.
    pub gone: bool,
    /// The newest first.
    pub versions: Vec<TemplateFigures>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateList {
    pub templates: Vec<TemplateSeen>,
    pub least: u32,
    pub grace_days: u32,
    pub rules_version: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TemplatePlansQuery {
    pub template: String,
    /// All versions when none is asked for.
    pub version: Option<i32>,
    pub page: Option<u32>,
}

/// A plan behind a figure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplatePlanRow {
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub state: TemplatePlanState,
    pub started_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// Acts whose day has passed and that are still open.
    pub late: i64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplatePlanRows {
    pub items: Vec<TemplatePlanRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}
