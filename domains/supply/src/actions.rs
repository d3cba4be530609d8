//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static CLIENT: Action = Action::staff("supply.client.look", Look, Group::Look, "care", "18,21");
pub static HANDLE: Action = Action::staff("supply.deviation.handle", Change, Group::Tend, "care", "21");
pub static UNDO: Action = Action::staff("supply.deviation.undo", Change, Group::Tend, "care", "21");
/// The deviations of one's own teams' plans.
pub static LIST: Action = Action::staff("supply.deviation.list", List, Group::Requests, "care", "21");
pub static EXPORT: Action = Action::staff("supply.deviation.export", Export, Group::Export, "care", "21");
/// Those of the county, in which nobody is named.
pub static COUNTY: Action = Action::staff("supply.county.list", List, Group::Figures, "administration", "");

/// Every action of the room.
pub static ALL: &[&Action] = &[&CLIENT, &HANDLE, &UNDO, &LIST, &EXPORT, &COUNTY];
