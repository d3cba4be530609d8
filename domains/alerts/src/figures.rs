//! What this room tells to whoever counts the house's own work: alerts that stand on a desk.

use store::FigureSource;

pub const SOURCES: &[FigureSource] = &[FigureSource {
    code: "alert",
    sql: "SELECT a.client_id, a.id, a.register, a.service_task, a.catalogue_row, a.team_id, a.handler_id, a.raised_at AS at, \
          CASE WHEN a.state IN ('waiting', 'taken') THEN NULL ELSE COALESCE(a.closed_at, a.lapsed_at, a.updated_at) END AS over_at, \
          CAST(NULL AS date) AS since_on, CAST(NULL AS integer) AS met FROM alert a",
    matter: false,
    dated: false,
    item: "alert",
}];
