use chrono::{DateTime, NaiveDate, Utc};
use kernel::codes;
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A payment commitment as its document has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PaymentCommitment {
    pub id: Uuid,
    pub client_id: Uuid,
    pub matter_id: Uuid,
    pub document_id: Uuid,
    pub recipient: String,
    /// The service in the document's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The most that is paid, in cents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_cents: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    pub issued_on: NaiveDate,
    /// Whether it holds today.
    pub in_force: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PersonRef>,
}

codes! {
    /// What was said.
    ChoiceKind { Permit => "permit", Denial => "denial" }
}

codes! {
    /// What it is about.
    ChoiceLevel { All => "all", Controller => "controller", ServiceTask => "service_task", Document => "document" }
}

/// A permit or a denial of disclosure as the client said it. It opens and closes nothing by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DisclosureChoice {
    pub id: Uuid,
    pub client_id: Uuid,
    pub matter_id: Uuid,
    pub document_id: Uuid,
    pub kind: ChoiceKind,
    pub level: ChoiceLevel,
    /// The controller, task or document in the document's words, or its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_on: Option<NaiveDate>,
    pub by_representative: bool,
    pub recorded_at: DateTime<Utc>,
    /// When a later document took its place; absent while it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PersonRef>,
}

/// What finished documents have told of a client beside matters, plans and decisions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ClientEntries {
    /// Newest first.
    pub payment_commitments: Vec<PaymentCommitment>,
    /// Those that hold first, newest first.
    pub disclosure_choices: Vec<DisclosureChoice>,
}
