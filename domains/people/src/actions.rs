//! What the routes of this room do, by name. The same names stand in the OpenAPI description and in the access log.

use trust::{Action, ActionKind, Audience, Group};

pub static SEARCH: Action = Action::staff("people.client.search", ActionKind::Search, Group::Search, "care", "identity");
pub static CREATE: Action = Action::staff("people.client.create", ActionKind::Change, Group::Enrol, "care", "identity");
pub static HETU: Action = Action::staff("people.hetu.reveal", ActionKind::Look, Group::Reveal, "care", "hetu");
pub static PEOPLE: Action = Action::staff("people.client.people", ActionKind::Look, Group::Look, "care", "1,3,4,17");
pub static ADDRESS: Action = Action::staff("people.address.reveal", ActionKind::Change, Group::Reveal, "care", "protected_address");
pub static CONTACT_ADD: Action = Action::staff("people.contact.add", ActionKind::Change, Group::Tend, "care", "1");
pub static CONTACT_END: Action = Action::staff("people.contact.end", ActionKind::Change, Group::Tend, "care", "1");
pub static CLOSE_ONE_ADD: Action = Action::staff("people.close_one.add", ActionKind::Change, Group::Tend, "care", "3");
pub static CLOSE_ONE_END: Action = Action::staff("people.close_one.end", ActionKind::Change, Group::Tend, "care", "3");
pub static CONTACT_CORRECT: Action = Action::staff("people.contact.correct", ActionKind::Change, Group::Tend, "care", "1");
pub static CONTACT_UNDO: Action = Action::staff("people.contact.undo", ActionKind::Change, Group::Tend, "care", "1");
pub static CLOSE_ONE_CORRECT: Action = Action::staff("people.close_one.correct", ActionKind::Change, Group::Tend, "care", "3");
pub static CLOSE_ONE_UNDO: Action = Action::staff("people.close_one.undo", ActionKind::Change, Group::Tend, "care", "3");
pub static REGISTER_OPEN: Action = Action::staff("people.register.open", ActionKind::Change, Group::OpenRegister, "care", "register");
pub static REGISTER_CLOSE: Action = Action::staff("people.register.close", ActionKind::Change, Group::OpenRegister, "care", "register");
pub static OPENINGS: Action = Action::staff("people.opening.list", ActionKind::List, Group::Supervise, "supervision", "register");
pub static OPENING: Action = Action::staff("people.opening.look", ActionKind::List, Group::Supervise, "supervision", "register,log");
pub static OPENING_JUDGE: Action = Action::staff("people.opening.judge", ActionKind::Change, Group::Supervise, "supervision", "register");
pub static MISUSED: Action = Action::staff("people.protection.list", ActionKind::List, Group::Protect, "supervision", "register");
pub static MISUSED_LOOK: Action = Action::staff("people.protection.look", ActionKind::List, Group::Protect, "supervision", "register,log");
pub static MISUSED_FIND: Action = Action::staff("people.protection.find", ActionKind::Change, Group::Protect, "supervision", "register");
pub static REGISTERS_HELD: Action = Action::staff("people.register.held", ActionKind::Look, Group::Look, "care", "register");
pub static POPULATION: Action = Action::staff("people.population.look", ActionKind::Look, Group::Look, "care", "1,4");
pub static ABSENCE_ADD: Action = Action::staff("people.absence.add", ActionKind::Change, Group::Supervise, "supervision", "");
pub static ABSENCE_END: Action = Action::staff("people.absence.end", ActionKind::Change, Group::Supervise, "supervision", "");
pub static ORGANISATION: Action = Action::plain("people.organisation.look", Audience::Staff);
pub static GROUNDS: Action = Action::plain("people.grounds.look", Audience::Staff);

/// All of them, for the tests that walk routes and roles.
pub static ALL: &[&Action] = &[
    &SEARCH,
    &CREATE,
    &HETU,
    &PEOPLE,
    &ADDRESS,
    &CONTACT_ADD,
    &CONTACT_END,
    &CLOSE_ONE_ADD,
    &CLOSE_ONE_END,
    &CONTACT_CORRECT,
    &CONTACT_UNDO,
    &CLOSE_ONE_CORRECT,
    &CLOSE_ONE_UNDO,
    &REGISTER_OPEN,
    &REGISTER_CLOSE,
    &OPENINGS,
    &OPENING,
    &OPENING_JUDGE,
    &MISUSED,
    &MISUSED_LOOK,
    &MISUSED_FIND,
    &REGISTERS_HELD,
    &POPULATION,
    &ABSENCE_ADD,
    &ABSENCE_END,
    &ORGANISATION,
    &GROUNDS,
];
