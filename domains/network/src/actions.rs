//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static LOOK: Action = Action::staff("network.client.look", Look, Group::Look, "care", "13,18,19");
pub static DISMISS: Action = Action::staff("network.proposal.dismiss", Change, Group::Tend, "care", "18");
pub static RESTORE: Action = Action::staff("network.proposal.restore", Change, Group::Tend, "care", "18");

/// Every action of the room.
pub static ALL: &[&Action] = &[&LOOK, &DISMISS, &RESTORE];
