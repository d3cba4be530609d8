//! Who may see and do what, and the proof of it (rule 1).
//!
//! A request becomes a [`StaffSession`] or a [`ClientSession`]; the session asks the policies (`rules/policies/*.cedar`)
//! and gives a proof or a refusal, both logged. Proofs are neither cloned nor built elsewhere, and are the only way to a
//! connection that reaches clients' tables:
//!
//! | proof | what it opens |
//! | --- | --- |
//! | [`Opened`] | one client, or the clients of one matter: the linked identities and the (register, task) pairs the viewer may see |
//! | [`Listed`] | many clients: the policy as an SQL predicate; the rows shown are logged |
//! | [`Found`] | identity cards from a search, nothing more |
//! | [`Own`] | the client's own |
//! | [`Job`] | a named batch (import, synthetic county, rebuild) |
//!
//! A change takes a [`Change`] (a proof that also may begin a transaction) and becomes [`Work`]: rows, events and the log
//! lines, committed together.
//!
//! ```text
//! let opened = session.open(client, &actions::SUMMARY).await?;         // look: logged durably before the answer leaves
//! let change = session.change_object("matter", id, &actions::TAKE).await?;
//! let work = change.begin().await?;
//! take::take(&work, input).await?;                                     // rows + work.emit(event)
//! work.commit().await?;
//! ```

mod access;
mod action;
mod gate;
mod http;
mod log;
pub mod oidc;
pub mod relation;
mod session;
#[cfg(feature = "testing")]
pub mod testing;
pub mod token;

pub use access::job::Job;
pub use access::policy::{Facts, Policies, PolicyError, Relation};
pub use access::proof::{Change, Found, Listed, Opened, Own, OwnChange, Scopes, Shown};
pub use access::work::Work;
pub use action::{Action, ActionKind, Audience, Group};
pub use gate::{Directory, Gate, GateOptions, Role, Staff};
pub use http::{Answer, IdemJson, IfMatch, Json, RouteActions, Versioned, trail};
pub use log::{Line, Outcome};
pub use session::{AnySession, ClientSession, Cookie, SessionRow, StaffSession, end as end_session, prune, session_of, start as start_session};
