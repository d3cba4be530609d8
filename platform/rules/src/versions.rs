use std::sync::Arc;

use chrono::NaiveDate;

use crate::set::{RuleKind, RuleSet};

/// The versions of one kind, oldest first; there is always at least one.
#[derive(Clone, Debug)]
pub struct Versions<T> {
    first: Arc<RuleSet<T>>,
    later: Vec<Arc<RuleSet<T>>>,
    /// Known by name only: old results name them, but they are in force on no day.
    kept: Vec<Arc<RuleSet<T>>>,
}

impl<T: RuleKind> Versions<T> {
    /// Orders the versions by their first day; of two with the same day the one given later is used.
    /// `None` when there are none.
    pub(crate) fn new(mut sets: Vec<RuleSet<T>>) -> Option<Self> {
        sets.sort_by_key(|set| set.valid_from);
        let mut sets = sets.into_iter().map(Arc::new);
        Some(Self { first: sets.next()?, later: sets.collect(), kept: Vec::new() })
    }

    /// Adds a version that is in force on no day.
    pub(crate) fn keep(&mut self, set: RuleSet<T>) {
        if self.version(&set.version).is_none() {
            self.kept.push(Arc::new(set));
        }
    }

    /// The version in force on a date. Before the first version's own day, that first version: a matter older than the
    /// rules still needs some.
    pub fn on(&self, date: NaiveDate) -> &Arc<RuleSet<T>> {
        self.later.iter().rev().find(|set| set.valid_from <= date).unwrap_or(&self.first)
    }

    /// The version a stored result names.
    pub fn version(&self, version: &str) -> Option<&Arc<RuleSet<T>>> {
        self.all().chain(&self.kept).find(|set| set.version == version)
    }

    /// Those that are in force on some day, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Arc<RuleSet<T>>> {
        std::iter::once(&self.first).chain(&self.later)
    }
}
