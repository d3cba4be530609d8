//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static OWN_LOG: Action = Action::client("insight.own.log", Look, "log");
pub static OWN_INQUIRIES: Action = Action::client("insight.own.inquiries", Look, "log");
pub static OWN_ASK: Action = Action::client("insight.own.ask", Change, "log");
pub static OWN_SEEN: Action = Action::client("insight.own.seen", Change, "log");
pub static INQUIRIES: Action = Action::staff("insight.inquiry.list", List, Group::Supervise, "supervision", "log");
pub static ANSWER: Action = Action::staff("insight.inquiry.answer", Change, Group::Supervise, "supervision", "log");
pub static LATE: Action = Action::staff("insight.protection.list", List, Group::Protect, "supervision", "log");

/// Every action of the room.
pub static ALL: &[&Action] = &[&OWN_LOG, &OWN_INQUIRIES, &OWN_ASK, &OWN_SEEN, &INQUIRIES, &ANSWER, &LATE];
