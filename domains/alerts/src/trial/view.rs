use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::Text;
use serde::Serialize;

/// What a text would have raised.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AlertTrial {
    /// The days looked back on, both with them.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Version whose rules it is compared with.
    pub compared_with: String,
    /// Every rule of the text that is on, in its order.
    pub rules: Vec<AlertTrialRule>,
    /// Alerts for each team of the county or the text, the most first.
    pub teams: Vec<AlertTrialTeam>,
    pub alerts: usize,
    /// Minutes of handling in all.
    pub minutes: u64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AlertTrialRule {
    pub rule: String,
    pub label: Text,
    /// new | changed | same
    pub change: &'static str,
    pub team: String,
    pub alerts: usize,
    /// How many clients they would have been about.
    pub people: usize,
    /// Clients of whom it holds on the last day.
    pub standing: usize,
    /// By month, `2026-11`.
    pub months: BTreeMap<String, usize>,
    pub minutes: u64,
    /// What the rule's alerts have come to here: how many were closed, and how many of them were of use, partly of use and of none.
    pub closed: i64,
    pub yes: i64,
    pub partly: i64,
    pub no: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AlertTrialTeam {
    /// Its name, or the key of one the county does not have.
    pub team: String,
    pub alerts: usize,
    pub minutes: u64,
}
