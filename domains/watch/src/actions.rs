//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static LIST: Action = Action::staff("watch.review.list", List, Group::Supervise, "supervision", "log");
pub static LOOK: Action = Action::staff("watch.review.look", List, Group::Supervise, "supervision", "log");
pub static ASK: Action = Action::staff("watch.review.ask", Change, Group::Supervise, "supervision", "log");
pub static DECIDE: Action = Action::staff("watch.review.decide", Change, Group::Supervise, "supervision", "log");
pub static PASSED: Action = Action::staff("watch.protection.list", List, Group::Protect, "supervision", "log");
pub static PASSED_LOOK: Action = Action::staff("watch.protection.look", List, Group::Protect, "supervision", "log");
pub static FIND: Action = Action::staff("watch.protection.find", Change, Group::Protect, "supervision", "log");
pub static MINE: Action = Action::staff("watch.own.list", List, Group::Plain, "supervision", "log");
pub static EXPLAIN: Action = Action::staff("watch.own.explain", Change, Group::Plain, "supervision", "log");
pub static MARKS: Action = Action::staff("watch.mark.list", List, Group::Administer, "supervision", "");
pub static MARK: Action = Action::staff("watch.mark.set", Change, Group::Administer, "supervision", "");
pub static MARK_END: Action = Action::staff("watch.mark.end", Change, Group::Administer, "supervision", "");

/// Every action of the room.
pub static ALL: &[&Action] = &[&LIST, &LOOK, &ASK, &DECIDE, &PASSED, &PASSED_LOOK, &FIND, &MINE, &EXPLAIN, &MARKS, &MARK, &MARK_END];
