//! Matters: what is put on its way in the lobby and worked on at the desk.

mod caseload;
pub(crate) mod change;
pub(crate) mod close;
pub(crate) mod give_back;
pub(crate) mod hand_over;
pub mod initiate;
mod look;
pub(crate) mod marks;
pub mod model;
pub(crate) mod move_to;
pub mod number;
pub mod parts;
pub mod permitted;
mod reopen;
mod resend;
mod share;
pub mod store;
pub(crate) mod take;
#[cfg(test)]
mod tests;
pub(crate) mod undo;
pub mod view;

pub(crate) use hand_over::{Target, county, give};
pub use initiate::{Initiation, Sender, initiate};
pub use model::{Matter, MatterState, Progress, Refusal, SenderKind};
pub(crate) use reopen::open_again;
pub use store::{NewStep, advance, event, held, load, lock, open_of, progress, save, step};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(look::look))
        .routes(routes!(take::take))
        .routes(routes!(hand_over::hand_over))
        .routes(routes!(give_back::give_back))
        .routes(routes!(resend::resend))
        .routes(routes!(reopen::reopen))
        .routes(routes!(move_to::move_to))
        .routes(routes!(undo::undo))
        .routes(routes!(close::close))
        .routes(routes!(share::join))
        .routes(routes!(share::leave))
        .routes(routes!(caseload::hand_over))
}
