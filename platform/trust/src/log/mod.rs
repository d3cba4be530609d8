//! The access log (X2): who, for whom, role, purpose, register, categories, objects, outcome. A change's line goes with the
//! change; a look's line is durable in the spool before the answer leaves, and many looks share one commit (ADR 26).

mod line;
pub mod read;
mod remove;
mod spool;
pub mod watch;
mod writer;

pub(crate) use line::insert;
pub use line::{Line, Outcome};
pub use remove::{REMOVED, remove_lines};
pub(crate) use spool::Spool;
pub use writer::MERGED;
pub(crate) use writer::{Log, Ticket};
