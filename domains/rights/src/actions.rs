//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static OWN: Action = Action::client("rights.own.look", Look, "own_data");
pub static OWN_THINGS: Action = Action::client("rights.own.things", Look, "own_data");
pub static OWN_COPY: Action = Action::client("rights.own.copy", Change, "own_data");
pub static OWN_DOWNLOAD: Action = Action::client("rights.own.download", Look, "own_data");
pub static OWN_CORRECT: Action = Action::client("rights.own.correct", Change, "own_data");
pub static OWN_SEEN: Action = Action::client("rights.own.seen", Change, "own_data");
pub static OWN_CERTIFICATE: Action = Action::client("rights.own.certificate", Look, "own_data");
pub static LOOK: Action = Action::staff("rights.client.look", Look, Group::Look, "care", "own_data");
pub static COPY: Action = Action::staff("rights.client.copy", Change, Group::Tend, "care", "own_data");
pub static DOWNLOAD: Action = Action::staff("rights.client.download", Look, Group::Tend, "care", "own_data");
pub static LIST: Action = Action::staff("rights.request.list", List, Group::Supervise, "supervision", "own_data");
pub static ONE: Action = Action::staff("rights.request.look", List, Group::Supervise, "supervision", "own_data");
pub static CERTIFICATE: Action = Action::staff("rights.request.certificate", List, Group::Supervise, "supervision", "own_data");
pub static ANSWER: Action = Action::staff("rights.request.answer", Change, Group::Supervise, "supervision", "own_data");
pub static EXTEND: Action = Action::staff("rights.request.extend", Change, Group::Supervise, "supervision", "own_data");
pub static WATCHED: Action = Action::staff("rights.protection.list", List, Group::Protect, "supervision", "own_data");
pub static RESTRICT: Action = Action::staff("rights.restriction.mark", Change, Group::Supervise, "supervision", "own_data");
pub static INFORM: Action = Action::staff("rights.restriction.inform", Change, Group::Supervise, "supervision", "own_data");
pub static LIFT: Action = Action::staff("rights.restriction.lift", Change, Group::Supervise, "supervision", "own_data");
/// Of a restricted matter that one's own desk counts: by what it opens, and whom to ask. Names no client.
pub static WAY: Action = Action::staff("rights.restriction.way", List, Group::Desk, "care", "own_data");

/// Every action of the room.
pub static ALL: &[&Action] = &[
    &OWN,
    &OWN_THINGS,
    &OWN_COPY,
    &OWN_DOWNLOAD,
    &OWN_CORRECT,
    &OWN_SEEN,
    &OWN_CERTIFICATE,
    &LOOK,
    &COPY,
    &DOWNLOAD,
    &LIST,
    &ONE,
    &CERTIFICATE,
    &ANSWER,
    &EXTEND,
    &WATCHED,
    &RESTRICT,
    &INFORM,
    &LIFT,
    &WAY,
];
