//! What this room tells to whoever counts the house's own work: whether it was answered in time and after how long, and how it ended.
//! All by the specialist team. One that is open past its time is not answered in time; one that was withdrawn is not counted.

use store::FigureSource;

/// Each by its code; one more is a line.
pub const SOURCES: &[FigureSource] = &[
    FigureSource {
        code: "consultation_answered",
        sql: "SELECT c.client_id, c.id, c.register, c.service_task, c.catalogue_row, c.to_team_id AS team_id, c.handler_id, \
              COALESCE(c.answered_at, c.closed_at) AS at, COALESCE(c.answered_at, c.closed_at) AS over_at, CAST(NULL AS date) AS since_on, \
              CASE WHEN COALESCE(c.answered_at, c.closed_at) <= c.due_at THEN 1 ELSE 0 END AS met FROM consultation c \
              WHERE c.answered_at IS NOT NULL OR c.state = 'declined'",
        matter: false,
        dated: false,
        item: "consultation",
    },
    FigureSource {
        code: "consultation_wait",
        sql: "SELECT c.client_id, c.id, c.register, c.service_task, c.catalogue_row, c.to_team_id AS team_id, c.handler_id, \
              c.answered_at AS at, c.answered_at AS over_at, c.sent_on AS since_on, CAST(NULL AS integer) AS met \
              FROM consultation c WHERE c.answered_at IS NOT NULL",
        matter: false,
        dated: false,
        item: "consultation",
    },
    FigureSource {
        code: "consultation_ended",
        sql: "SELECT c.client_id, c.id, c.register, c.service_task, c.catalogue_row, c.to_team_id AS team_id, c.handler_id, c.closed_at AS at, \
              c.closed_at AS over_at, CAST(NULL AS date) AS since_on, CASE WHEN c.state = 'advised' THEN 1 ELSE 0 END AS met \
              FROM consultation c WHERE c.state IN ('advised', 'referred')",
        matter: false,
        dated: false,
        item: "consultation",
    },
];
