//! Letters and messages to many clients at once, from the county's templates (`rules/letters.toml`): chosen from the desk, shown
//! first client by client, made into a letter on each matter, and then either printed as one tagged PDF or put in the clients' own
//! pages, of which the notices tell them. Until it is sent a batch can be taken back; address protection is respected throughout.

mod batch;
mod fill;
mod make;
mod preview;
mod print;
mod store;
#[cfg(test)]
mod tests;

pub use batch::{LetterBatch, LetterReport};
pub use preview::{LetterPlan, LetterRow};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(preview::templates))
        .routes(routes!(preview::preview))
        .routes(routes!(make::make))
        .routes(routes!(batch::list))
        .routes(routes!(batch::send))
        .routes(routes!(batch::undo))
        .routes(routes!(print::batch))
        .routes(routes!(print::of_matter))
        .routes(routes!(print::one))
}
