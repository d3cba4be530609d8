//! How long what is kept, and its removal when the time is over.
//!
//! The rules are data, a kind of `rules` ([`rules::Retention`]); [`due_on`] is pure. A run goes in two steps, days apart if one likes:
//!
//! 1. [`report`]: how much of what would go by which rule, and how much is held and why. Nothing changes.
//! 2. A person reads it and [`approve`]s it; the next [`turn`] removes what that report named and is still due and not held,
//!    one person a transaction with its line in the access log, and writes the proof: counts by rule and table, nothing personal.
//!
//! What stops removal ([`Hold`]): an open matter, customership or relation, time of appeal still running, somebody else's
//! unfinished part in a joint matter, and a hold a person has set.
//!
//! This is the platform's and no room's: every row says where it belongs (rule 3 of the house), and what belongs to a client by
//! register and service task is asked from the database's catalogue, so a table that a room adds is not forgotten.

mod control;
mod due;
mod facts;
mod hold;
mod places;
mod plan;
mod remove;
mod run;
mod weigh;

pub use due::{Dates, due_on};
pub use facts::Hold;
pub use hold::{Held, NewHold, hold, holds, release};
pub use places::Places;
pub use plan::{Report, RuleReport, plan};
pub use run::{Run, approve, report, runs, turn};
pub use weigh::{Weight, weigh};

/// What the removal writes in the access log.
pub(crate) const ACTION: &str = "operations.retention";

#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    #[error("there is no such run")]
    NoRun,
    #[error("the run is {0}, and cannot be approved")]
    State(String),
    #[error("another process carries the run out")]
    TakenOver,
    #[error("there is no such client")]
    NoClient,
    #[error("there is no such open hold")]
    NoHold,
    #[error(transparent)]
    Db(#[from] store::sea_orm::DbErr),
    #[error("{0}")]
    Problem(#[from] kernel::Problem),
}
