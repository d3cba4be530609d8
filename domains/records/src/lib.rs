//! What came from source systems: the untouched original and the typed rows made from it.
//!
//! Doors: [`picture`], the reads of the situation picture; [`quality`], how fresh and whole it is in figures; [`item`], one item with
//! its original; [`intake`], writing what came, for the doors to other systems and the synthetic county; [`received`], how much has
//! come of a client; [`facts`], what is counted over many clients; [`copied`], an original for the copy of a client's own data;
//! [`measured`], the measurements and answers to forms that sources have sent.

pub mod actions;
mod body;
mod copied;
pub mod covers;
mod derive;
mod error;
pub mod facts;
pub mod figures;
pub mod intake;
mod item;
pub mod picture;
pub mod quality;
mod rows;
mod sent;
mod written;

pub use body::{Packer, SEALED, content_hash, unpack};
pub use copied::copied;
pub use derive::row_id;
pub use error::RecordsError;
pub use item::{Item, ItemComponent, ItemPart, ItemView, OriginalView, item};
pub use rows::{Actor, ActorFacts, Entry, Facts, Part, PartFacts};
pub use sent::{SentResource, measured};
pub use written::{Received, received};

/// The room, for the router. It keeps nothing between requests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Records;

impl Records {
    pub fn new() -> Self {
        Self
    }
}

/// The room's routes.
pub fn router(_: Records) -> utoipa_axum::router::OpenApiRouter {
    item::routes::routes()
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    item::routes::routes().into_openapi()
}
