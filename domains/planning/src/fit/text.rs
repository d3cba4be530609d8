//! Words of plans: which part a group of a rule means, and when two goals say the same.

use std::collections::BTreeSet;

use rules::{FitAlike, FitGroup};

use crate::part::{Part, PlanPartKind};

/// Whether a group of a rule means the part. A medicine is meant by its ATC code and by nothing else: its name may say anything.
pub(super) fn means(group: &FitGroup, part: &Part) -> bool {
    let code = part.code.as_deref();
    match part.kind {
        PlanPartKind::Medicine => code.is_some_and(|code| group.medicines.iter().any(|atc| code.starts_with(atc.as_str()))),
        PlanPartKind::Service | PlanPartKind::Task => {
            code.is_some_and(|code| group.services.iter().any(|service| service == code)) || said(group, part)
        }
        PlanPartKind::Goal => said(group, part),
        PlanPartKind::Plan | PlanPartKind::Time | PlanPartKind::OwnGoal => false,
    }
}

/// Whether a word of the part begins as one of the group's.
fn said(group: &FitGroup, part: &Part) -> bool {
    let text = part.text();
    group.words.iter().any(|word| begins(&text, word))
}

fn begins(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| text.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric()))
}

/// The beginnings of the words that say something.
pub(super) fn stems(alike: &FitAlike, text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
    let said = words.filter(|word| !alike.ignore.iter().any(|one| one == word));
    said.map(|word| word.chars().take(alike.stem as usize).collect()).collect()
}

/// Whether two goals say the same: of all their words so many per cent are in both.
pub(super) fn same(alike: &FitAlike, one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let (common, all) = (one.intersection(other).count(), one.union(other).count());
    common > 0 && common * 100 >= all * alike.least as usize
}
