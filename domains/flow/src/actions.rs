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
/// What is to come of a queue of one's own teams.
pub static FORECAST: Action = Action::staff("flow.queue_forecast.list", List, Group::Requests, "care", "18");
/// Which way one matter has come and where it stands.
pub static PATH: Action = Action::staff("flow.path.look", Look, Group::Look, "care", "18");
/// Where a matter of one's own stands in its queue.
pub static OWN_PLACE: Action = Action::client("flow.own.place", Look, "18");
/// Every action of the room.
pub static ALL: &[&Action] = &[&MAP, &COUNTY_MAP, &ROWS, &QUEUES, &COUNTY_QUEUES, &FORECAST, &PATH, &OWN_PLACE];
