//! Findings: what the rules say of what was looked at. `turn` reads and raises, `near` is what is known of a batch's people, `judge` and
//! `place` are pure, `raise` writes.

mod judge;
mod near;
mod own_tie;
mod place;
mod raise;
mod turn;
mod volume;

use chrono::NaiveDate;
use kernel::ClientId;
use rules::{Detect, Severity};
use uuid::Uuid;

/// One finding: a viewer, a client, a rule and a day, with the lines of the log it rests on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    pub viewer: Uuid,
    pub unit: Option<Uuid>,
    /// None: it is about how many.
    pub client: Option<ClientId>,
    pub rule: Detect,
    pub rule_version: String,
    pub day: NaiveDate,
    pub severity: Severity,
    /// The viewer had a care tie each time they looked.
    pub tied: bool,
    pub lines: Vec<Uuid>,
    /// How many clients were opened in the day, and how many are ordinary.
    pub volume: Option<(i64, f64)>,
}
