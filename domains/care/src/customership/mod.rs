//! Customerships: a client in a service task, with the worker responsible, a contact person and a team. One is open at a
//! time for each client and task.

pub(crate) mod by_document;
pub(crate) mod carry;
mod change;
pub(crate) mod close;
mod model;
mod open;
mod routes;
pub(crate) mod store;
mod ties;

pub use model::{ChangeCustomership, CloseCustomership, Customership, NewCustomership};
pub use routes::routes;
pub use store::{clients_of, of_matter, own};

#[cfg(test)]
mod tests;
