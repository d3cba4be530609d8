use chrono::{DateTime, Utc};
use people::identity::Difference;
use people::{IdentityCard, PersonRef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The person a temporary identity may belong to.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct LinkTo {
    /// The identity with the personal identity code.
    pub main_id: Uuid,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewLink {
    pub main_id: Uuid,
    /// How the person was recognised, 3–2,000 characters; kept with the client.
    pub reason: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Unlink {
    /// Why the link was a mistake, 3–2,000 characters; kept with the client.
    pub reason: String,
    /// How many were shown to have come after: when more has come since, nothing is done and the list is shown anew.
    pub came_after: i64,
}

/// How much of a kind was written under one identity.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WrittenCount {
    pub client_id: Uuid,
    /// matter note message hearing attachment assessment plan decision customership appointment contact close_one record
    pub kind: String,
    pub count: i64,
}

/// What a link would do.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LinkPreview {
    pub temporary: IdentityCard,
    pub real: IdentityCard,
    /// What the two say differently.
    pub differences: Vec<Difference>,
    /// other_birth_date · other_sex · becomes_protected · deceased: what to stop at.
    pub warnings: Vec<&'static str>,
    /// What has been written under the temporary identity and will be seen with the real one's; it stays where it was written.
    pub comes: Vec<WrittenCount>,
    /// Why the link cannot be made now; absent when it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<&'static str>,
}

/// What came after a link, to be looked at before it is taken apart.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct UnlinkPreview {
    pub identity: IdentityCard,
    pub main: IdentityCard,
    pub linked_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_by: Option<PersonRef>,
    /// What was written since under each of the two: each stays where it was written.
    pub after: Vec<WrittenCount>,
    /// All of it together; said back when the link is taken apart.
    pub came_after: i64,
}
