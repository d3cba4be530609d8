//! Times that collide.

use chrono::Duration;

use crate::part::{Part, PlanPartKind};

/// Times of which the later begins before one has got from the earlier to it.
pub(super) fn colliding(minutes: u32, parts: &[Part]) -> Vec<Vec<&Part>> {
    let mut times: Vec<_> = parts
        .iter()
        .filter(|part| part.kind == PlanPartKind::Time)
        .filter_map(|part| part.begins_at.zip(part.ends_at).map(|(begins, ends)| (begins, ends, part)))
        .collect();
    times.sort_by_key(|(begins, ends, part)| (*begins, *ends, part.id));
    let between = Duration::minutes(minutes.into());
    let mut found = Vec::new();
    for (place, (_, ends, earlier)) in times.iter().enumerate() {
        let after = times.iter().skip(place + 1).take_while(|(begins, ..)| *begins < *ends + between);
        found.extend(after.map(|(.., later)| vec![*earlier, *later]));
    }
    found
}
