use chrono::{DateTime, Utc};
use kernel::{Text, codes};
use people::PersonRef;
use rules::{Mark, NetworkFact};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

codes! {
    /// By what a team is there.
    NetworkBy { Matter => "matter", Customership => "customership", Request => "request" }
}

/// A team that works with the client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NetworkTeam {
    pub id: Uuid,
    pub name: String,
    /// Empty for one that is proposed.
    pub by: Vec<NetworkBy>,
    /// It is one's own.
    pub own: bool,
}

/// What makes a proposal so.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NetworkEvidence {
    pub fact: NetworkFact,
    pub count: u32,
    /// When it was last so, or began.
    pub newest_at: DateTime<Utc>,
}

/// Why a proposal was set aside, by whom and when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NetworkAside {
    pub reason: String,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
}

/// Somebody the client's situation calls for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NetworkProposal {
    pub rule: String,
    pub priority: u32,
    pub name: Text,
    pub reason: Text,
    pub law: String,
    pub mark: Mark,
    pub evidence: Vec<NetworkEvidence>,
    /// They are there already.
    pub there: bool,
    /// Who is there, or who can be asked.
    pub teams: Vec<NetworkTeam>,
    /// The kind of request by which they are invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aside: Option<NetworkAside>,
}

/// The client's network, as far as the viewer's rights reach.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientNetwork {
    /// Teams that work with the client now.
    pub there: Vec<NetworkTeam>,
    /// Whom the situation calls for, the most pressing first; those set aside last.
    pub proposals: Vec<NetworkProposal>,
    pub rules_version: String,
    /// The viewer may set aside and take back.
    pub can_dismiss: bool,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNetworkAside {
    /// 3–2,000 characters.
    pub reason: String,
}
