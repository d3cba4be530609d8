//! What this room tells to whoever asks what has been done already.

use store::CoverSource;

/// Measurements in force, whoever made them.
pub const SOURCES: &[CoverSource] = &[CoverSource {
    code: "measurement",
    item: "measurement",
    sql: "SELECT m.client_id, m.id, m.register, m.service_task, m.catalogue_row, m.measure AS code, m.measured_at AS at, 'done' AS standing, \
          CAST(NULL AS text) AS title, m.origin AS origin FROM measurement m WHERE m.ended_at IS NULL",
}];
