//! What the room's routes do, by name: the same in OpenAPI (`x-action`), in the access log and for the policies.

use trust::{Action, ActionKind::*, Group};

// ---- Lobby and routing.
pub static LOBBY_FORM: Action = Action::plain("care.lobby.form", trust::Audience::Staff);
pub static LOBBY_CLIENT: Action = Action::staff("care.lobby.client", Look, Group::Lobby, "initiation", "18,17,13");
pub static LOBBY_PROPOSE: Action = Action::staff("care.lobby.propose", Look, Group::Lobby, "initiation", "18");
pub static LOBBY_SEND: Action = Action::staff("care.lobby.send", Change, Group::Lobby, "initiation", "18");
pub static LOBBY_SENT: Action = Action::staff("care.lobby.sent", List, Group::Lobby, "initiation", "18");

// ---- Matter.
pub static MATTER_LOOK: Action = Action::staff("care.matter.look", Look, Group::Look, "care", "18");
pub static TAKE: Action = Action::staff("care.matter.take", Change, Group::Work, "care", "18");
pub static HAND_OVER: Action = Action::staff("care.matter.hand_over", Change, Group::Work, "care", "18");
pub static RETURN: Action = Action::staff("care.matter.return", Change, Group::Work, "care", "18");
pub static RESEND: Action = Action::staff("care.matter.resend", Change, Group::Sent, "initiation", "18");
pub static REOPEN: Action = Action::staff("care.matter.reopen", Change, Group::Work, "care", "18");
pub static MOVE: Action = Action::staff("care.matter.move", Change, Group::Work, "care", "18");
pub static PAUSE: Action = Action::staff("care.matter.pause", Change, Group::Work, "care", "18");
pub static RESUME: Action = Action::staff("care.matter.resume", Change, Group::Work, "care", "18");
pub static PROLONG: Action = Action::staff("care.matter.prolong_pause", Change, Group::Work, "care", "18");
pub static CLOSE: Action = Action::staff("care.matter.close", Change, Group::Work, "care", "18");
pub static JOIN: Action = Action::staff("care.matter.join", Change, Group::Work, "care", "18");
/// The look at the client who joins; the change of the matter itself is [`JOIN`].
pub static JOIN_CLIENT: Action = Action::staff("care.matter.join", Look, Group::Lobby, "initiation", "18");
pub static LEAVE: Action = Action::staff("care.matter.leave", Change, Group::Work, "care", "18");
pub static UNDO: Action = Action::staff("care.matter.undo", Change, Group::Work, "care", "18");
pub static CASELOAD: Action = Action::staff("care.caseload.hand_over", Change, Group::Supervise, "supervision", "18");

// ---- Desk.
pub static DESK: Action = Action::staff("care.desk.list", List, Group::Desk, "care", "18");
pub static DESK_SEARCH: Action = Action::staff("care.desk.search", Search, Group::Desk, "care", "18");
pub static DESK_EXPORT: Action = Action::staff("care.desk.export", Export, Group::Export, "care", "18");
pub static BULK_PREVIEW: Action = Action::staff("care.desk.bulk_preview", List, Group::Desk, "care", "18");
/// The request itself; each matter has the line of what was done to it.
pub static BULK: Action = Action::staff("care.desk.bulk", Change, Group::Desk, "care", "18");
pub static WORKLOAD: Action = Action::staff("care.workload.list", List, Group::Supervise, "supervision", "18");
pub static VIEWS: Action = Action::plain("care.view.list", trust::Audience::Staff);
pub static VIEW_SAVE: Action = Action::staff("care.view.save", Change, Group::Desk, "care", "");
pub static VIEW_CHANGE: Action = Action::staff("care.view.change", Change, Group::Desk, "care", "");
pub static VIEW_REMOVE: Action = Action::staff("care.view.remove", Change, Group::Desk, "care", "");
pub static VIEW_DEFAULT: Action = Action::staff("care.view.default", Change, Group::Desk, "care", "");

// ---- Done but not recorded.
pub static GAPS: Action = Action::staff("care.gap.list", List, Group::Desk, "care", "18,13,15,21");
pub static TEAM_GAPS: Action = Action::staff("care.gap.count", List, Group::Supervise, "supervision", "18");
pub static GAP_ASIDE: Action = Action::staff("care.gap.set_aside", Change, Group::Work, "care", "18");
/// The look for the finding that is set aside; the change itself is [`GAP_ASIDE`].
pub static GAP_ASIDE_LOOK: Action = Action::staff("care.gap.set_aside", List, Group::Desk, "care", "18,13,15,21");
pub static GOAL_FOLLOW_UP: Action = Action::staff("care.goal.follow_up", Change, Group::Work, "care", "21");

