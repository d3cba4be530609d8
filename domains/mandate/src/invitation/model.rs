use chrono::{DateTime, NaiveDate, Utc};
use kernel::Text;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What can be opened to a close person.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InvitationGroup {
    pub code: String,
    pub label: Text,
}

/// An invitation of mine.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InvitationSent {
    pub id: Uuid,
    /// As I wrote it.
    pub name: String,
    pub groups: Vec<String>,
    pub valid_until: NaiveDate,
    /// waiting | accepted | declined | ended | over
    pub state: String,
    pub made_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// client | invited
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    pub can_end: bool,
}

/// An invitation to me.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InvitationReceived {
    pub id: Uuid,
    /// Who invites.
    pub name: String,
    pub groups: Vec<String>,
    pub valid_until: NaiveDate,
    /// waiting | accepted
    pub state: String,
    pub made_at: DateTime<Utc>,
}

/// All of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Invitations {
    /// Newest first, at most 100.
    pub sent: Vec<InvitationSent>,
    pub received: Vec<InvitationReceived>,
    pub groups: Vec<InvitationGroup>,
    /// The last day an invitation made today can hold.
    pub longest: NaiveDate,
    pub about: Text,
    /// Names of my close ones, to begin with.
    pub close_ones: Vec<String>,
    /// A minor does not invite.
    pub can_invite: bool,
}

/// Whom I invite, to what and for how long.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// 1–200 characters.
    pub name: String,
    /// Their personal identity code. It is kept sealed until they answer, and shown to nobody.
    pub hetu: String,
    /// Codes of groups, at least one.
    pub groups: Vec<String>,
    /// The last day.
    pub valid_until: NaiveDate,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InvitationMade {
    pub id: Uuid,
}
