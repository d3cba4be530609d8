//! What the record tells to whoever counts over the county: visits. They come from many systems and no team here holds them.

use store::FigureSource;

macro_rules! visits {
    ($code:literal, $class:literal) => {
        FigureSource {
            code: $code,
            sql: concat!(
                "SELECT e.client_id, e.id, e.register, e.service_task, e.catalogue_row, CAST(NULL AS uuid) AS team_id, \
                 CAST(NULL AS uuid) AS handler_id, e.started_at AS at, e.ended_at AS over_at, CAST(NULL AS date) AS since_on, \
                 CAST(NULL AS integer) AS met FROM record_entry e WHERE e.kind = 'Encounter' AND e.class = '",
                $class,
                "' AND COALESCE(e.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')"
            ),
            matter: false,
            dated: false,
            item: "record",
        }
    };
}

/// Each by its code; one more is a line.
pub const SOURCES: &[FigureSource] = &[visits!("emergency_visit", "EMER"), visits!("home_care_visit", "HH")];
