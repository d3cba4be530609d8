//! The room `requests` (palvelupyynnöt, U13): what one team asks of another, or of a provider, for a client – an examination, a
//! measurement, a procedure, a service, an order – from its sending until its sender has seen what came of it.
//!
//! A request is in one team's hands at a time, and whoever has it has a day by which to act ([`clock`]). What can be asked for, in what
//! time, and what has been done already that covers it (E3) is rule data (`rules/requests.toml`). The row's own scope is the receiver's;
//! the sender's side sees the same row by its own register and task.
//!
//! Doors beside the routes: [`Requests::turn`], moves the sender's side with its case and tells what is late; [`covers`], requests as
//! what has been done already; [`bulk`], requests of the past; [`planned`], requests that a plan makes by itself.

pub mod actions;
pub mod bulk;
mod clock;
mod cover;
pub mod covers;
mod csv;
pub mod figures;
mod list;
mod make;
mod model;
pub mod network;
mod own;
pub mod planned;
pub mod plans;
mod routes;
mod row;
mod state;
mod step;
pub mod story;
mod ties;
mod turn;
mod view;

use std::sync::Arc;

use rules::{Covering, RulesInUse};
use store::CoverSource;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use model::{CoverSeen, Covered, NewServiceRequest, RequestState, RequestStepKind};
pub use trust::RoomError as Error;

/// The room's state.
#[derive(Clone)]
pub struct Requests {
    pub(crate) rules: RulesInUse,
    pub(crate) sources: Sources,
}

/// What can cover a need, by its word.
#[derive(Clone)]
pub(crate) struct Sources(Arc<[CoverSource]>);

impl Sources {
    pub fn of(&self, source: Covering) -> Option<&CoverSource> {
        self.0.iter().find(|one| one.code == source.code())
    }
}

impl Requests {
    /// With what the other rooms tell of what they have done.
    pub fn new(rules: impl Into<RulesInUse>, sources: &[&[CoverSource]]) -> Self {
        let all = sources.iter().flat_map(|some| some.iter().copied()).chain(covers::SOURCES.iter().copied());
        Self { rules: rules.into(), sources: Sources(all.collect()) }
    }

    /// Words of the rules that no room tells anything of: none, or the rooms and the rules have grown apart.
    pub fn untold(&self) -> Vec<&'static str> {
        Covering::ALL.iter().filter(|source| self.sources.of(**source).is_none()).map(|source| source.code()).collect()
    }
}

fn routes() -> OpenApiRouter<Requests> {
    OpenApiRouter::new()
        .routes(routes!(routes::search))
        .routes(routes!(routes::export))
        .routes(routes!(routes::form))
        .routes(routes!(routes::of_client, routes::make))
        .routes(routes!(routes::look))
        .routes(routes!(routes::act))
        .routes(routes!(routes::covered))
        .routes(routes!(routes::choose))
        .routes(routes!(routes::own))
}

/// The room's routes.
pub fn router(room: Requests) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
