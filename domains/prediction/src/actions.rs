//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static CLIENT: Action = Action::staff("prediction.client.look", Look, Group::Look, "care", "14");
pub static MAKE: Action = Action::staff("prediction.client.make", Change, Group::Tend, "care", "14,19");
pub static ANSWER: Action = Action::staff("prediction.client.answer", Change, Group::Tend, "care", "14");
/// How well the models do, over all; nobody is named.
pub static FOLLOW: Action = Action::staff("prediction.model.list", List, Group::Figures, "administration", "");
pub static SWITCH: Action = Action::staff("prediction.model.switch", Change, Group::Figures, "administration", "");
pub static OWN: Action = Action::client("prediction.own.look", Look, "14");
pub static OWN_OBJECT: Action = Action::client("prediction.own.object", Change, "14");

/// Every action of the room.
pub static ALL: &[&Action] = &[&CLIENT, &MAKE, &ANSWER, &FOLLOW, &SWITCH, &OWN, &OWN_OBJECT];
