//! The client's own side: where my matter is, who handles it, what happens next and by when; my plan and decision; write to
//! the handler, add my own view, answer a hearing, start a matter.
//!
//! A concern about another person tells nothing of that person: the one who tells is not told whether the person is a
//! client. Such a matter begins in the identity of the one who told, since nobody else is known for sure; the team that
//! receives it finds out who is meant, joins that client to the matter and lets the teller leave it (`matter/share.rs`). To
//! the teller it only ever shows that it was received, and the thread of messages that is their own.

mod matters;
mod model;
mod next;
mod read;
mod routes;
mod start;
mod view;

pub use matters::standing;
pub use model::{ClientMatter, ClientOverview, NewClientMatter, OwnView};
pub use routes::routes;
pub(crate) use view::shown;

#[cfg(test)]
mod tests;
