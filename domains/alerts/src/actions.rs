//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static LIST: Action = Action::staff("alerts.queue.list", List, Group::Desk, "care", "18");
pub static EXPORT: Action = Action::staff("alerts.queue.export", Export, Group::Export, "care", "18");
pub static CLIENT: Action = Action::staff("alerts.client.look", Look, Group::Look, "care", "18");
pub static TAKE: Action = Action::staff("alerts.alert.take", Change, Group::Work, "care", "18");
pub static RELEASE: Action = Action::staff("alerts.alert.release", Change, Group::Work, "care", "18");
pub static SNOOZE: Action = Action::staff("alerts.alert.snooze", Change, Group::Work, "care", "18");
pub static CLOSE: Action = Action::staff("alerts.alert.close", Change, Group::Work, "care", "18");
pub static TRIAL: Action = Action::staff("alerts.rules.trial", List, Group::TryRules, "administration", "");
pub static OWN: Action = Action::client("alerts.own.look", Look, "18");

/// Every action of the room.
pub static ALL: &[&Action] = &[&LIST, &EXPORT, &CLIENT, &TAKE, &RELEASE, &SNOOZE, &CLOSE, &TRIAL, &OWN];
