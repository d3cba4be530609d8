//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Audience, Group};

pub static OWN: Action = Action::client("functioning.own.look", Look, "13");
pub static OWN_RECORD: Action = Action::client("functioning.own.record", Change, "13");
pub static OWN_CORRECT: Action = Action::client("functioning.own.correct", Change, "13");
pub static OWN_WITHDRAW: Action = Action::client("functioning.own.withdraw", Change, "13");
/// Counting a score reads nothing of anybody.
pub static OWN_PREVIEW: Action = Action::plain("functioning.own.preview", Audience::Client);
pub static LOOK: Action = Action::staff("functioning.staff.look", Look, Group::Look, "care", "13");
/// A look whose answer goes along on the professional's device: a line of its own in the log.
pub static TAKE_ALONG: Action = Action::staff("functioning.staff.take_along", Look, Group::Look, "care", "13");
pub static RECORD: Action = Action::staff("functioning.staff.record", Change, Group::Tend, "care", "13");
pub static CORRECT: Action = Action::staff("functioning.staff.correct", Change, Group::Tend, "care", "13");
pub static WITHDRAW: Action = Action::staff("functioning.staff.withdraw", Change, Group::Tend, "care", "13");
pub static OBSERVATIONS: Action = Action::staff("functioning.staff.observations", Look, Group::Look, "care", "13");
pub static RESPONSES: Action = Action::staff("functioning.staff.responses", Look, Group::Look, "care", "13");
pub static PREVIEW: Action = Action::plain("functioning.staff.preview", Audience::Staff);

pub static GOALS: Action = Action::client("functioning.goal.look", Look, "13");
pub static GOAL_SET: Action = Action::client("functioning.goal.set", Change, "13");
pub static GOAL_FOLLOW: Action = Action::client("functioning.goal.follow", Change, "13");
pub static GOAL_END: Action = Action::client("functioning.goal.end", Change, "13");
pub static STAFF_GOALS: Action = Action::staff("functioning.staff.goals", Look, Group::Look, "care", "13");

/// Every action of the room.
pub static ALL: &[&Action] = &[
    &OWN,
    &OWN_RECORD,
    &OWN_CORRECT,
    &OWN_WITHDRAW,
    &OWN_PREVIEW,
    &LOOK,
    &TAKE_ALONG,
    &RECORD,
    &CORRECT,
    &WITHDRAW,
    &OBSERVATIONS,
    &RESPONSES,
    &PREVIEW,
    &GOALS,
    &GOAL_SET,
    &GOAL_FOLLOW,
    &GOAL_END,
    &STAFF_GOALS,
];
