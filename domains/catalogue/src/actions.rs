use trust::{Action, ActionKind, Audience, Group};

pub static LOOK: Action = Action::plain("catalogue.look", Audience::Staff);
pub static PROPOSE: Action = Action::plain("catalogue.propose", Audience::Staff);
pub static CHANGE: Action = Action::plain("catalogue.change.look", Audience::Staff);
/// Counts rows over all clients and names none.
pub static COUNT: Action = Action::staff("catalogue.count", ActionKind::Look, Group::TryRules, "administration", "");

pub static ALL: &[&Action] = &[&LOOK, &PROPOSE, &CHANGE, &COUNT];
