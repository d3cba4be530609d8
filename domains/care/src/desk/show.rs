use axum::extract::State;
use chrono::{DateTime, Utc};
use kernel::Problem;
use rules::Lane;
use serde::Serialize;
use trust::{Json, Listed, Query, StaffSession};

use super::cards::cards;
use super::counts::{DeskCounts, Week, counts};
use super::filter::{DeskQuery, DeskSearch, Restricted};
use super::restricted::{RestrictedRow, unnamed};
use super::rows::rows;
use super::workload::{TeamLoad, Workload};
use crate::matter::view::{Listing, MatterCard};
use crate::{Care, actions};

/// The desk: lanes with their first cards, figures, workloads.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Desk {
    pub lanes: Vec<DeskLane>,
    pub counts: DeskCounts,
    pub workload: Vec<Workload>,
    pub queue_by_week: Vec<Week>,
    pub as_of: DateTime<Utc>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DeskLane {
    pub lane: Lane,
    pub total: i64,
    pub overdue: i64,
    pub cards: Vec<MatterCard>,
    /// Matters whose processing is restricted, on this page: without a client and a subject.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub restricted: Vec<RestrictedRow>,
    /// How many of the lane's total are such.
    pub restricted_total: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// The desk by filters.
#[utoipa::path(get, path = "/api/v1/staff/desk", tag = "care", extensions(("x-action" = json!("care.desk.list"))),
    params(DeskQuery), responses((status = 200, body = Desk), (status = 403, body = Problem)))]
pub async fn desk(session: StaffSession, State(care): State<Care>, Query(query): Query<DeskQuery>) -> Result<Json<Desk>, Problem> {
    let listed = session.list(&actions::DESK)?;
    show(&session, &care, &listed, &query, "").await.map(Json)
}

/// The desk by filters and a search inside the queue.
#[utoipa::path(post, path = "/api/v1/staff/desk/search", tag = "care", extensions(("x-action" = json!("care.desk.search"))),
    request_body = DeskSearch, responses((status = 200, body = Desk), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn search(session: StaffSession, State(care): State<Care>, Json(input): Json<DeskSearch>) -> Result<Json<Desk>, Problem> {
    let listed = session.list(&actions::DESK_SEARCH)?;
    show(&session, &care, &listed, &input.query, &input.q).await.map(Json)
}

async fn show(session: &StaffSession, care: &Care, listed: &Listed, query: &DeskQuery, q: &str) -> Result<Desk, Problem> {
    let gate = session.gate();
    let view = query.of_view(listed, Restricted::Unnamed)?;
    // The figures wait for no row.
    let shown = async {
        let lanes = rows(listed, gate.keys(), &care.rules, query, q, query.limit(), Restricted::Unnamed).await?;
        let all: Vec<Listing> = lanes.iter().flat_map(|lane| lane.rows.iter().filter(|row| !row.restricted).cloned()).collect();
        let page = cards(listed, gate.policies(), &care.rules, &all).await?;
        let nameless = unnamed(listed, &care.rules, &lanes).await?;
        Ok((lanes, page, nameless))
    };
    let ((lanes, page, mut nameless), (counts, queue_by_week), team) =
        tokio::try_join!(shown, counts(listed, &view), TeamLoad::read(listed, query))?;
    let workload = team.told();
    listed.shown(&page.clients);
    let mut made = page.cards.into_iter();
    let lanes = lanes
        .into_iter()
        .map(|lane| DeskLane {
            lane: lane.lane,
            total: lane.total,
            overdue: lane.overdue,
            cards: made.by_ref().take(lane.rows.iter().filter(|row| !row.restricted).count()).collect(),
            restricted: nameless.remove(&lane.lane).unwrap_or_default(),
            restricted_total: lane.restricted,
            next_cursor: lane.next_cursor,
        })
        .collect();
    Ok(Desk { lanes, counts, workload, queue_by_week, as_of: listed.at() })
}
