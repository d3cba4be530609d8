//! The access log (X2): who, for whom, role, purpose, register, categories, objects, outcome. A change's line goes with the
//! change; a look's line is durable before the answer leaves, many looks sharing one commit.

mod line;
mod spool;
mod writer;

pub(crate) use line::insert;
pub use line::{Line, Outcome};
pub(crate) use spool::Spool;
pub(crate) use writer::{Log, Ticket};
