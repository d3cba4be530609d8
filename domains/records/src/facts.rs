//! What the record tells to whoever counts over many clients: visits, stays, booked times, what was measured.

use store::FactSource;

/// What changes the record.
const RECEIVED: &[&str] = &["records.client.received", "records.history.written"];

/// The columns of a momentary thing, and where it stands.
macro_rules! momentary {
    ($that:literal) => {
        concat!(
            "SELECT e.client_id, e.id, e.register, e.service_task, e.started_at AS begun_at, e.started_at AS over_at, e.quantity AS amount \
             FROM record_entry e WHERE ",
            $that
        )
    };
}

/// Each by its code; one more is a line.
pub const SOURCES: &[FactSource] = &[
    FactSource {
        code: "emergency_visit",
        sql: momentary!(
            "e.kind = 'Encounter' AND e.class = 'EMER' AND COALESCE(e.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')"
        ),
        lasting: false,
        measured: false,
        item: "record",
        events: RECEIVED,
    },
    FactSource {
        code: "ward_stay",
        // One that goes on says so; another without an end ended when it is not known.
        sql: "SELECT e.client_id, e.id, e.register, e.service_task, e.started_at AS begun_at, \
              CASE WHEN e.status IN ('in-progress', 'onleave') THEN e.ended_at ELSE COALESCE(e.ended_at, e.started_at) END AS over_at, \
              e.quantity AS amount FROM record_entry e WHERE e.kind = 'Encounter' AND e.class IN ('IMP', 'ACUTE', 'NONAC') \
              AND COALESCE(e.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')",
        lasting: true,
        measured: false,
        item: "record",
        events: RECEIVED,
    },
    FactSource {
        code: "home_care_visit",
        sql: momentary!(
            "e.kind = 'Encounter' AND e.class = 'HH' AND COALESCE(e.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')"
        ),
        lasting: false,
        measured: false,
        item: "record",
        events: RECEIVED,
    },
    FactSource {
        // Somebody met the client: at a reception, by remote reception or by telephone.
        code: "contact",
        sql: momentary!(
            "e.kind = 'Encounter' AND e.class IN ('AMB', 'VR', 'FLD') AND COALESCE(e.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')"
        ),
        lasting: false,
        measured: false,
        item: "record",
        events: RECEIVED,
    },
    FactSource {
        code: "booked_time",
        sql: momentary!("e.kind = 'Appointment' AND e.status IN ('proposed', 'pending', 'booked', 'arrived', 'waitlist')"),
        lasting: false,
        measured: false,
        item: "record",
        events: RECEIVED,
    },
    FactSource {
        code: "weight",
        sql: momentary!(
            "e.kind = 'Observation' AND e.code = '29463-7' AND e.quantity IS NOT NULL \
             AND COALESCE(e.status, 'final') NOT IN ('cancelled', 'entered-in-error', 'registered')"
        ),
        lasting: false,
        measured: true,
        item: "record",
        events: RECEIVED,
    },
];
