//! The map of a process: what really happened (`read`), put together beside how it is meant to go (`build`), and the matters behind a step or
//! a way (`rows`).

mod build;
pub(crate) mod model;
mod read;
pub(crate) mod routes;
pub(crate) mod rows;
