//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static OWN: Action = Action::client("selfdirection.own.look", Look, "selfdirection");
pub static OWN_SAVE: Action = Action::client("selfdirection.own.save", Change, "selfdirection");
pub static OWN_UNDO: Action = Action::client("selfdirection.own.undo", Change, "selfdirection");
pub static OWN_PREVIEW: Action = Action::client("selfdirection.own.preview", Look, "selfdirection");
pub static LOOK: Action = Action::staff("selfdirection.staff.look", Look, Group::Look, "care", "selfdirection");

/// Every action of the room.
pub static ALL: &[&Action] = &[&OWN, &OWN_SAVE, &OWN_UNDO, &OWN_PREVIEW, &LOOK];
