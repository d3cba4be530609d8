//! What relies on what, and what ends though something relies on it.

use chrono::Days;
use rules::{Fit, FitReliance};

use super::text::means;
use crate::part::{Part, PlanPartKind};

/// One part that cannot be done without another.
pub(crate) struct Relies<'a> {
    pub reliance: &'a FitReliance,
    pub one: &'a Part,
    pub on: &'a Part,
}

/// Every part that relies on another, of those that are done.
pub(crate) fn reliances<'a>(fit: &'a Fit, parts: &'a [Part]) -> Vec<Relies<'a>> {
    let done: Vec<&Part> = parts.iter().filter(|part| matches!(part.kind, PlanPartKind::Service | PlanPartKind::Task)).collect();
    let mut all = Vec::new();
    for reliance in &fit.reliances {
        for one in done.iter().copied().filter(|part| means(&reliance.one, part)) {
            let on = done.iter().copied().filter(|on| on.id != one.id && means(&reliance.other, on) && !means(&reliance.one, on));
            all.extend(on.map(|on| Relies { reliance, one, on }));
        }
    }
    all
}

/// What ends more than so many days before what relies on it, when nothing else takes its place.
pub(super) fn ends<'a>(fit: &'a Fit, days: u32, parts: &'a [Part]) -> Vec<Vec<&'a Part>> {
    let all = reliances(fit, parts);
    let mut found = Vec::new();
    for relies in &all {
        let Some(last) = relies.on.until() else { continue };
        let bare = last.checked_add_days(Days::new(days.into())).unwrap_or(last);
        let goes_on = |part: &Part| part.until().is_none_or(|until| until > bare);
        let other = |one: &&Relies<'_>| one.reliance.code == relies.reliance.code && one.one.id == relies.one.id && goes_on(one.on);
        if goes_on(relies.one) && !all.iter().any(|one| other(&one)) {
            found.push(vec![relies.on, relies.one]);
        }
    }
    found
}
