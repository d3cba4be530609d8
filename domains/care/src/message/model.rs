use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Client,
    Staff,
}

impl Side {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Staff => "staff",
        }
    }
    pub const fn other(self) -> Self {
        match self {
            Self::Client => Self::Staff,
            Self::Staff => Self::Client,
        }
    }
    pub(super) fn of(code: &str) -> Self {
        if code == "client" { Self::Client } else { Self::Staff }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Message {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub from: Side,
    /// The writer's name.
    pub author: String,
    pub text: String,
    /// Whose thread it is in.
    pub client_id: Uuid,
    /// By what the writer acted for the client, when it was another than the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting: Option<trust::ActingGround>,
    /// When the other side read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    pub text: String,
    /// To which client of the matter; the main one, when left out. On the client's own side it is always oneself.
    pub client_id: Option<Uuid>,
}
