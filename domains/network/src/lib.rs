//! The room `network` (E4): which teams a client's situation calls for, proposed with reasons by rules (`rules/networks.toml`), beside those
//! that are there already. A professional invites by a service request, or sets the proposal aside with a reason; what is set aside comes
//! back when the facts it rested on are others.
//!
//! A proposal is counted each time it is looked at, from what the viewer may see: what is not open to them proposes nothing. Only what was
//! set aside is kept.
//!
//! Doors: the routes alone.

pub mod actions;
mod aside;
mod fact;
mod model;
mod propose;
mod routes;

use std::sync::Arc;

use rules::{NetworkFact, RulesInUse};
use store::FactSource;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Network {
    pub(crate) rules: RulesInUse,
    pub(crate) facts: Arc<[FactSource]>,
    /// Teams that work with clients: `client_id, id, register, service_task, catalogue_row, team_id, by_what`.
    pub(crate) teams: Arc<[&'static str]>,
}

impl Network {
    /// With what the other rooms tell of clients, and of the teams that are there.
    pub fn new(rules: impl Into<RulesInUse>, facts: &[&[FactSource]], teams: &[&'static str]) -> Self {
        Self { rules: rules.into(), facts: facts.iter().flat_map(|some| some.iter().copied()).collect(), teams: teams.into() }
    }

    /// Facts of the rules that no room tells: none, or the rooms and the rules have grown apart.
    pub fn untold(&self) -> Vec<&'static str> {
        let told = |code: &str| self.facts.iter().any(|source| source.code == code);
        NetworkFact::ALL.iter().map(|fact| fact.code()).filter(|code| !told(code)).collect()
    }
}

fn routes() -> OpenApiRouter<Network> {
    OpenApiRouter::new().routes(routes!(routes::look)).routes(routes!(routes::dismiss)).routes(routes!(routes::restore))
}

/// The room's routes.
pub fn router(room: Network) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
