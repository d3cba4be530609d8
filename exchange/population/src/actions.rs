//! What the room's routes do, by name. An administrator sees the state of the feed and why messages were set aside, never
//! whose they are.

use trust::{Action, ActionKind, Group};

const fn administer(name: &'static str, kind: ActionKind) -> Action {
    Action::staff(name, kind, Group::Administer, "administration", "")
}

pub static LOOK: Action = administer("population.feed.look", ActionKind::List);
pub static READ: Action = administer("population.feed.read", ActionKind::Change);
pub static RETRY: Action = administer("population.message.retry", ActionKind::Change);
pub static LEAVE: Action = administer("population.message.leave", ActionKind::Change);

/// All of them, for the tests that walk routes and roles.
pub static ALL: &[&Action] = &[&LOOK, &READ, &RETRY, &LEAVE];
