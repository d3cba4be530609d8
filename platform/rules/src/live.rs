use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::Rules;

/// The rules a running instance uses. Readers never wait; a new version replaces the whole at once, so no request sees
/// half of a change.
pub struct LiveRules {
    current: ArcSwap<Rules>,
}

impl LiveRules {
    pub fn new(rules: Rules) -> Self {
        Self { current: ArcSwap::from_pointee(rules) }
    }

    /// The rules now. A request takes them once and keeps them to its end.
    pub fn current(&self) -> Arc<Rules> {
        self.current.load_full()
    }

    /// Uses other rules from now on; requests under way end with the ones they took.
    pub fn replace(&self, rules: Rules) {
        self.current.store(Arc::new(rules));
    }
}
