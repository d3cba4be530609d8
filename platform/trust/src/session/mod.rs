//! Server-side sessions. The browser holds an unguessable key in a cookie; the database holds its hash.

mod acting;
mod extract;
mod hint;
mod own;
mod row;
mod seen;

pub use acting::acting_in;
pub use extract::{AnySession, ClientSession, StaffSession};
pub use hint::id_token;
pub use own::{OwnSession, end_others, note_device, own_sessions};
pub(crate) use row::LIFE;
pub use row::{Cookie, SessionRow, end, extend, prune, session_of, start};
pub(crate) use seen::Seen;
pub use seen::note_used;
