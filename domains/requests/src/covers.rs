//! What this room tells to whoever asks what has been done already: requests that are open, and what came of those that were done. Each
//! is told to both of its sides.

use store::CoverSource;

macro_rules! side {
    ($register:literal, $task:literal) => {
        concat!(
            "SELECT q.client_id, q.id, q.",
            $register,
            " AS register, q.",
            $task,
            " AS service_task, q.catalogue_row, q.kind AS code, COALESCE(q.done_at, q.sent_at) AS at, \
             CASE WHEN q.done_at IS NULL THEN 'open' ELSE 'done' END AS standing, CAST(NULL AS text) AS title, CAST(NULL AS text) AS origin \
             FROM service_request q WHERE q.state <> 'withdrawn'"
        )
    };
}

pub const SOURCES: &[CoverSource] = &[CoverSource {
    code: "request",
    item: "service_request",
    sql: concat!(side!("register", "service_task"), " UNION ALL ", side!("from_register", "from_task")),
}];
