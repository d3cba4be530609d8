//! What each role would see in another order.

use std::collections::HashMap;

use rulekeeping::Prepared;
use rules::{ROLES, ROLES_WITHOUT_CLIENTS};

use super::view::LensEffect;

pub fn effect(change: &Prepared, people: &HashMap<String, i64>) -> Vec<LensEffect> {
    let (before, after) = (&change.before.lenses.on(change.valid_from).body, &change.after.lenses.on(change.valid_from).body);
    let of = |role: &&str| {
        let (then, now) = (before.of(role)?, after.of(role)?);
        (then.sections != now.sections || then.timeline != now.timeline).then(|| LensEffect {
            role: (*role).to_owned(),
            people: people.get(*role).copied().unwrap_or(0),
            sections_before: then.sections.clone(),
            sections_after: now.sections.clone(),
            timeline_before: then.timeline.clone(),
            timeline_after: now.timeline.clone(),
        })
    };
    ROLES.iter().filter(|role| !ROLES_WITHOUT_CLIENTS.contains(role)).filter_map(of).collect()
}
