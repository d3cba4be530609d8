//! What clients want to remember: reminders of their own, and the days of their plan.

pub(crate) mod model;
pub(crate) mod own;
pub(crate) mod turn;
pub(crate) mod when;

pub use model::ReminderRepeats;