// ---- Client, situation picture.
pub static HEADER: Action = Action::staff("care.header.look", Look, Group::Look, "care", "1,17,18");
pub static HOUSEHOLD: Action = Action::staff("care.household.look", Look, Group::Look, "care", "1,3,4,18");
pub static SUMMARY: Action = Action::staff("care.summary.read", Look, Group::Look, "care", "1,3,13,15,17,18,19,21");

// ---- Identities of one person.
pub static IDENTITY: Action = Action::staff("care.identity.look", Look, Group::Look, "care", "1,7");
pub static IDENTITY_PREVIEW: Action = Action::staff("care.identity.preview", Look, Group::Work, "care", "1,7");
/// The card of the other person in a preview.
pub static IDENTITY_PREVIEW_OTHER: Action = Action::staff("care.identity.preview", Search, Group::Search, "care", "identity");
pub static IDENTITY_LINK: Action = Action::staff("care.identity.link", Change, Group::Work, "care", "1,7");
pub static IDENTITY_UNLINK_PREVIEW: Action = Action::staff("care.identity.unlink_preview", Look, Group::Work, "care", "1,7");
pub static IDENTITY_UNLINK: Action = Action::staff("care.identity.unlink", Change, Group::Work, "care", "1,7");

// ---- What a person must decide because of what a register told.
pub static SETTLING: Action = Action::staff("care.settling.list", List, Group::Desk, "care", "1,18");
pub static SETTLE: Action = Action::staff("care.settling.settle", Change, Group::Work, "care", "1,18");

// ---- Work on a matter.
pub static NOTES: Action = Action::staff("care.note.list", Look, Group::Look, "care", "15");
pub static NOTE: Action = Action::staff("care.note.write", Change, Group::Work, "care", "15");
pub static NOTE_CHANGE: Action = Action::staff("care.note.change", Change, Group::Work, "care", "15");
pub static ENTRIES: Action = Action::staff("care.entry.list", Look, Group::Look, "care", "18");
pub static MESSAGES: Action = Action::staff("care.message.list", Look, Group::Look, "care", "16");
pub static MESSAGE: Action = Action::staff("care.message.write", Change, Group::Work, "care", "16");
pub static MESSAGES_READ: Action = Action::staff("care.message.mark_read", Change, Group::Work, "care", "16");
pub static ATTACHMENTS: Action = Action::staff("care.attachment.list", Look, Group::Look, "care", "15");
pub static ATTACH: Action = Action::staff("care.attachment.add", Change, Group::Work, "care", "15");
pub static DOWNLOAD: Action = Action::staff("care.attachment.read", Look, Group::Look, "care", "15");
pub static HEARINGS: Action = Action::staff("care.hearing.list", Look, Group::Look, "care", "18");
pub static HEARING_ASK: Action = Action::staff("care.hearing.ask", Change, Group::Work, "care", "18");
pub static HEARING_ANSWER: Action = Action::staff("care.hearing.answer", Change, Group::Work, "care", "18");
pub static DOCUMENT_BEGIN: Action = Action::staff("care.document.begin", Change, Group::Work, "care", "documents");
pub static DECISION_LOOK: Action = Action::staff("care.decision.look", Look, Group::Look, "care", "18");
pub static DECISION_DRAFT: Action = Action::staff("care.decision.draft", Change, Group::Work, "care", "18");
pub static DECISION_DECIDE: Action = Action::staff("care.decision.decide", Change, Group::Decide, "care", "18");
pub static DECISION_SEND: Action = Action::staff("care.decision.send", Change, Group::Work, "care", "18");
pub static DECISION_WITHDRAW: Action = Action::staff("care.decision.withdraw", Change, Group::Work, "care", "18");

