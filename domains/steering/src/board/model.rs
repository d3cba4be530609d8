use kernel::{ServiceTask, codes};
use people::PersonRef;
use rules::FigureLevel;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::figure::model::FigureTeam;
use crate::figure::period::FigurePeriod;

codes! {
    /// How a tile draws its figure; the numbers stand beside each drawing.
    TileDrawing { Number => "number", Line => "line", Bars => "bars" }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct DashboardTile {
    pub figure: String,
    pub level: FigureLevel,
    /// Of the level `service`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_task: Option<ServiceTask>,
    pub drawing: TileDrawing,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Dashboard {
    pub id: Uuid,
    pub version: i32,
    pub name: String,
    pub owner: PersonRef,
    /// Shared with this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<FigureTeam>,
    pub period: FigurePeriod,
    pub tiles: Vec<DashboardTile>,
    /// Removed; it can be brought back.
    pub removed: bool,
    /// change | remove | restore
    #[schema(value_type = Vec<String>)]
    pub permitted_actions: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct NewDashboard {
    pub name: String,
    /// One of one's own teams, to share it with.
    pub team_id: Option<Uuid>,
    pub period: FigurePeriod,
    pub tiles: Vec<DashboardTile>,
}
