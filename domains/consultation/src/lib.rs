//! The room `consultation` (S17): a professional with a client in care asks a specialist team; both and the client are in one thread, with
//! the matter's files and the client's summary at hand. It ends in advice that is recorded, in a referral that carries what is known, or it
//! is declined or withdrawn with a reason.
//!
//! While it is open both teams are tied to the client by it ([`ties`]). By when it is answered is rule data (`rules/consultation.toml`).
//! The row's own scope is the specialist team's; the asker's side sees the same row by its own register and task.
//!
//! Doors beside the routes: [`ConsultationRoom::turn`], goes with the case and tells what is late; [`figures`], answered in time, the wait, referrals avoided;
//! [`bulk`], consultations of the past. Advice is written by the room that keeps notes, a referral by the one that keeps requests.

pub mod actions;
mod ask;
pub mod bulk;
mod clock;
mod csv;
mod end;
pub mod figures;
mod list;
mod model;
mod own;
mod routes;
mod row;
mod state;
mod step;
mod ties;
mod turn;
mod view;

use notices::Notices;
use requests::Requests;
use rules::RulesInUse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use model::{ConsultHope, ConsultSide, ConsultState, ConsultStep};
pub use trust::RoomError as Error;

/// The room's state.
#[derive(Clone)]
pub struct ConsultationRoom {
    pub(crate) rules: RulesInUse,
    /// Where a referral is made.
    pub(crate) requests: Requests,
    /// By which the client is told that something new waits.
    pub(crate) notices: Notices,
}

impl ConsultationRoom {
    pub fn new(rules: impl Into<RulesInUse>, requests: Requests, notices: Notices) -> Self {
        Self { rules: rules.into(), requests, notices }
    }
}

fn routes() -> OpenApiRouter<ConsultationRoom> {
    OpenApiRouter::new()
        .routes(routes!(routes::search))
        .routes(routes!(routes::export))
        .routes(routes!(routes::form))
        .routes(routes!(routes::of_client, routes::ask))
        .routes(routes!(routes::look))
        .routes(routes!(routes::act))
        .routes(routes!(own::own))
        .routes(routes!(own::write))
}

/// The room's routes.
pub fn router(room: ConsultationRoom) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
