use chrono::{DateTime, Utc};
use kernel::{Register, Text, codes};
use people::{IdentityCard, PersonRef};
use rules::{ConsultUnit, DeclineRule};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;

codes! {
    /// Where a consultation stands.
    ConsultState {
        Sent => "sent",
        Taken => "taken",
        /// The asker records the advice or makes a referral.
        Answered => "answered",
        Advised => "advised",
        Referred => "referred",
        Declined => "declined",
        Withdrawn => "withdrawn",
    }
}

codes! {
    /// What happens in a thread.
    ConsultStep {
        Sent => "sent", Taken => "taken",
        /// To another of the specialist team, who has it from then on.
        HandedOn => "handed_on",
        /// The specialist asks back.
        Asked => "asked", Replied => "replied",
        /// Anybody's in the thread.
        Message => "message",
        Answered => "answered",
        /// The advice is in the client's record.
        Advised => "advised",
        /// A service request was made of it.
        Referred => "referred",
        Declined => "declined", Withdrawn => "withdrawn",
        /// A file of the matter was shown to the thread.
        Attached => "attached",
        /// The asker's case went to others, who ask from then on.
        Moved => "moved",
        Late => "late",
    }
}

codes! { ConsultSide { Asker => "asker", Specialist => "specialist", Client => "client" } }

codes! {
    /// What the asker hopes for.
    ConsultHope { Advice => "advice", TakeOver => "take_over" }
}

codes! {
    /// By what the asker's data reach another register.
    ConsultBasis { Own => "own", Permit => "permit", Agreed => "agreed" }
}

codes! {
    /// Which consultations are asked for.
    ConsultWhich {
        Open => "open",
        /// They wait for one's own side.
        Ours => "ours",
        /// Nobody has taken them.
        Untaken => "untaken",
        Late => "late",
        Closed => "closed",
    }
}

/// Something said or done in the thread.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsultEntry {
    pub id: Uuid,
    pub step: ConsultStep,
    /// None of what went by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<ConsultSide>,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// To whom it was handed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The client does not see it.
    pub professionals: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<ConsultAttachment>,
}

/// A file of the matter, shown to the thread.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsultAttachment {
    pub id: Uuid,
    /// None when the viewer's right does not reach the matter's own register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A consultation, as one of its sides sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Consultation {
    pub id: Uuid,
    pub version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub matter_id: Uuid,
    pub from_team: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonRef>,
    pub to_team_id: Uuid,
    pub to_team: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    /// Where it is answered.
    pub register: Register,
    pub basis: ConsultBasis,
    pub state: ConsultState,
    pub urgency: String,
    pub urgency_name: Text,
    /// Source of the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Version of the rules the time was counted by.
    pub rules_version: String,
    pub hope: ConsultHope,
    pub question: String,
    pub why: String,
    /// The client knows of it and sees the thread.
    pub told: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untold_why: Option<String>,
    pub sent_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    /// Its time has passed without an answer.
    pub late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<ConsultSide>,
    /// The viewer's sides of it.
    pub sides: Vec<ConsultSide>,
    pub permitted_actions: Vec<ConsultStep>,
    /// Oldest first; of one that is looked at alone.
    pub thread: Vec<ConsultEntry>,
    /// To whom it can be handed on; of one that is looked at alone.
    pub colleagues: Vec<PersonRef>,
}

/// What is asked of the queue.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultQuery {
    /// One's own side: asked of one's team, or by it.
    pub side: ConsultSide,
    pub which: Option<ConsultWhich>,
    /// Of the rules.
    pub urgency: Option<String>,
    /// Part of the client's name, or their personal identity code.
    pub q: Option<String>,
    /// The last of the page before.
    pub cursor: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConsultCount {
    pub open: i64,
    pub ours: i64,
    pub late: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsultList {
    pub items: Vec<Consultation>,
    pub received: ConsultCount,
    pub sent: ConsultCount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsultUrgencySeen {
    pub code: String,
    pub name: Text,
    pub unit: ConsultUnit,
    pub amount: u32,
    pub law: String,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsultTeam {
    pub id: Uuid,
    pub name: String,
    pub register: Register,
    /// The viewer works in it.
    pub own: bool,
}

/// What is needed for asking and for acting.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsultForm {
    pub urgencies: Vec<ConsultUrgencySeen>,
    pub declines: Vec<DeclineRule>,
    pub teams: Vec<ConsultTeam>,
    pub rules_version: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsultation {
    /// The case it is asked in.
    pub matter_id: Uuid,
    pub to_team_id: Uuid,
    /// One of one's own; the first that cares for the client when absent.
    pub from_team_id: Option<Uuid>,
    /// 3–4,000 characters, as are the others.
    pub question: String,
    pub why: String,
    pub urgency: String,
    pub hope: ConsultHope,
    /// The client knows of it; else `untold_why`.
    pub told: bool,
    pub untold_why: Option<String>,
    /// The client has agreed that their data are told to another register.
    #[serde(default)]
    pub agreed: bool,
    /// Files of the matter.
    #[serde(default)]
    pub attachments: Vec<Uuid>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsultationMade {
    pub id: Uuid,
    pub due_at: DateTime<Utc>,
    pub rules_version: String,
}

/// A step and what is said with it.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsultStep {
    pub step: ConsultStep,
    /// A reason for declining, of the rules.
    pub reason: Option<String>,
    /// 3–4,000 characters.
    pub words: Option<String>,
    /// The client does not see it: of a message, a question, a reply and handing on.
    #[serde(default)]
    pub professionals: bool,
    /// To whom it is handed on.
    pub to_id: Option<Uuid>,
    /// Which file of the matter is shown to the thread.
    pub attachment: Option<Uuid>,
    /// Of a referral: what is asked for and of whom.
    pub request_kind: Option<String>,
    pub to_team_id: Option<Uuid>,
    #[serde(default)]
    pub agreed: bool,
    /// Why it is asked for though something covers it already.
    pub despite: Option<String>,
    /// Language of the headings in what is recorded or referred; Finnish when absent.
    pub lang: Option<kernel::Lang>,
}

/// What the client sees of something said or done.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnConsultEntry {
    pub id: Uuid,
    pub step: ConsultStep,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<ConsultSide>,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A consultation about oneself.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnConsultation {
    pub id: Uuid,
    pub matter_id: Uuid,
    pub from_team: String,
    pub to_team: String,
    pub question: String,
    pub state: ConsultState,
    pub sent_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// It is open, and one can write into it.
    pub writable: bool,
    pub thread: Vec<OwnConsultEntry>,
    /// How many entries professionals have kept between themselves.
    pub kept_back: i64,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOwnConsultWords {
    /// 3–4,000 characters.
    pub words: String,
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
