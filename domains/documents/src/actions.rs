//! The actions of this room's routes.

use trust::{Action, ActionKind, Audience, Group};

/// A structure to draw a form from.
pub const STRUCTURE: Action = Action::plain("documents.structure.read", Audience::Staff);
/// The catalogue of structures.
pub const STRUCTURES: Action = Action::plain("documents.structure.list", Audience::Staff);
/// The code sets of the house.
pub const CODE_SETS: Action = Action::plain("documents.code_set.list", Audience::Staff);
/// Codes of a set.
pub const CODE_SET: Action = Action::plain("documents.code_set.read", Audience::Staff);
/// Code sets by version with what uses them, and what imports told; for whoever keeps the node.
pub const CODE_SETS_KEPT: Action = Action::staff("documents.code_set.kept", ActionKind::List, Group::Administer, "administration", "");
/// One version with its codes and the structures that use it.
pub const CODE_SET_KEPT: Action = Action::staff("documents.code_set.look", ActionKind::List, Group::Administer, "administration", "");
/// A document with its body.
pub const READ: Action = Action::staff("documents.document.read", ActionKind::Look, Group::Look, "care", "documents");
/// An earlier version.
pub const READ_VERSION: Action = Action::staff("documents.document.read_version", ActionKind::Look, Group::Look, "care", "documents");
/// On paper; a decision carries the hetu.
pub const PRINT: Action = Action::staff("documents.document.print", ActionKind::Look, Group::Look, "care", "documents,1");
/// A finished document as data for another system; it carries the hetu.
pub const EXPORT: Action = Action::staff("documents.document.export", ActionKind::Export, Group::Look, "care", "documents,1");
/// Autosave.
pub const SAVE: Action = Action::staff("documents.document.save", ActionKind::Change, Group::Work, "care", "documents");
/// Finish: checked whole, facts written.
pub const FINISH: Action = Action::staff("documents.document.finish", ActionKind::Change, Group::Work, "care", "documents");
/// The client's own document.
pub const OWN_READ: Action = Action::client("documents.own.read", ActionKind::Look, "documents");
/// The client's own document on paper.
pub const OWN_PRINT: Action = Action::client("documents.own.print", ActionKind::Look, "documents,1");

/// Every action of the room.
pub const ALL: &[&Action] = &[
    &STRUCTURE,
    &STRUCTURES,
    &CODE_SETS,
    &CODE_SET,
    &CODE_SETS_KEPT,
    &CODE_SET_KEPT,
    &READ,
    &READ_VERSION,
    &PRINT,
    &EXPORT,
    &SAVE,
    &FINISH,
    &OWN_READ,
    &OWN_PRINT,
];
