//! What every room stands on: identifiers, dates and the Finnish working-day calendar, the scope every item of client
//! data carries, the problems an answer can be, and the context that hands in time and chance (rule 6). No I/O.

pub mod business_id;
mod codes;
mod context;
pub mod hetu;
mod ids;
pub mod problem;
mod scope;
mod sharing;
pub mod statistics;
mod text;
mod will;
pub mod workday;

pub use context::{Clock, Context, FixedClock, SystemClock, helsinki_date, helsinki_start};
pub use ids::ClientId;
pub use problem::{FieldError, Problem};
pub use scope::{CatalogueRow, Register, Scope, ServiceTask};
pub use sharing::{SharingChoice, SharingParty, SharingSituation};
pub use text::{Lang, Text};
pub use will::{WillKind, WillLevel};
