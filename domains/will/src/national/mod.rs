//! The same wills in Kanta, which is their master: what is said or ended here is told there, and what is said or ended there holds here
//! from the next request on. Nothing of this is done at a node that has no Kanta.
//!
//! - [`outbox`]: a message goes in with the change, and is sent by a job until Kanta has taken it or said no;
//! - [`take`]: what Kanta says of one will, or of all of a person's, becomes rows here;
//! - [`turn`]: the changes in Kanta read again and again, with what was missed noticed; a person's state when their page is opened;
//! - [`newcomers`]: whose state is read at all, told by the event log;
//! - [`seen`]: how it stands, for the pages.
//!
//! Where the two differ, Kanta's holds, but for one thing: a denial given here holds here whatever Kanta answers, until it is
//! withdrawn or Kanta says that it was ended there.

mod newcomers;
pub(crate) mod outbox;
pub(crate) mod seen;
mod store;
mod take;
mod turn;

pub use outbox::SendWill;
pub use turn::{AskWills, ReadWills, Turn, TurnError};
