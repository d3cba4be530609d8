//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static OWN: Action = Action::client("will.own.look", Look, "will");
pub static OWN_INFORM: Action = Action::client("will.own.inform", Change, "will");
pub static OWN_GIVE: Action = Action::client("will.own.give", Change, "will");
pub static OWN_WITHDRAW: Action = Action::client("will.own.withdraw", Change, "will");
pub static OWN_REFRESH: Action = Action::client("will.own.refresh", Change, "will");
pub static LOOK: Action = Action::staff("will.staff.look", Look, Group::Look, "care", "will");
pub static INFORM: Action = Action::staff("will.staff.inform", Change, Group::Tend, "care", "will");
pub static GIVE: Action = Action::staff("will.staff.give", Change, Group::Tend, "care", "will");
pub static WITHDRAW: Action = Action::staff("will.staff.withdraw", Change, Group::Tend, "care", "will");
pub static REFRESH: Action = Action::staff("will.staff.refresh", Change, Group::Look, "care", "will");

/// Every action of the room.
pub static ALL: &[&Action] = &[&OWN, &OWN_INFORM, &OWN_GIVE, &OWN_WITHDRAW, &OWN_REFRESH, &LOOK, &INFORM, &GIVE, &WITHDRAW, &REFRESH];
