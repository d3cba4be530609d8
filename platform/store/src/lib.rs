//! The one database: connections, transactions, migrations, events, sealed values. SQLite embedded by default, PostgreSQL
//! in production, one code base.
//!
//! Who gets a connection:
//! - [`Db::reference`] reads what is not about clients (units, teams, structures, rules). It refuses a statement that names
//!   a client table, whoever wrote it.
//! - [`Reader`] and [`Tx`] reach everything. Both ask for [`Master`], of which [`Db::connect`] makes one: the binary hands it
//!   to `trust`, and a room gets its `Reader` or its transaction from a proof and nowhere else.
//!
//! How a room's `store.rs` is written: SeaORM entities or SQL over any `&impl ConnectionTrait`; functions take the proof (or
//! `&trust::Work` when they write) and read the client's identities *from* it.

pub mod backup;
mod conn;
mod covers;
mod db;
pub mod event;
mod facts;
mod figures;
pub mod job;
pub mod keycopy;
pub mod keys;
mod migrations;
pub mod sql;
#[cfg(feature = "testing")]
pub mod testing;

/// The target of spans that make up the trace of a request (see the server's `traces`); nothing is built for them unless a
/// collector was named.
pub const TRACE: &str = "punos::trace";

pub use conn::{Reader, Reference, Tx, Watch};
pub use covers::CoverSource;
pub use db::{Birth, Db, Health, Master, Options, StoreError};
pub use event::{Cursor, Event, NewEvent};
pub use facts::FactSource;
pub use figures::FigureSource;
pub use keys::Keyring;
pub use migrations::CLIENT_TABLES;
pub use sea_orm;
