//! What this room tells to whoever counts the house's own work: feedback that was answered, and whether the client was satisfied.

use store::FigureSource;

/// Without team and handler: whose few answers they are could be counted out of a team's.
pub const SOURCES: &[FigureSource] = &[FigureSource {
    code: "matter_feedback",
    sql: "SELECT a.client_id, a.id, a.register, a.service_task, a.catalogue_row, CAST(NULL AS uuid) AS team_id, \
          CAST(NULL AS uuid) AS handler_id, a.answered_at AS at, a.answered_at AS over_at, CAST(NULL AS date) AS since_on, \
          CASE WHEN a.satisfied THEN 1 ELSE 0 END AS met FROM feedback_ask a WHERE a.state = 'answered' AND a.answered_at IS NOT NULL",
    matter: false,
    dated: false,
    item: "feedback",
}];
