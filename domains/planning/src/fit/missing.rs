//! What a plan does not say. Only of rows that tell all there is: what another system did not send may be known there.

use chrono::NaiveDate;

use crate::part::{Part, PlanPartKind};

fn blank(text: Option<&String>) -> bool {
    text.is_none_or(|text| text.trim().is_empty() || text.trim() == "-")
}

fn of<'a>(parts: &'a [Part], kind: PlanPartKind, lacks: impl Fn(&Part) -> bool) -> Vec<Vec<&'a Part>> {
    parts.iter().filter(|part| part.kind == kind && part.whole && lacks(part)).map(|part| vec![part]).collect()
}

/// Services that nobody provides.
pub(super) fn provider(parts: &[Part]) -> Vec<Vec<&Part>> {
    of(parts, PlanPartKind::Service, |part| blank(part.who.as_ref()) && part.person_id.is_none())
}

/// Tasks that nobody has taken in so many days.
pub(super) fn owner(days: u32, today: NaiveDate, parts: &[Part]) -> Vec<Vec<&Part>> {
    of(parts, PlanPartKind::Task, |part| {
        let waited = part.from().map_or(0, |from| (today - from).num_days());
        blank(part.who.as_ref()) && part.person_id.is_none() && waited >= i64::from(days)
    })
}

/// Goals of which it is not said how they are known to have been reached.
pub(super) fn measure(parts: &[Part]) -> Vec<Vec<&Part>> {
    of(parts, PlanPartKind::Goal, |part| blank(part.measure.as_ref()))
}
