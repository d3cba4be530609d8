use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::review::model::{WatchFinding, WatchReportedTo, WatchReview};

/// A page of what has been passed on.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PassedReviews {
    pub items: Vec<WatchReview>,
    /// How many wait for a finding.
    pub waiting: i64,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewWatchFinding {
    pub finding: WatchFinding,
    /// To whom, when it was reported.
    pub reported_to: Option<WatchReportedTo>,
    /// Why, 3–2,000 characters. The one who passed it on reads them.
    pub words: String,
}
