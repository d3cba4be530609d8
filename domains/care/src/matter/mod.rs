//! Matters: what is put on its way in the lobby and worked on at the desk.

pub mod model;
pub mod store;

pub use model::{Matter, MatterState, Progress, Refusal, SenderKind};
pub use store::{NewStep, advance, load, lock, save, step};
use utoipa_axum::router::OpenApiRouter;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
}