// ---- What is done about a decision.
pub static DECISION_RECEIPT: Action = Action::staff("care.decision.receipt", Change, Group::Work, "care", "18");
pub static DECISION_CORRECT: Action = Action::staff("care.decision.correct", Change, Group::Decide, "care", "18");
pub static DECISION_FORCE: Action = Action::staff("care.decision.force", Change, Group::Decide, "care", "18");
pub static REVIEW_RECORD: Action = Action::staff("care.review.record", Change, Group::Work, "care", "18");
pub static REVIEW_TAKE: Action = Action::staff("care.review.take", Change, Group::Work, "care", "18");
pub static REVIEW_DECIDE: Action = Action::staff("care.review.decide", Change, Group::Decide, "care", "18");
pub static REVIEW_WITHDRAW: Action = Action::staff("care.review.withdraw", Change, Group::Work, "care", "18");
pub static APPEAL_RECORD: Action = Action::staff("care.appeal.record", Change, Group::Work, "care", "18");
pub static APPEAL_END: Action = Action::staff("care.appeal.end", Change, Group::Work, "care", "18");

// ---- Appointments.
pub static APPOINTMENTS: Action = Action::staff("care.appointment.list", Look, Group::Look, "care", "18");
pub static APPOINTMENT_MAKE: Action = Action::staff("care.appointment.make", Change, Group::Work, "care", "18");
pub static APPOINTMENT_CHANGE: Action = Action::staff("care.appointment.change", Change, Group::Work, "care", "18");
pub static APPOINTMENT_CANCEL: Action = Action::staff("care.appointment.cancel", Change, Group::Work, "care", "18");
pub static APPOINTMENT_DAY: Action = Action::staff("care.appointment.day", List, Group::Desk, "care", "18");

// ---- Customerships.
pub static CUSTOMERSHIPS: Action = Action::staff("care.customership.list", Look, Group::Look, "care", "18");
pub static CUSTOMERSHIP_OPEN: Action = Action::staff("care.customership.open", Change, Group::Work, "care", "18,17");
pub static CUSTOMERSHIP_CHANGE: Action = Action::staff("care.customership.change", Change, Group::Work, "care", "18,17");
pub static CUSTOMERSHIP_CLOSE: Action = Action::staff("care.customership.close", Change, Group::Work, "care", "18,17");

// ---- The client's own side.
pub static OWN_OVERVIEW: Action = Action::client("care.own.overview", Look, "18,16,21");
pub static OWN_MATTER: Action = Action::client("care.own.matter", Look, "18,16,21");
pub static OWN_START: Action = Action::client("care.own.start", Change, "18");
pub static OWN_MESSAGES: Action = Action::client("care.own.messages", Look, "16");
pub static OWN_MESSAGE: Action = Action::client("care.own.message", Change, "16");
pub static OWN_MESSAGES_READ: Action = Action::client("care.own.mark_read", Change, "16");
pub static OWN_VIEW: Action = Action::client("care.own.view", Change, "13");
pub static OWN_HEARING: Action = Action::client("care.own.answer_hearing", Change, "18");

pub static OWN_ASK_REVIEW: Action = Action::client("care.own.ask_review", Change, "18");
pub static OWN_WITHDRAW_REVIEW: Action = Action::client("care.own.withdraw_review", Change, "18");
pub static OWN_APPOINTMENTS: Action = Action::client("care.own.appointments", Look, "18");
pub static OWN_CONFIRM: Action = Action::client("care.own.confirm_appointment", Change, "18");
pub static OWN_ASK_OTHER: Action = Action::client("care.own.ask_other_time", Change, "18");
pub static OWN_CANCEL: Action = Action::client("care.own.cancel_appointment", Change, "18");
pub static OWN_CALENDAR: Action = Action::client("care.own.appointment_calendar", Look, "18");

/// What a change of rules would have done to last month's matters.
pub static RULES_PREVIEW: Action = Action::staff("care.rules.preview", List, Group::TryRules, "administration", "18");

// ---- Letters.
pub static LETTER_TEMPLATES: Action = Action::staff("care.letter.templates", List, Group::Desk, "care", "");
pub static LETTER_PREVIEW: Action = Action::staff("care.letter.preview", List, Group::Desk, "care", "1,16");
/// The request itself; each matter has the line of the letter made on it.
pub static LETTER_MAKE: Action = Action::staff("care.letter.make", List, Group::Desk, "care", "16");
pub static LETTER_BATCH: Action = Action::staff("care.letter.batch", Change, Group::Desk, "care", "16");
pub static LETTER: Action = Action::staff("care.letter.change", Change, Group::Work, "care", "16");
pub static LETTER_BATCHES: Action = Action::staff("care.letter.batches", List, Group::Desk, "care", "16");
pub static LETTER_SEND_ALL: Action = Action::staff("care.letter.send_all", List, Group::Desk, "care", "16");
pub static LETTER_UNDO_ALL: Action = Action::staff("care.letter.undo_all", List, Group::Desk, "care", "16");
/// Addresses leave on paper: as a table taken out.
pub static LETTER_PRINT: Action = Action::staff("care.letter.print", Export, Group::Export, "care", "1,16");
pub static LETTERS: Action = Action::staff("care.letter.list", Look, Group::Look, "care", "16");
pub static LETTER_PRINT_ONE: Action = Action::staff("care.letter.print_one", Export, Group::Look, "care", "1,16");

