//! What this room tells to whoever counts the house's own work: requests that wait for their first answer, and what was chosen when
//! something had been done already. Both by the receiver's side and the chooser's.

use store::FigureSource;

/// Each by its code; one more is a line.
pub const SOURCES: &[FigureSource] = &[
    FigureSource {
        code: "request_answer",
        sql: "SELECT q.client_id, q.id, q.register, q.service_task, q.catalogue_row, q.to_team_id AS team_id, q.handler_id, q.sent_at AS at, \
              CASE WHEN q.state = 'sent' THEN NULL ELSE COALESCE((SELECT MIN(s.at) FROM request_step s WHERE s.request_id = q.id \
              AND s.step IN ('accepted', 'declined', 'done', 'withdrawn')), q.updated_at) END AS over_at, \
              CAST(NULL AS date) AS since_on, CAST(NULL AS integer) AS met FROM service_request q",
        matter: false,
        dated: false,
        item: "request",
    },
    FigureSource {
        code: "cover_choice",
        sql: "SELECT c.client_id, c.id, c.register, c.service_task, c.catalogue_row, c.team_id, c.handler_id, c.at AS at, c.at AS over_at, \
              CAST(NULL AS date) AS since_on, CASE WHEN c.choice = 'used' THEN 1 ELSE 0 END AS met FROM cover_choice c",
        matter: false,
        dated: false,
        item: "choice",
    },
];
