//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static NOTICES: Action = Action::staff("notices.notice.list", Look, Group::Look, "care", "16");
pub static OWN_NOTICES: Action = Action::client("notices.own.look", Look, "1");
pub static OWN_CHOOSE: Action = Action::client("notices.own.choose", Change, "1");

/// Every action of the room.
pub static ALL: &[&Action] = &[&NOTICES, &OWN_NOTICES, &OWN_CHOOSE];
