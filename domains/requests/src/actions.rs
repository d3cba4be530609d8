//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Audience, Group};

pub static LIST: Action = Action::staff("requests.queue.list", List, Group::Requests, "care", "18");
pub static EXPORT: Action = Action::staff("requests.queue.export", Export, Group::Export, "care", "18");
/// What can be asked for and of whom: nothing about clients.
pub static FORM: Action = Action::plain("requests.form.look", Audience::Staff);
pub static CLIENT: Action = Action::staff("requests.client.look", Look, Group::Look, "care", "18");
pub static LOOK: Action = Action::staff("requests.request.look", Look, Group::Look, "care", "18");
pub static MAKE: Action = Action::staff("requests.request.make", Change, Group::Tend, "care", "18");
pub static ACT: Action = Action::staff("requests.request.act", Change, Group::Tend, "care", "18");
pub static COVERED: Action = Action::staff("requests.covered.look", Look, Group::Look, "care", "13,18,19");
pub static CHOOSE: Action = Action::staff("requests.covered.choose", Change, Group::Tend, "care", "18");
pub static OWN: Action = Action::client("requests.own.look", Look, "18");

/// Every action of the room.
pub static ALL: &[&Action] = &[&LIST, &EXPORT, &FORM, &CLIENT, &LOOK, &MAKE, &ACT, &COVERED, &CHOOSE, &OWN];
