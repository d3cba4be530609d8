//! What this room tells to whoever counts over many clients.

use store::FactSource;

/// Each by its code; one more is a line.
pub const SOURCES: &[FactSource] = &[
    FactSource {
        code: "assessment",
        // Where a draft is finished or thrown away, its row makes way.
        sql: "SELECT a.client_id, a.id, a.register, a.service_task, a.created_at AS begun_at, \
              CASE WHEN a.finished_on IS NULL THEN NULL ELSE a.updated_at END AS over_at, CAST(NULL AS double precision) AS amount \
              FROM assessment a",
        lasting: true,
        measured: false,
        item: "assessment",
        events: &["documents.document.begun", "documents.document.discarded", "care.assessment.finished"],
    },
    FactSource {
        code: "appointment",
        sql: "SELECT a.client_id, a.id, a.register, a.service_task, a.starts_at AS begun_at, a.starts_at AS over_at, \
              CAST(NULL AS double precision) AS amount FROM appointment a WHERE a.state <> 'cancelled'",
        lasting: false,
        measured: false,
        item: "appointment",
        events: &["care.appointment.made", "care.appointment.changed", "care.appointment.cancelled"],
    },
];