/// How fresh and whole the county's data are, in figures.
pub static QUALITY: Action = Action::staff("care.quality.figures", List, Group::Figures, "administration", "");

/// Every action of the room.
pub static ALL: &[&Action] = &[
    &LOBBY_FORM,
    &LOBBY_CLIENT,
    &LOBBY_PROPOSE,
    &LOBBY_SEND,
    &LOBBY_SENT,
    &MATTER_LOOK,
    &TAKE,
    &HAND_OVER,
    &RETURN,
    &RESEND,
    &REOPEN,
    &MOVE,
    &PAUSE,
    &RESUME,
    &PROLONG,
    &CLOSE,
    &JOIN,
    &LEAVE,
    &UNDO,
    &CASELOAD,
    &DESK,
    &DESK_SEARCH,
    &DESK_EXPORT,
    &WORKLOAD,
    &BULK_PREVIEW,
    &BULK,
    &VIEWS,
    &VIEW_SAVE,
    &VIEW_CHANGE,
    &VIEW_REMOVE,
    &VIEW_DEFAULT,
    &GAPS,
    &TEAM_GAPS,
    &GAP_ASIDE,
    &GOAL_FOLLOW_UP,
    &HEADER,
    &SUMMARY,
    &HOUSEHOLD,
    &IDENTITY,
    &IDENTITY_PREVIEW,
    &IDENTITY_LINK,
    &IDENTITY_UNLINK_PREVIEW,
    &IDENTITY_UNLINK,
    &SETTLING,
    &SETTLE,
    &NOTES,
    &NOTE,
    &NOTE_CHANGE,
    &ENTRIES,
    &MESSAGES,
    &MESSAGE,
    &MESSAGES_READ,
    &ATTACHMENTS,
    &ATTACH,
    &DOWNLOAD,
    &HEARINGS,
    &HEARING_ASK,
    &HEARING_ANSWER,
    &DOCUMENT_BEGIN,
    &DECISION_LOOK,
    &DECISION_DRAFT,
    &DECISION_DECIDE,
    &DECISION_SEND,
    &DECISION_WITHDRAW,
    &DECISION_RECEIPT,
    &DECISION_CORRECT,
    &DECISION_FORCE,
    &REVIEW_RECORD,
    &REVIEW_TAKE,
    &REVIEW_DECIDE,
    &REVIEW_WITHDRAW,
    &APPEAL_RECORD,
    &APPEAL_END,
    &APPOINTMENTS,
    &APPOINTMENT_MAKE,
    &APPOINTMENT_CHANGE,
    &APPOINTMENT_CANCEL,
    &APPOINTMENT_DAY,
    &CUSTOMERSHIPS,
    &CUSTOMERSHIP_OPEN,
    &CUSTOMERSHIP_CHANGE,
    &CUSTOMERSHIP_CLOSE,
    &OWN_OVERVIEW,
    &OWN_MATTER,
    &OWN_START,
    &OWN_MESSAGES,
    &OWN_MESSAGE,
    &OWN_MESSAGES_READ,
    &OWN_VIEW,
    &OWN_HEARING,
    &OWN_ASK_REVIEW,
    &OWN_WITHDRAW_REVIEW,
    &RULES_PREVIEW,
    &QUALITY,
    &LETTER_TEMPLATES,
    &LETTER_PREVIEW,
    &LETTER_MAKE,
    &LETTER_BATCH,
    &LETTER,
    &LETTER_BATCHES,
    &LETTER_SEND_ALL,
    &LETTER_UNDO_ALL,
    &LETTER_PRINT,
    &LETTERS,
    &LETTER_PRINT_ONE,
    &OWN_APPOINTMENTS,
    &OWN_CONFIRM,
    &OWN_ASK_OTHER,
    &OWN_CANCEL,
    &OWN_CALENDAR,
];
