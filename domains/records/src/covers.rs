//! What the record tells to whoever asks what has been done already: what sources outside brought.

use store::CoverSource;

pub const SOURCES: &[CoverSource] = &[CoverSource {
    code: "entry",
    item: "record",
    sql: "SELECT e.client_id, e.id, e.register, e.service_task, e.catalogue_row, e.code, e.started_at AS at, 'done' AS standing, \
          e.title, COALESCE(e.organisation, e.source_system) AS origin FROM record_entry e \
          WHERE e.kind IN ('Observation', 'Procedure', 'DiagnosticReport', 'QuestionnaireResponse') AND e.code IS NOT NULL \
          AND e.started_at IS NOT NULL AND COALESCE(e.status, 'final') NOT IN ('cancelled', 'entered-in-error', 'registered', 'not-done')",
}];
