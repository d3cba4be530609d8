//! What this room tells to whoever asks what has been done already: assessments, and times that have been agreed.

use store::CoverSource;

pub const SOURCES: &[CoverSource] = &[
    CoverSource {
        code: "assessment",
        item: "assessment",
        sql: "SELECT a.client_id, a.id, a.register, a.service_task, a.catalogue_row, 'assessment' AS code, \
              CASE WHEN a.finished_on IS NULL THEN a.created_at ELSE a.updated_at END AS at, \
              CASE WHEN a.finished_on IS NULL THEN 'open' ELSE 'done' END AS standing, CAST(NULL AS text) AS title, \
              CAST(NULL AS text) AS origin FROM assessment a",
    },
    CoverSource {
        code: "appointment",
        item: "appointment",
        sql: "SELECT a.client_id, a.id, a.register, a.service_task, a.catalogue_row, a.service_task AS code, a.starts_at AS at, \
              'booked' AS standing, CAST(NULL AS text) AS title, CAST(NULL AS text) AS origin FROM appointment a WHERE a.state <> 'cancelled'",
    },
];
