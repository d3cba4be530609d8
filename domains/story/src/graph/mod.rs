//! People and things of one client as a graph: who helps, who holds what, what led to what. How it is drawn and filtered is the screen's.

mod build;
mod model;
pub(crate) mod routes;
