//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

pub static CLIENT: Action = Action::staff("story.client.look", Look, Group::Look, "care", "13,15,16,18,19,21");
pub static AFTER: Action = Action::staff("story.consequences.look", Look, Group::Look, "care", "13,18,19,21");
pub static GRAPH: Action = Action::staff("story.graph.look", Look, Group::Look, "care", "3,17,18,19,21");
pub static ALIKE: Action = Action::staff("story.consequences.figures", List, Group::Figures, "administration", "");
pub static SEEN: Action = Action::staff("story.summary_use.figures", List, Group::Figures, "administration", "");
pub static OWN: Action = Action::client("story.own.look", Look, "13,15,16,18,19,21");

/// Every action of the room.
pub static ALL: &[&Action] = &[&CLIENT, &AFTER, &GRAPH, &ALIKE, &SEEN, &OWN];
