//! Registers opened by a named legal ground, for a while: what the rules name, who may use it, the record of it, and the
//! supervisor's look at it afterwards. An emergency ground opens them also to one with no care relation.

mod open;
mod protection;
pub(crate) mod protection_routes;
pub mod review;
pub(crate) mod review_routes;
mod view;

pub use open::{NewAct, write};
pub(crate) use open::{OpenRegisters, close, holding, open};
pub(crate) use view::grounds;
pub use view::{GroundView, RegisterOpening};
