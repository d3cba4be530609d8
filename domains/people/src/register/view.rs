use chrono::{DateTime, Utc};
use kernel::{Register, Text};
use rules::{Ground, Mark, Rules};
use serde::Serialize;
use trust::Staff;

/// A reason that is chosen besides own words.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OpeningReasonView {
    pub code: String,
    pub label: Text,
}

/// A legal ground as it is offered for choice.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Ground)]
pub struct GroundView {
    pub code: String,
    pub label: Text,
    /// When it may be used.
    pub about: Text,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub needs_reason: bool,
    pub mark: Mark,
    /// The registers it opens.
    pub registers: Vec<Register>,
    /// Each use is looked at afterwards.
    pub reviewed: bool,
    /// How long the register stays open.
    pub minutes: u32,
    /// Asks for a warning to be confirmed.
    pub emergency: bool,
    /// May be used by one who has no care relation to the client.
    pub without_relation: bool,
    /// One of these is chosen, when there are any.
    pub reasons: Vec<OpeningReasonView>,
}

impl From<&Ground> for GroundView {
    fn from(g: &Ground) -> Self {
        Self {
            code: g.code.clone(),
            label: g.label.clone(),
            about: g.about.clone(),
            law: g.law.clone(),
            needs_reason: g.needs_reason,
            mark: g.mark,
            registers: g.registers.clone(),
            reviewed: g.reviewed,
            minutes: g.minutes,
            emergency: g.emergency,
            without_relation: g.without_relation,
            reasons: g.reasons.iter().map(|r| OpeningReasonView { code: r.code.clone(), label: r.label.clone() }).collect(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RegisterOpening {
    pub register: Register,
    pub ground: GroundView,
    pub opened_at: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// The grounds a professional's role may use, today.
pub(crate) fn grounds(rules: &Rules, staff: &Staff, today: chrono::NaiveDate) -> Vec<GroundView> {
    let set = rules.grounds.on(today);
    set.body.grounds.iter().filter(|g| g.roles.iter().any(|r| r == staff.role.code())).map(GroundView::from).collect()
}
