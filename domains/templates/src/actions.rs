//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static CHOICES: Action = Action::staff("templates.choice.look", Look, Group::Look, "care", "13,21");
pub static PREVIEW: Action = Action::staff("templates.preview.look", Look, Group::Look, "care", "13,18,21");
pub static MAKE: Action = Action::staff("templates.plan.make", Change, Group::Tend, "care", "21");
pub static CLIENT: Action = Action::staff("templates.client.look", Look, Group::Look, "care", "21");
pub static SETTLE: Action = Action::staff("templates.act.settle", Change, Group::Tend, "care", "21");
pub static END: Action = Action::staff("templates.plan.end", Change, Group::Tend, "care", "21");
/// One's own teams' acts that are due.
pub static DUE: Action = Action::staff("templates.act.list", List, Group::Requests, "care", "21");
/// How the templates work in one's own teams.
pub static TEAM: Action = Action::staff("templates.team.list", List, Group::Requests, "care", "21");
/// How they work over the county, in which nobody is named.
pub static COUNTY: Action = Action::staff("templates.county.list", List, Group::Figures, "administration", "");
/// The plans of one's own teams behind a figure.
pub static PLANS: Action = Action::staff("templates.plan.list", List, Group::Requests, "care", "21");

/// Every action of the room.
pub static ALL: &[&Action] = &[&CHOICES, &PREVIEW, &MAKE, &CLIENT, &SETTLE, &END, &DUE, &TEAM, &COUNTY, &PLANS];
