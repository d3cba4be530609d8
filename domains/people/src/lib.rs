//! The room `people`: clients, their identities and links, close ones, contact details; organisations, units, teams and
//! professionals.
//!
//! Doors:
//! - [`Directory`]: who works here, for trust.
//! - [`card`]: identity cards by any proof; [`head`]: who the client is, for the header of their pages.
//! - [`identified`]: which client a person is who has identified themself strongly.
//! - [`search`]: clients by what was typed, and the same as a predicate for another room's queue.
//! - [`import`]: clients and close ones from source systems and the synthetic county, in bulk.
//! - [`organisation`]: units, teams, professionals: read without a proof, written in bulk.
//! - [`reach`]: e-mail, telephone and language of a client, for whoever sends something; never a postal address.
//! - [`tied`]: professionals named for a client. [`professional`]: a professional's own profile.
//! - [`register`]: registers opened by a named ground, in an emergency too, and the look at it afterwards.
//! - [`overseen`]: whose doings a supervisor looks at, as a predicate.
//! - [`staffing`]: the same written by an administrator, one change at a time, with validity and history.
//! - [`postal`]: where a letter goes, when the address is not protected.
//! - [`quality`]: how fresh and whole what is known of reaching clients is, one by one and in figures.
//! - [`custody`]: whom a person has custody of, and who has custody of a minor, by the register.
//! - [`home`]: where a client lives, for an authority that a law tells of it.
//! - [`household`]: the family and who lives in the client's home.
//! - [`identity`]: identities of one person linked and unlinked. [`around`]: how much was written of clients.
//! - [`facts`]: whose informal carer is whom, and who has died, for whoever counts over many clients.
//! - [`own_identity`]: professionals who are clients too, and clients in the news. [`nearness`]: who lives or works beside whom.
//! - [`population`]: what the population register told, taken into the room's rows.

mod absence;
pub mod actions;
pub mod around;
pub mod card;
mod client;
pub mod close_one;
mod contact;
pub mod custody;
mod directory;
mod error;
pub mod facts;
pub mod head;
pub mod home;
pub mod household;
pub mod identity;
pub mod import;
pub mod municipality;
mod name;
pub mod nearness;
pub mod organisation;
pub mod overseen;
pub mod own_identity;
pub mod population;
pub mod postal;
pub mod professional;
mod proof;
pub mod quality;
pub mod reach;
mod reason;
pub mod register;
pub mod search;
pub mod staffing;
pub mod story;
pub mod tied;
mod undo;

use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use absence::{Absence, NewAbsence};
pub use card::{IdentityCard, IdentityKind, MunicipalityRef, own_name};
pub use client::{AddedClient, Identified, NewClient, Resident, SEALED, hetu_for_print, identified};
pub use close_one::CloseOne;
pub use contact::store::ContactDetail;
pub use directory::Directory;
pub use error::Error;
pub use organisation::PersonRef;
pub use proof::Proof;
pub use register::{GroundView, RegisterOpening};
pub use tied::ClientProfessional;

/// The room's state.
#[derive(Clone)]
pub struct People {
    rules: RulesInUse,
}

impl People {
    pub fn new(rules: impl Into<RulesInUse>) -> Self {
        Self { rules: rules.into() }
    }
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}

/// The room's routes.
pub fn router(room: People) -> OpenApiRouter {
    routes().with_state(room)
}

fn routes() -> OpenApiRouter<People> {
    OpenApiRouter::new()
        .routes(routes!(client::routes::find))
        .routes(routes!(client::routes::add))
        .routes(routes!(client::routes::hetu))
        .routes(routes!(client::routes::people))
        .routes(routes!(client::routes::address))
        .routes(routes!(client::routes::add_contact))
        .routes(routes!(client::routes::end_contact))
        .routes(routes!(client::routes::correct_contact))
        .routes(routes!(client::routes::undo_contact))
        .routes(routes!(client::routes::add_close_one))
        .routes(routes!(client::routes::end_close_one))
        .routes(routes!(client::routes::correct_close_one))
        .routes(routes!(client::routes::undo_close_one))
        .routes(routes!(client::routes::open_register))
        .routes(routes!(client::routes::close_registers))
        .routes(routes!(register::review_routes::list))
        .routes(routes!(register::review_routes::look))
        .routes(routes!(register::review_routes::judge))
        .routes(routes!(register::protection_routes::list))
        .routes(routes!(register::protection_routes::look))
        .routes(routes!(register::protection_routes::find))
        .routes(routes!(client::routes::registers_held))
        .routes(routes!(population::routes::look))
        .routes(routes!(organisation::routes::look))
        .routes(routes!(organisation::routes::look_grounds))
        .routes(routes!(organisation::routes::add_absence))
        .routes(routes!(organisation::routes::end_absence))
}
