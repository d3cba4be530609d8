use chrono::{DateTime, Utc};
use kernel::{Register, ServiceTask, Text, WillKind, WillLevel, codes};
use people::PersonRef;
use rules::{Mark, WillWords};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::national::seen::{WillInKanta, WillsFromKanta};

codes! {
    /// Who says it: the client, or one who acts for them by right.
    WillGiver { Client => "client", Guardian => "guardian", Trustee => "trustee" }
}

codes! {
    /// How a professional told of it or was told it.
    WillChannel { InPerson => "in_person", Phone => "phone", Video => "video", Letter => "letter" }
}

/// One thing a client can say, in the words they are told before it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WillChoice {
    pub code: String,
    pub kind: WillKind,
    pub level: WillLevel,
    /// Whose data a permit or a denial is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<Register>,
    pub label: Text,
    pub told: Text,
    pub does: Vec<Text>,
    pub does_not: Vec<Text>,
    /// Of a denial: the words of letting an emergency use the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Text>,
    /// Law, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    /// When the client was last told of it in the words now in force; without it nothing can be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informed_at: Option<DateTime<Utc>>,
}

impl WillChoice {
    pub(crate) fn of(words: &WillWords, informed_at: Option<DateTime<Utc>>) -> Self {
        Self {
            code: words.code.clone(),
            kind: words.kind,
            level: words.level,
            register: words.register,
            label: words.label.clone(),
            told: words.told.clone(),
            does: words.does.clone(),
            does_not: words.does_not.clone(),
            emergency: words.emergency.clone(),
            law: words.law.clone(),
            mark: words.mark,
            informed_at,
        }
    }
}

/// The document a denial is of.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WillDocument {
    pub id: Uuid,
    pub title: Text,
    /// When it was finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// What a client has said; in force until `withdrawn_at`.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WillExpression {
    pub id: Uuid,
    pub code: String,
    pub kind: WillKind,
    pub level: WillLevel,
    /// In the words of the rules now in force; absent for a kind they no longer have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// Of a permit and of a denial of a whole register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<Register>,
    /// Of a denial of one task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_task: Option<ServiceTask>,
    /// Of a denial of one document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<WillDocument>,
    /// What it is of is not for the viewer to know.
    pub hidden: bool,
    pub emergency_ok: bool,
    /// client | guardian | trustee
    pub given_by: String,
    /// own | in_person | phone | video | letter | kanta
    pub channel: String,
    pub informed_at: DateTime<Utc>,
    /// Version of the words that were told; absent for what was recorded before they were kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_version: Option<String>,
    pub given_at: DateTime<Utc>,
    /// The professional who recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// client | staff | system | kanta
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_by: Option<PersonRef>,
    /// Of a permit or a denial at a node that has Kanta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kanta: Option<WillInKanta>,
}

/// All of it for one client.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientWill {
    /// Version of the words in force.
    pub text_version: String,
    pub choices: Vec<WillChoice>,
    /// Newest first, in force and withdrawn.
    pub said: Vec<WillExpression>,
    /// inform · give · withdraw
    pub permitted_actions: Vec<String>,
    /// Absent at a node that has no Kanta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kanta: Option<WillsFromKanta>,
}

/// That the words of a choice were read.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewInforming {
    pub code: String,
}

/// That the client was told of a choice.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewStaffInforming {
    pub code: String,
    pub channel: WillChannel,
}

/// What the client says.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewExpression {
    pub code: String,
    /// Which task a denial of one task is of.
    #[serde(default)]
    pub service_task: Option<ServiceTask>,
    /// Which document a denial of one document is of.
    #[serde(default)]
    pub document_id: Option<Uuid>,
    /// Of a denial: the data may be used in an emergency all the same.
    #[serde(default)]
    pub emergency_ok: bool,
}

/// What the client says through a professional.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewStaffExpression {
    pub code: String,
    #[serde(default)]
    pub service_task: Option<ServiceTask>,
    #[serde(default)]
    pub document_id: Option<Uuid>,
    #[serde(default)]
    pub emergency_ok: bool,
    pub given_by: WillGiver,
    pub channel: WillChannel,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WillMade {
    pub id: Uuid,
}
