//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static OWN_FEEDBACK: Action = Action::client("experience.feedback.look", Look, "16");
pub static ANSWER: Action = Action::client("experience.feedback.answer", Change, "16");
pub static DECLINE: Action = Action::client("experience.feedback.decline", Change, "16");
/// Figures of one's own teams, in which nobody is named.
pub static FIGURES: Action = Action::staff("experience.feedback.list", List, Group::Requests, "supervision", "16");
/// What clients have written, for who leads the team.
pub static WORDS: Action = Action::staff("experience.words.list", List, Group::Supervise, "supervision", "16");
pub static EXPORT: Action = Action::staff("experience.feedback.export", Export, Group::Export, "supervision", "16");
pub static OWN_REMINDERS: Action = Action::client("experience.reminder.look", Look, "16");
pub static REMINDER_SET: Action = Action::client("experience.reminder.set", Change, "16");
pub static REMINDER_REMOVE: Action = Action::client("experience.reminder.remove", Change, "16");
pub static REMINDER_RESTORE: Action = Action::client("experience.reminder.restore", Change, "16");

/// Every action of the room.
pub static ALL: &[&Action] =
    &[&OWN_FEEDBACK, &ANSWER, &DECLINE, &FIGURES, &WORDS, &EXPORT, &OWN_REMINDERS, &REMINDER_SET, &REMINDER_REMOVE, &REMINDER_RESTORE];
