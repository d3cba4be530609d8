use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope, Text};
use serde::Serialize;
use uuid::Uuid;

use crate::channel::ChannelKind;

/// Something waits for a client.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub client: ClientId,
    /// Where the thing that waits belongs.
    pub scope: Scope,
    pub matter_id: Option<Uuid>,
    /// A code of the rules' occasions.
    pub occasion: &'static str,
    pub object_kind: &'static str,
    pub object_id: Uuid,
    /// What this notice is about, once for ever: telling it again makes no second one.
    pub key: String,
}

/// Where one delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Waiting,
    /// Under way, or its process went away while it was.
    Sending,
    Sent,
    /// Given up, with a code.
    Failed,
    /// It may have gone: the answer did not arrive, and the channel cannot be asked. Not sent again by itself.
    Uncertain,
    /// Nothing to send any more: the client chose otherwise, or no address is known.
    Dropped,
}

impl DeliveryState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Uncertain => "uncertain",
            Self::Dropped => "dropped",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Sending, Self::Sent, Self::Failed, Self::Uncertain, Self::Dropped].into_iter().find(|s| s.code() == code)
    }
}

/// One channel of a notice.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DeliveryView {
    pub channel: ChannelKind,
    pub state: DeliveryState,
    pub attempts: i32,
    /// When it was sent, else when it was last tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Why not, as a code: no_address, http_503, smtp_550 …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// How a notice has fared.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NoticeState {
    pub id: Uuid,
    pub client_id: Uuid,
    pub occasion: String,
    /// What it was about, in words.
    pub label: Text,
    pub object_id: Uuid,
    pub made_at: DateTime<Utc>,
    pub deliveries: Vec<DeliveryView>,
}

/// What a client of a matter chose.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientChannels {
    pub client_id: Uuid,
    pub channels: Vec<ChannelKind>,
}

/// The notices of a matter, newest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MatterNotices {
    /// The channels this node has in use; none: nobody is told anything.
    pub in_use: Vec<ChannelKind>,
    /// The clients the viewer sees, with what they chose among those in use.
    pub clients: Vec<ClientChannels>,
    pub notices: Vec<NoticeState>,
}
