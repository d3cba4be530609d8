//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static LOOK: Action = Action::staff("planning.client.look", Look, Group::Look, "care", "13,18,19,21");
pub static OPEN: Action = Action::staff("planning.finding.open", Change, Group::Tend, "care", "21");
pub static TALK: Action = Action::staff("planning.finding.talk", Change, Group::Tend, "care", "21");
pub static AGREE: Action = Action::staff("planning.finding.agree", Change, Group::Tend, "care", "21");
pub static SETTLE: Action = Action::staff("planning.finding.settle", Change, Group::Tend, "care", "21");
pub static REOPEN: Action = Action::staff("planning.finding.reopen", Change, Group::Tend, "care", "21");
pub static OWN: Action = Action::client("planning.own.look", Look, "13,18,21");
pub static OWN_TALK: Action = Action::client("planning.own.talk", Change, "21");
pub static OWN_AGREE: Action = Action::client("planning.own.agree", Change, "21");

/// Every action of the room.
pub static ALL: &[&Action] = &[&LOOK, &OPEN, &TALK, &AGREE, &SETTLE, &REOPEN, &OWN, &OWN_TALK, &OWN_AGREE];
