//! The room `alerts` (herätteet): a worker is told of a client by themself. A rule (`rules/alerts.toml`) counts things that happen to
//! clients, asks a condition of the figures, and while it holds an alert stands on a team's desk.
//!
//! A rule is asked what *is*, never what has happened: an event only says of whom to ask. So it does not matter in which order events
//! come, how late, how often, or whether they are corrected.
//!
//! Doors: [`Alerts::turn`], asks of those whom something happened to; [`Alerts::sweep`], asks of everybody, for what comes of nothing
//! happening; the routes. What can be counted is told by the rooms that keep it ([`store::FactSource`]).

pub mod actions;
mod count;
pub mod figures;
mod queue;
mod raise;
pub mod story;
mod trial;

use std::sync::Arc;

use rules::{AlertSource, RulesInUse};
use store::FactSource;
pub use trust::RoomError as Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The room's state.
#[derive(Clone)]
pub struct Alerts {
    pub(crate) rules: RulesInUse,
    pub(crate) sources: Sources,
}

/// What can be counted, by its word.
#[derive(Clone)]
pub(crate) struct Sources(Arc<[FactSource]>);

impl Sources {
    pub fn of(&self, source: AlertSource) -> Option<&FactSource> {
        self.0.iter().find(|one| one.code == source.code())
    }
}

impl Alerts {
    /// With what the other rooms tell of their clients.
    pub fn new(rules: impl Into<RulesInUse>, sources: &[&[FactSource]]) -> Self {
        Self { rules: rules.into(), sources: Sources(sources.iter().flat_map(|some| some.iter().copied()).collect()) }
    }

    /// Words of the rules that no room tells anything of: none, or the rooms and the rules have grown apart.
    pub fn untold(&self) -> Vec<&'static str> {
        AlertSource::ALL.iter().filter(|source| self.sources.of(**source).is_none()).map(|source| source.code()).collect()
    }
}

fn routes() -> OpenApiRouter<Alerts> {
    OpenApiRouter::new()
        .routes(routes!(queue::routes::list))
        .routes(routes!(queue::export::csv))
        .routes(routes!(queue::export::workbook))
        .routes(routes!(queue::routes::of_client))
        .routes(routes!(queue::routes::own))
        .routes(routes!(queue::routes::take))
        .routes(routes!(queue::routes::release))
        .routes(routes!(queue::routes::snooze))
        .routes(routes!(queue::routes::close))
        .routes(routes!(trial::routes::trial))
}

/// The room's routes.
pub fn router(room: Alerts) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
