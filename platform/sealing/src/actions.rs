//! What the routes of the sealed log do, by name.

use trust::{Action, ActionKind, Audience, Group};

/// The log's public face: checkpoints and proofs name nobody and are for everybody.
pub static FACE: Action = Action::plain("public.log.read", Audience::Public);
pub static CHECKPOINT: Action = Action::plain("public.log.checkpoint", Audience::Public);
pub static CONSISTENCY: Action = Action::plain("public.log.consistency", Audience::Public);
pub static INCLUSION: Action = Action::plain("public.log.inclusion", Audience::Public);
pub static WITNESSED: Action = Action::plain("public.log.witnessed", Audience::Public);
/// A client's receipt for a line of their own log.
pub static RECEIPT: Action = Action::client("log.own.receipt", ActionKind::Look, "log");
/// How the sealing stands, for an administrator and the data protection officer.
pub static STATE: Action = Action::staff("log.state", ActionKind::List, Group::SealedLog, "administration", "");

/// All of them, for the tests that walk routes and roles.
pub static ALL: &[&Action] = &[&FACE, &CHECKPOINT, &CONSISTENCY, &INCLUSION, &WITNESSED, &RECEIPT, &STATE];
