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
//! | [`Surveyed`] | many clients' data counted, none named: what a change of rules would do |
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
//!
//! # What does not compile
//!
//! A look at a client with a proof compiles:
//!
//! ```
//! async fn names(opened: &trust::Opened) -> Result<usize, store::sea_orm::DbErr> {
//!     let (whose, values) = opened.clients_sql("c", 1);
//!     Ok(store::sql::rows(opened.reader(), &format!("SELECT 1 AS one FROM close_one c WHERE {whose}"), values).await?.len())
//! }
//! ```
//!
//! Without one there is no connection to run it on: a database gives its reader only for the key that `trust` keeps.
//!
//! ```compile_fail
//! async fn names(db: &store::Db) -> usize {
//!     store::sql::rows(&db.reader(), "SELECT 1 AS one FROM close_one", []).await.unwrap().len()
//! }
//! ```
//! ```compile_fail
//! fn key() -> store::Master { store::Master(()) }
//! ```
//!
//! A proof is not built elsewhere, nor cloned, nor turned to another client:
//!
//! ```compile_fail
//! fn forged(client: kernel::ClientId, reader: store::Reader) -> trust::Opened {
//!     trust::Opened { clients: vec![client], main: client, reader, ..Default::default() }
//! }
//! ```
//! ```compile_fail
//! fn twice(opened: &trust::Opened) -> trust::Opened { opened.clone() }
//! ```
//! ```compile_fail
//! fn twice(own: &trust::Own) -> trust::Own { own.clone() }
//! ```
//! ```compile_fail
//! fn turned(mut opened: trust::Opened, other: kernel::ClientId) -> trust::Opened { opened.main = other; opened }
//! ```
//!
//! A transaction comes from a change, not from a look, and is committed with its log line or not at all:
//!
//! ```
//! async fn change(change: &trust::Change) -> Result<(), kernel::Problem> { change.begin().await?.commit().await }
//! ```
//! ```compile_fail
//! async fn change(opened: &trust::Opened) -> Result<(), kernel::Problem> { opened.begin().await?.commit().await }
//! ```
//! ```compile_fail
//! async fn begin(db: &store::Db) { db.begin().await.unwrap(); }
//! ```

mod access;
pub mod acting;
mod action;
mod follow;
mod gate;
mod http;
pub mod items;
pub mod limits;
mod log;
pub mod oidc;
pub mod opening;
mod refusal;
pub mod relation;
mod reseal;
pub mod selfdirection;
mod session;
#[cfg(feature = "testing")]
pub mod testing;
pub mod token;
pub mod will;

pub use access::job::Job;
pub use access::keeper::LogKeeper;
pub use access::left_out::{RestrictedMatter, Rows};
pub use access::policy::{Facts, Policies, PolicyError, Relation};
pub use access::proof::preview::{Seen, Vantage, Why};
pub use access::proof::{Change, Found, Listed, Opened, Own, OwnChange, Scopes, Shown, Surveyed};
pub use access::work::Work;
pub use acting::{Acted, Acting, ActingGround, Grounds, Hidden, Standing};
pub use action::{Action, ActionKind, Audience, Group};
pub use follow::Follower;
pub use gate::{Directory, Gate, GateOptions, Items, Role, Staff};
pub use http::{Answer, IdemJson, IfMatch, Json, Query, Recognised, RouteActions, Versioned, known, trail};
pub use log::{Line, MERGED, Outcome, REMOVED, read as entries, remove_lines, watch as looks};
pub use refusal::RoomError;
pub use reseal::{Resealed, SealedColumn};
pub use session::{
    AnySession, ClientSession, Cookie, OwnSession, SessionRow, StaffSession, acting_in, end as end_session,
    end_others as end_other_sessions, extend as extend_session, id_token as id_token_of, note_device, note_used, own_sessions, prune,
    session_of, start as start_session,
};
