//! What the routes of this room do, by name.

use trust::{Action, ActionKind::*, Group};

const fn administer(name: &'static str, kind: trust::ActionKind) -> Action {
    Action::staff(name, kind, Group::Administer, "administration", "")
}

pub static STAFF_LIST: Action = administer("upkeep.staff.list", List);
pub static STAFF_LOOK: Action = administer("upkeep.staff.look", List);
pub static STAFF_LEFT: Action = administer("upkeep.staff.left", List);
pub static STAFF_EMPLOY: Action = administer("upkeep.staff.employ", Change);
pub static STAFF_AMEND: Action = administer("upkeep.staff.amend", Change);
pub static STAFF_OWN_IDENTITY: Action = administer("upkeep.staff.own_identity", Change);
pub static STAFF_END: Action = administer("upkeep.staff.end", Change);
pub static STAFF_REOPEN: Action = administer("upkeep.staff.reopen", Change);
pub static STAFF_HAND_OVER: Action = administer("upkeep.staff.hand_over", Change);
pub static ROLE_GIVE: Action = administer("upkeep.role.give", Change);
pub static ROLE_END: Action = administer("upkeep.role.end", Change);
pub static POWER_GIVE: Action = administer("upkeep.power.give", Change);
pub static POWER_END: Action = administer("upkeep.power.end", Change);
pub static TEAM_JOIN: Action = administer("upkeep.team.join", Change);
pub static TEAM_LEAVE: Action = administer("upkeep.team.leave", Change);
pub static ABSENCE_ADD: Action = administer("upkeep.absence.add", Change);
pub static ABSENCE_END: Action = administer("upkeep.absence.end", Change);

pub static PLACES: Action = administer("upkeep.places.list", List);
pub static PLACE_HISTORY: Action = administer("upkeep.place.history", List);
pub static ORGANISATION_ADD: Action = administer("upkeep.organisation.add", Change);
pub static ORGANISATION_CHANGE: Action = administer("upkeep.organisation.change", Change);
pub static ORGANISATION_END: Action = administer("upkeep.organisation.end", Change);
pub static UNIT_ADD: Action = administer("upkeep.unit.add", Change);
pub static UNIT_CHANGE: Action = administer("upkeep.unit.change", Change);
pub static UNIT_END: Action = administer("upkeep.unit.end", Change);
pub static TEAM_ADD: Action = administer("upkeep.team.add", Change);
pub static TEAM_CHANGE: Action = administer("upkeep.team.change", Change);
pub static TEAM_LEFT: Action = administer("upkeep.team.left", List);
pub static TEAM_END: Action = administer("upkeep.team.end", Change);

pub static TOKEN_LIST: Action = administer("upkeep.token.list", List);
pub static TOKEN_MAKE: Action = administer("upkeep.token.make", Change);
pub static TOKEN_REVOKE: Action = administer("upkeep.token.revoke", Change);

pub static JOB_LIST: Action = administer("upkeep.job.list", List);
pub static JOB_REPLAY: Action = administer("upkeep.job.replay", Change);
pub static JOB_REPLAY_ALL: Action = administer("upkeep.job.replay_all", Change);
pub static JOB_CANCEL: Action = administer("upkeep.job.cancel", Change);

pub static FAULT_LIST: Action = administer("upkeep.fault.list", List);
pub static FAULT_ANSWER: Action = administer("upkeep.fault.answer", Change);
pub static FAULT_REPORT: Action = Action::staff("upkeep.fault.report", Change, Group::Plain, "administration", "");
pub static FAULT_OWN: Action = Action::staff("upkeep.fault.own", List, Group::Plain, "administration", "");
pub static OWN_FAULT_REPORT: Action = Action::client("upkeep.own.fault_report", Change, "");
pub static OWN_FAULTS: Action = Action::client("upkeep.own.faults", Look, "");

pub static NOTICE_LIST: Action = administer("upkeep.notice.list", List);
pub static NOTICE_ADD: Action = administer("upkeep.notice.add", Change);
pub static NOTICE_CHANGE: Action = administer("upkeep.notice.change", Change);
pub static NOTICE_END: Action = administer("upkeep.notice.end", Change);

pub static FEEDBACK_LIST: Action = administer("upkeep.feedback.list", List);
pub static FEEDBACK_ANSWER: Action = administer("upkeep.feedback.answer", Change);

/// The accessibility statement and the feedback on it: anyone, also before log-in.
pub static STATEMENT: Action = Action::plain("public.accessibility.read", trust::Audience::Public);
pub static FEEDBACK_SEND: Action = Action::plain("public.accessibility.feedback", trust::Audience::Public);
pub static FEEDBACK_LOOK: Action = Action::plain("public.accessibility.look", trust::Audience::Public);

/// Seen by everyone, also before log-in.
pub static NOTICES: Action = Action::plain("public.notices.read", trust::Audience::Public);

/// All of them, for the tests that walk routes and roles.
pub static ALL: &[&Action] = &[
    &STAFF_LIST,
    &STAFF_LOOK,
    &STAFF_LEFT,
    &STAFF_EMPLOY,
    &STAFF_AMEND,
    &STAFF_OWN_IDENTITY,
    &STAFF_END,
    &STAFF_REOPEN,
    &STAFF_HAND_OVER,
    &ROLE_GIVE,
    &ROLE_END,
    &POWER_GIVE,
    &POWER_END,
    &TEAM_JOIN,
    &TEAM_LEAVE,
    &ABSENCE_ADD,
    &ABSENCE_END,
    &PLACES,
    &PLACE_HISTORY,
    &ORGANISATION_ADD,
    &ORGANISATION_CHANGE,
    &ORGANISATION_END,
    &UNIT_ADD,
    &UNIT_CHANGE,
    &UNIT_END,
    &TEAM_ADD,
    &TEAM_CHANGE,
    &TEAM_LEFT,
    &TEAM_END,
    &TOKEN_LIST,
    &TOKEN_MAKE,
    &TOKEN_REVOKE,
    &JOB_LIST,
    &JOB_REPLAY,
    &JOB_REPLAY_ALL,
    &JOB_CANCEL,
    &FAULT_LIST,
    &FAULT_ANSWER,
    &FAULT_REPORT,
    &FAULT_OWN,
    &OWN_FAULT_REPORT,
    &OWN_FAULTS,
    &FEEDBACK_LIST,
    &FEEDBACK_ANSWER,
    &STATEMENT,
    &FEEDBACK_SEND,
    &FEEDBACK_LOOK,
    &NOTICES,
    &NOTICE_LIST,
    &NOTICE_ADD,
    &NOTICE_CHANGE,
    &NOTICE_END,
];
