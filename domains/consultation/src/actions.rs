//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Audience, Group};

pub static LIST: Action = Action::staff("consultation.queue.list", List, Group::Requests, "care", "18");
pub static EXPORT: Action = Action::staff("consultation.queue.export", Export, Group::Export, "care", "18");
/// Of whom it can be asked, in what time, and why it can be declined: nothing about clients.
pub static FORM: Action = Action::plain("consultation.form.look", Audience::Staff);
pub static CLIENT: Action = Action::staff("consultation.client.look", Look, Group::Look, "care", "18");
pub static LOOK: Action = Action::staff("consultation.thread.look", Look, Group::Look, "care", "15,18");
pub static ASK: Action = Action::staff("consultation.thread.ask", Change, Group::Tend, "care", "15,18");
pub static ACT: Action = Action::staff("consultation.thread.act", Change, Group::Tend, "care", "15,18");
pub static OWN: Action = Action::client("consultation.own.look", Look, "18");
pub static OWN_WRITE: Action = Action::client("consultation.own.write", Change, "18");

/// Every action of the room.
pub static ALL: &[&Action] = &[&LIST, &EXPORT, &FORM, &CLIENT, &LOOK, &ASK, &ACT, &OWN, &OWN_WRITE];
