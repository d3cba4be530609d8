//! What the room's routes do, by name.

use trust::{Action, ActionKind::*, Audience, Group};

/// One's own figures and one's teams', in the register of one's own profession, as requests are reached.
pub static FIGURES: Action = Action::staff("steering.figures.list", List, Group::Requests, "care", "18");
/// The figures of a service and of the county, in which nobody is named.
pub static COUNTY: Action = Action::staff("steering.county.list", List, Group::Figures, "administration", "");
/// What the county's figure is made of: teams.
pub static PARTS: Action = Action::staff("steering.parts.list", List, Group::Figures, "administration", "");
/// What one's own or one's team's figure is made of.
pub static ROWS: Action = Action::staff("steering.rows.list", List, Group::Requests, "care", "18");
pub static BOARDS: Action = Action::plain("steering.board.list", Audience::Staff);
pub static BOARD_SAVE: Action = Action::staff("steering.board.save", Change, Group::Plain, "administration", "");
pub static BOARD_CHANGE: Action = Action::staff("steering.board.change", Change, Group::Plain, "administration", "");
pub static BOARD_REMOVE: Action = Action::staff("steering.board.remove", Change, Group::Plain, "administration", "");
pub static BOARD_RESTORE: Action = Action::staff("steering.board.restore", Change, Group::Plain, "administration", "");
pub static FORECASTS: Action = Action::staff("steering.forecast.list", List, Group::Figures, "administration", "");
/// Changes marked in how the work is done, in which nobody is named.
pub static CHANGES: Action = Action::staff("steering.change.list", List, Group::Figures, "administration", "");
pub static CHANGE_MARK: Action = Action::staff("steering.change.mark", Change, Group::Figures, "administration", "");
pub static CHANGE_CORRECT: Action = Action::staff("steering.change.correct", Change, Group::Figures, "administration", "");
pub static CHANGE_REMOVE: Action = Action::staff("steering.change.remove", Change, Group::Figures, "administration", "");
pub static CHANGE_RESTORE: Action = Action::staff("steering.change.restore", Change, Group::Figures, "administration", "");
/// A figure before a change and after it.
pub static CHANGE_MEASURE: Action = Action::staff("steering.change.measure", List, Group::Figures, "administration", "");
/// Arithmetic: it reads nothing.
pub static CAPACITY: Action = Action::plain("steering.capacity.count", Audience::Staff);

/// Every action of the room.
pub static ALL: &[&Action] = &[
    &FIGURES,
    &COUNTY,
    &PARTS,
    &ROWS,
    &BOARDS,
    &BOARD_SAVE,
    &BOARD_CHANGE,
    &BOARD_REMOVE,
    &BOARD_RESTORE,
    &FORECASTS,
    &CHANGES,
    &CHANGE_MARK,
    &CHANGE_CORRECT,
    &CHANGE_REMOVE,
    &CHANGE_RESTORE,
    &CHANGE_MEASURE,
    &CAPACITY,
];
