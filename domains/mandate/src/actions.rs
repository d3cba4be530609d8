//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static LIST: Action = Action::client("mandate.acting.list", Look, "4");
pub static START: Action = Action::client("mandate.acting.start", Change, "4");
pub static STOP: Action = Action::client("mandate.acting.stop", Change, "4");
pub static DEPART: Action = Action::client("mandate.register.depart", Change, "4");
pub static ARRIVE: Action = Action::client("mandate.register.arrive", Change, "4");
pub static INVITATIONS: Action = Action::client("mandate.invitation.list", Look, "3");
pub static INVITE: Action = Action::client("mandate.invitation.make", Change, "3");
pub static ACCEPT: Action = Action::client("mandate.invitation.accept", Change, "3");
pub static DECLINE: Action = Action::client("mandate.invitation.decline", Change, "3");
pub static END: Action = Action::client("mandate.invitation.end", Change, "3");
pub static MINOR: Action = Action::client("mandate.minor.own", Look, "4");
pub static SAY: Action = Action::client("mandate.minor.say", Change, "4");
pub static END_OWN: Action = Action::client("mandate.minor.end_own", Change, "4");
pub static LOOK: Action = Action::staff("mandate.staff.look", Look, Group::Look, "care", "3,4");
pub static RECORD: Action = Action::staff("mandate.staff.record", Change, Group::Tend, "care", "4");
pub static END_RECORDED: Action = Action::staff("mandate.staff.end", Change, Group::Tend, "care", "4");

/// Every action of the room.
pub static ALL: &[&Action] = &[
    &LIST,
    &START,
    &STOP,
    &DEPART,
    &ARRIVE,
    &INVITATIONS,
    &INVITE,
    &ACCEPT,
    &DECLINE,
    &END,
    &MINOR,
    &SAY,
    &END_OWN,
    &LOOK,
    &RECORD,
    &END_RECORDED,
];
