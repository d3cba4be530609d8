//! The actions of this room's routes.

use trust::{Action, ActionKind, Group};

/// One item with the original it was made from.
pub static ITEM: Action = Action::staff("records.item.read", ActionKind::Look, Group::Look, "care", "original");

/// Every action of the room.
pub static ALL: &[&Action] = &[&ITEM];
