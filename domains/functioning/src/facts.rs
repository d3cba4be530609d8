//! What this room tells to whoever counts over many clients: what is past a grave limit, and what has grown worse by more than an error of
//! measurement. Each measure is compared with itself and within one origin, as the profile does.

use store::FactSource;

const EVENTS: &[&str] = &["functioning.measurement.recorded", "functioning.measurement.corrected", "functioning.measurement.withdrawn"];

/// Measurements in force with what stands beside each in its series.
macro_rules! series {
    ($beside:literal, $rest:literal) => {
        concat!(
            "FROM (SELECT x.client_id, x.id, x.register, x.service_task, x.measured_at, x.severity, x.worse_by, ",
            $beside,
            " FROM measurement x WHERE x.ended_at IS NULL AND x.score IS NOT NULL \
             WINDOW w AS (PARTITION BY x.client_id, x.measure, x.origin ORDER BY x.measured_at, x.id)) m WHERE ",
            $rest
        )
    };
}

/// Each by its code; one more is a line.
pub const SOURCES: &[FactSource] = &[
    FactSource {
        // It lasts until the same is measured again.
        code: "measure_past_limit",
        sql: concat!(
            "SELECT m.client_id, m.id, m.register, m.service_task, m.measured_at AS begun_at, m.next_at AS over_at, \
             CAST(NULL AS double precision) AS amount ",
            series!("LEAD(x.measured_at) OVER w AS next_at", "m.severity = 'severe'")
        ),
        lasting: true,
        measured: false,
        item: "measurement",
        events: EVENTS,
    },
    FactSource {
        // A difference of exactly the error counts, whatever the last digit of a binary fraction.
        code: "measure_worsened",
        sql: concat!(
            "SELECT m.client_id, m.id, m.register, m.service_task, m.measured_at AS begun_at, m.measured_at AS over_at, \
             CAST(NULL AS double precision) AS amount ",
            series!(
                "x.score - LAG(x.score) OVER w AS difference",
                "(m.worse_by > 0 AND m.difference >= m.worse_by - 0.000000001) OR (m.worse_by < 0 AND m.difference <= m.worse_by + 0.000000001)"
            )
        ),
        lasting: false,
        measured: false,
        item: "measurement",
        events: EVENTS,
    },
];

/// Rows `client_id, id, register, service_task, catalogue_row, code, score, at` of the scores in force, whoever measured them.
pub const SCORES: &str = "SELECT m.client_id, m.id, m.register, m.service_task, m.catalogue_row, m.measure AS code, m.score, m.measured_at AS at \
     FROM measurement m WHERE m.ended_at IS NULL AND m.score IS NOT NULL";
