use chrono::{DateTime, Utc};
use kernel::{Text, codes};
use people::PersonRef;
use rules::{SafetyChoice, SafetyHazard};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

codes! {
    /// Where a notification is on its way.
    RescueState {
        Waiting => "waiting",
        /// The receiver has it and gave a receipt.
        Received => "received",
        /// The receiver said no to it.
        Refused => "refused",
        /// To be printed and delivered: the node has no receiver.
        ByHand => "by_hand",
        /// Somebody has delivered it.
        Delivered => "delivered",
    }
}

impl RescueState {
    /// Whether the rescue authority has it or is getting it.
    pub const fn stands(self) -> bool {
        !matches!(self, Self::Refused)
    }
}

/// What is told. As JSON it is the message itself, so a field more here is a thing more told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RescueContent {
    pub law: String,
    pub place: RescuePlace,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building: Option<SafetyChoice>,
    pub found: Vec<RescueFound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ability: Option<SafetyChoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evacuation: Option<SafetyChoice>,
    /// What has been done already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<RescueClient>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifier: Option<RescueNotifier>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RescuePlace {
    /// Absent only where it is not shown: what is sent always has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The client's own home, by the address the county has.
    pub home: bool,
    /// Address protection: not to be told further.
    pub protected: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RescueFound {
    pub code: String,
    pub hazard: SafetyHazard,
    pub label: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RescueClient {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RescueNotifier {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub phone: String,
}

/// What is said of a notification to be made.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRescueNotice {
    /// Open risks of which the rescue authority is notified.
    pub risks: Vec<Uuid>,
    /// The place, when it is not the client's home.
    #[serde(default)]
    pub place: Option<String>,
    pub building: String,
    pub ability: String,
    pub evacuation: String,
    #[serde(default)]
    pub done: Option<String>,
    pub notifier_phone: String,
    /// Nothing is burning and nobody is in immediate danger: that is told to 112, never here.
    pub no_emergency: bool,
    /// Made although there is one already of the same risk.
    #[serde(default)]
    pub again: bool,
}

/// A notification to be made just as it was seen.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenRescueNotice {
    pub notice: NewRescueNotice,
    /// Of the preview.
    pub digest: String,
}

/// What will be told, and what will not.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RescuePreview {
    pub content: RescueContent,
    /// The address is told and is not shown here: it is protected, and is seen for a stated need.
    pub address_hidden: bool,
    /// Said of a protected address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected: Option<Text>,
    pub untold: Vec<Text>,
    /// The host it is sent to; absent: it is delivered by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    pub shown_to_client: bool,
    /// Of what is seen; the notification is made only of the same.
    pub digest: String,
}

/// A notification.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RescueNotice {
    pub id: Uuid,
    pub content: RescueContent,
    pub address_hidden: bool,
    pub risks: Vec<Uuid>,
    pub state: RescueState,
    /// Why it has not gone, as a code; of a refused one the receiver's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How often it has been tried.
    pub tries: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    pub made_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<PersonRef>,
    /// How it was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_words: Option<String>,
    pub shown_to_client: bool,
    /// delivered
    pub permitted_actions: Vec<String>,
}

/// What was made.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RescueMade {
    pub id: Uuid,
    pub state: RescueState,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescueDelivery {
    /// How and to whom; 3–2,000 characters.
    pub words: String,
}
