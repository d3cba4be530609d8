//! Figures of clients: over many at once by the database, and day by day over the past. `sql` is the text both ask with, `now` the
//! aggregates of today, `past` the same of each day gone by.

mod answers;
pub(crate) mod now;
pub(crate) mod past;
mod sql;

pub(crate) use answers::Answers;
pub(crate) use sql::{Rows, Stretch};

/// How many clients one statement names.
pub(crate) const CHUNK: usize = 500;
