//! The room `steering` (johtaminen, E17, U1, U12): figures of the house's own work, the same ones for a professional, a team, a service and
//! the organiser; dashboards of saved tiles; forecasts of need that comes at random but surely; and changes in how the work is done, with
//! what the figures were before them and after ([`change`], E14).
//!
//! Which figures there are is rule data (`rules/figures.toml`); what can be counted is told by the rooms that keep it
//! ([`store::FigureSource`], and for demand [`store::FactSource`]). One's own and one's teams' figures are counted when they are asked,
//! from the very rows they open. Those of a service and of the county are counted every few minutes ([`Steering::count`]) and say how old
//! they are; they open by team, never to a client.
//!
//! Forecasts are plain statistics ([`forecast`], docs/decisions/0045-steering.md), made each week by the durable queue and kept, so that
//! what came true can be held beside them.

pub mod actions;
mod board;
mod change;
mod figure;
pub mod forecast;

use std::sync::Arc;

use kernel::Problem;
use rules::{FigureSourceCode, RulesInUse};
use store::{FactSource, FigureSource};
use trust::Gate;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use forecast::turn::MakeForecasts;
pub use trust::RoomError as Error;

/// The room's state.
#[derive(Clone)]
pub struct Steering {
    pub(crate) rules: RulesInUse,
    pub(crate) sources: Sources,
    /// What clients need, by its word.
    pub(crate) demand: Arc<[FactSource]>,
}

/// What can be counted, by its word.
#[derive(Clone)]
pub(crate) struct Sources(Arc<[FigureSource]>);

impl Sources {
    pub fn of(&self, source: FigureSourceCode) -> Option<&FigureSource> {
        self.0.iter().find(|one| one.code == source.code())
    }
}

impl Steering {
    /// With what the other rooms tell of their work, and of what clients need.
    pub fn new(rules: impl Into<RulesInUse>, sources: &[&[FigureSource]], demand: &[&[FactSource]]) -> Self {
        Self {
            rules: rules.into(),
            sources: Sources(sources.iter().flat_map(|some| some.iter().copied()).collect()),
            demand: demand.iter().flat_map(|some| some.iter().copied()).collect(),
        }
    }

    /// Words of the rules, and services forecast, that no room tells anything of: none, or the rooms and the rules have grown apart.
    pub fn untold(&self) -> Vec<&'static str> {
        let figures = FigureSourceCode::ALL.iter().filter(|source| self.sources.of(**source).is_none()).map(|source| source.code());
        let services = forecast::DemandService::ALL.iter().map(|service| service.code());
        figures.chain(services.filter(|code| !self.demand.iter().any(|one| one.code == *code))).collect()
    }

    /// Counts the county's figures anew when they are old, and lets go of dashboards removed long ago. Several processes may: the same is
    /// then counted twice. Gives how many figures were counted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self, gate: &Gate) -> Result<usize, Problem> {
        board::prune(gate).await?;
        change::prune(gate).await?;
        Ok(figure::county::count(self, gate).await?)
    }

    /// Asks for this week's forecasts, once a week over all processes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ask(&self, gate: &Gate) -> Result<usize, Problem> {
        forecast::turn::ask(gate).await
    }
}

fn routes() -> OpenApiRouter<Steering> {
    OpenApiRouter::new()
        .routes(routes!(figure::routes::figures))
        .routes(routes!(figure::routes::rows))
        .routes(routes!(figure::routes::county))
        .routes(routes!(figure::routes::parts))
        .routes(routes!(board::routes::list, board::routes::save))
        .routes(routes!(board::routes::change, board::routes::remove))
        .routes(routes!(board::routes::restore))
        .routes(routes!(change::routes::list, change::routes::mark))
        .routes(routes!(change::routes::correct, change::routes::remove))
        .routes(routes!(change::routes::restore))
        .routes(routes!(change::routes::measure))
        .routes(routes!(forecast::routes::list))
        .routes(routes!(forecast::routes::capacity))
}

/// The room's routes.
pub fn router(room: Steering) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().to_openapi()
}
