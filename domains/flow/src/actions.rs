//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Group};

/// The map of one's own teams' matters.
pub static MAP: Action = Action::staff("flow.map.list", List, Group::Requests, "care", "18");
/// The map of the county, in which nobody is named.
pub static COUNTY_MAP: Action = Action::staff("flow.county_map.list", List, Group::Figures, "administration", "");
/// The matters behind a step or a way of one's own teams' map.
pub static ROWS: Action = Action::staff("flow.rows.list", List, Group::Requests, "care", "18");
/// What waits with one's own teams.
pub static QUEUES: Action = Action::staff("flow.queue.list", List, Group::Requests, "care", "18");
/// What waits in the county, in which nobody is named.
pub static COUNTY_QUEUES: Action = Action::staff("flow.county_queue.list", List, Group::Figures, "administration", "");
/// Marked changes of the way of working.
pub static CHANGES: Action = Action::staff("flow.change.list", List, Group::Figures, "administration", "");
/// What was before a change and after it.
pub static EFFECT: Action = Action::staff("flow.effect.list", List, Group::Figures, "administration", "");
pub static CHANGE_MARK: Action = Action::staff("flow.change.mark", Change, Group::Figures, "administration", "");
pub static CHANGE_REMOVE: Action = Action::staff("flow.change.remove", Change, Group::Figures, "administration", "");
pub static CHANGE_RESTORE: Action = Action::staff("flow.change.restore", Change, Group::Figures, "administration", "");

/// Every action of the room.
pub static ALL: &[&Action] =
    &[&MAP, &COUNTY_MAP, &ROWS, &QUEUES, &COUNTY_QUEUES, &CHANGES, &EFFECT, &CHANGE_MARK, &CHANGE_REMOVE, &CHANGE_RESTORE];
