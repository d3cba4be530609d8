//! What is done about a decision that was sent: the client asks for a review, the authority corrects it of its own accord, a
//! court is appealed to. To whom one turns and by when is rule data; every step can refuse and says why.
//!
//! The decision itself is not changed here: another one, drafted, decided and sent by the ordinary way, takes its place.

mod appeal;
mod ask;
mod correct;
mod decide;
mod force;
mod instruction;
mod model;
mod own;
mod read;
mod receipt;
mod routes;
mod rules;
pub(crate) mod store;
mod take;
#[cfg(test)]
mod tests;
mod withdraw;

pub(crate) use instruction::instruction;
pub use model::{Appeal, Correction, OwnAppeal, OwnReview, Review, ReviewChannel, ReviewState};
pub(crate) use own::of as own_of;
pub(crate) use read::{May, with};
use utoipa_axum::router::OpenApiRouter;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    routes::routes().merge(own::routes())
}
