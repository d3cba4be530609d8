use std::ops::Deref;
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

/// The rules as a room's state holds them. A clone takes the rules in force at that moment and keeps them: the state is cloned
/// for each request, so a request begins and ends with the same rules, and the next one sees the new ones. What lives longer
/// than a request asks [`RulesInUse::now`].
pub struct RulesInUse {
    live: Arc<LiveRules>,
    taken: Arc<Rules>,
}

impl RulesInUse {
    /// The rules in force at this moment, whatever this one has taken.
    pub fn now(&self) -> Arc<Rules> {
        self.live.current()
    }
}

impl Clone for RulesInUse {
    fn clone(&self) -> Self {
        Self { live: self.live.clone(), taken: self.live.current() }
    }
}

impl Deref for RulesInUse {
    type Target = Rules;
    fn deref(&self) -> &Rules {
        &self.taken
    }
}

impl From<Arc<LiveRules>> for RulesInUse {
    fn from(live: Arc<LiveRules>) -> Self {
        Self { taken: live.current(), live }
    }
}

/// Rules that nobody changes: the command line's and the tests'.
impl From<Arc<Rules>> for RulesInUse {
    fn from(rules: Arc<Rules>) -> Self {
        Arc::new(LiveRules { current: ArcSwap::new(rules) }).into()
    }
}
