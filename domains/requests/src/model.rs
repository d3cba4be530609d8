use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, Text, codes};
use people::{IdentityCard, PersonRef};
use rules::{Covering, DeclineRule, RequestClass, Starting};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;

codes! {
    /// Where a request stands.
    RequestState {
        Sent => "sent",
        Accepted => "accepted",
        /// With a reason; the sender sends it on or withdraws it.
        Declined => "declined",
        Done => "done",
        /// Its sender has seen what came of it.
        Followed => "followed",
        Withdrawn => "withdrawn",
    }
}

codes! {
    /// What has happened to a request.
    RequestStepKind {
        Sent => "sent", Accepted => "accepted", Asked => "asked", Answered => "answered", Declined => "declined", SentOn => "sent_on",
        Done => "done", Followed => "followed", Withdrawn => "withdrawn",
        /// The sender's case went to another team, and the request with it.
        Moved => "moved",
        /// Its day passed.
        Late => "late",
    }
}

codes! { RequestSide { Sender => "sender", Receiver => "receiver" } }

codes! {
    /// By what the sender's data reach another register.
    RequestBasis { Own => "own", Permit => "permit", Agreed => "agreed" }
}

codes! {
    /// What a result links to.
    ResultItem { Record => "record", Measurement => "measurement", Assessment => "assessment", Appointment => "appointment" }
}

codes! {
    /// What was chosen when something had been done already.
    CoverChoice { Used => "used", WentOn => "went_on" }
}

/// A step of a request's history.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RequestStep {
    pub step: RequestStepKind,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// The team it went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A request, as one of its sides sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ServiceRequest {
    pub id: Uuid,
    pub version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub kind: String,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<RequestClass>,
    /// What is asked, and what has to be known for it.
    pub words: String,
    pub from_team: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonRef>,
    /// The team in whose hands the doing is.
    pub to_team: String,
    /// A provider without a team here: the sender's team tells what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    /// Where what is asked for is done.
    pub register: Register,
    pub basis: RequestBasis,
    pub state: RequestState,
    pub sent_at: DateTime<Utc>,
    /// Since when a question waits for its answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<DateTime<Utc>>,
    /// In whose hands it is; nobody's when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<RequestSide>,
    /// By when they have acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Working days to that day; negative when it has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_item: Option<ResultItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// The viewer's sides of it.
    pub sides: Vec<RequestSide>,
    pub permitted_actions: Vec<RequestStepKind>,
    /// Its history, oldest first; of one that is looked at alone.
    pub steps: Vec<RequestStep>,
}

codes! {
    /// Which requests are asked for.
    RequestWhich {
        Open => "open",
        /// They wait for one's own side.
        Ours => "ours",
        Late => "late",
        /// Over, for one's own side.
        Closed => "closed",
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestSort {
    #[default]
    Due,
    Newest,
}

/// What is asked of the queue.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestQuery {
    /// One's own side: what was received, or what was sent.
    pub side: RequestSide,
    pub which: Option<RequestWhich>,
    pub kind: Option<String>,
    /// Part of the client's name, or their personal identity code.
    pub q: Option<String>,
    #[serde(default)]
    pub sort: RequestSort,
    /// The last of the page before.
    pub after: Option<Uuid>,
}

/// How many there are of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RequestCount {
    pub open: i64,
    pub ours: i64,
    pub late: i64,
}

/// What was chosen in a year when something had been done already: in the viewer's teams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ParallelWork {
    /// What had been done was used.
    pub used: i64,
    /// It was begun all the same.
    pub went_on: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RequestList {
    pub items: Vec<ServiceRequest>,
    pub received: RequestCount,
    pub sent: RequestCount,
    pub parallel: ParallelWork,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// A kind that can be asked for.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RequestKindSeen {
    pub code: String,
    pub class: RequestClass,
    pub name: Text,
    pub needs: Text,
    pub answer_days: u32,
    pub do_days: u32,
}

/// One that a request can be sent to or from.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RequestParty {
    pub id: Uuid,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<Register>,
    /// The viewer works in it.
    pub own: bool,
}

/// What is needed for asking.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RequestForm {
    pub kinds: Vec<RequestKindSeen>,
    pub declines: Vec<DeclineRule>,
    pub teams: Vec<RequestParty>,
    /// Units without a team here.
    pub providers: Vec<RequestParty>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewServiceRequest {
    pub kind: String,
    /// 3–4,000 characters.
    pub words: String,
    /// One of the two: a team, or a provider without one here.
    pub to_team_id: Option<Uuid>,
    pub provider_id: Option<Uuid>,
    /// One of one's own; the first that cares for the client when absent.
    pub from_team_id: Option<Uuid>,
    /// The case it is asked in: the sender's side goes with it.
    pub matter_id: Option<Uuid>,
    /// The client has agreed that their data are told to another register.
    #[serde(default)]
    pub agreed: bool,
    /// Why it is asked though something covers it already.
    pub despite: Option<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ServiceRequestMade {
    pub id: Uuid,
}

/// A step and what is said with it.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequestStep {
    pub step: RequestStepKind,
    /// A reason for declining, of the rules.
    pub reason: Option<String>,
    /// A question, an answer, a result, words with a reason: 3–4,000 characters.
    pub words: Option<String>,
    /// Where it is sent on.
    pub to_team_id: Option<Uuid>,
    pub provider_id: Option<Uuid>,
    #[serde(default)]
    pub agreed: bool,
    pub result_item: Option<ResultItem>,
    pub result_id: Option<Uuid>,
}

/// Something that covers what is about to begin.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CoverSeen {
    pub source: Covering,
    /// What `id` is the id of, as links name it.
    pub item: String,
    pub id: Uuid,
    /// The source's own code.
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    pub at: DateTime<Utc>,
    /// done | open | booked
    pub standing: String,
    /// Days since; negative of what is booked.
    pub age_days: i64,
    /// Until when it holds by the rules; none of what is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds_until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    pub register: Register,
}

#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Covered {
    /// What is wanted to be known; none when no rule speaks of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    pub by: Vec<CoverSeen>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoveredQuery {
    pub starting: Starting,
    /// A kind of request, a measure; `assessment`.
    pub code: String,
}

/// What was chosen: to use what had been done, or to go on with a reason.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCoverChoice {
    pub starting: Starting,
    pub code: String,
    pub choice: CoverChoice,
    /// Of what was used.
    pub item: Option<String>,
    pub id: Option<Uuid>,
    /// Why it was gone on with.
    pub reason: Option<String>,
}

/// What the client is told of a request for them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnRequest {
    pub id: Uuid,
    pub name: Text,
    pub from_team: String,
    pub to: String,
    pub words: String,
    pub state: RequestState,
    /// A question between the two waits for its answer.
    pub asked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<RequestSide>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    pub sent_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
}

const LEAST: usize = 3;
const MOST: usize = 4_000;

/// What was written, without blanks around it; nothing where nothing is needed.
pub(crate) fn words<'a>(field: &str, text: Option<&'a str>, needed: bool) -> Result<Option<&'a str>, Error> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text.map(|text| text.chars().count()) {
        None if needed => Err(Error::field(field, "required")),
        None => Ok(None),
        Some(n) if n < LEAST => Err(Error::field(field, "too_short")),
        Some(n) if n > MOST => Err(Error::field(field, "too_long")),
        Some(_) => Ok(text),
    }
}
