//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static OWN: Action = Action::client("homesafety.own.look", Look, "13");
pub static LOOK: Action = Action::staff("homesafety.client.look", Look, Group::Look, "care", "13");
pub static BEGIN: Action = Action::staff("homesafety.assessment.begin", Change, Group::Tend, "care", "13");
pub static ANSWER: Action = Action::staff("homesafety.assessment.answer", Change, Group::Tend, "care", "13");
pub static TALK: Action = Action::staff("homesafety.assessment.talk", Change, Group::Tend, "care", "13");
pub static FINISH: Action = Action::staff("homesafety.assessment.finish", Change, Group::Tend, "care", "13");
pub static DISCARD: Action = Action::staff("homesafety.assessment.discard", Change, Group::Tend, "care", "13");
pub static STEP: Action = Action::staff("homesafety.risk.step", Change, Group::Tend, "care", "13");
pub static LIST: Action = Action::staff("homesafety.risks.list", List, Group::Desk, "care", "13");
pub static EXPORT: Action = Action::staff("homesafety.risks.export", Export, Group::Export, "care", "13");
pub static PREVIEW: Action = Action::staff("homesafety.notice.preview", Look, Group::Look, "care", "1,13");
pub static NOTIFY: Action = Action::staff("homesafety.notice.make", Change, Group::Tend, "care", "1,13");
pub static DELIVERED: Action = Action::staff("homesafety.notice.delivered", Change, Group::Tend, "care", "13");

/// Every action of the room.
pub static ALL: &[&Action] =
    &[&OWN, &LOOK, &BEGIN, &ANSWER, &TALK, &FINISH, &DISCARD, &STEP, &LIST, &EXPORT, &PREVIEW, &NOTIFY, &DELIVERED];
