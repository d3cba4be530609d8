//! What the routes of this room do, by name. Rules are no secret: every professional may read what binds their work.

use trust::{Action, ActionKind, Audience, Group};

pub static LOOK: Action = Action::plain("rules.look", Audience::Staff);
pub static CHECK: Action = Action::staff("rules.check", ActionKind::Look, Group::TryRules, "administration", "");
pub static PUT: Action = Action::staff("rules.put", ActionKind::Change, Group::Administer, "administration", "");
pub static RESTORE: Action = Action::staff("rules.restore", ActionKind::Change, Group::Administer, "administration", "");
pub static WITHDRAW: Action = Action::staff("rules.withdraw", ActionKind::Change, Group::Administer, "administration", "");

/// All of them, for the tests that walk routes and roles.
pub static ALL: &[&Action] = &[&LOOK, &CHECK, &PUT, &RESTORE, &WITHDRAW];
