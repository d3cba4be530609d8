//! What the record tells to whoever fits a client's plans together: plans, times and medicines of source systems. What a source did not send
//! may be known there, so nothing of it is said to be missing.

use store::PlanSource;

/// A plan of a source that is in force.
macro_rules! in_force {
    ($of:literal) => {
        concat!($of, ".kind = 'CarePlan' AND ", $of, ".status = 'active'")
    };
}

const SENT: PlanSource = PlanSource { whole: false, ..PlanSource::EMPTY };

/// Each by its part; one more is a line.
pub const SOURCES: &[PlanSource] = &[
    PlanSource {
        part: "plan",
        item: "CarePlan",
        from: concat!("record_entry x WHERE ", in_force!("x")),
        plan: "x.id",
        title: "x.title",
        who: "COALESCE(x.organisation, x.performer, x.source_system)",
        begins_at: "x.started_at",
        ends_at: "x.ended_at",
        ..SENT
    },
    PlanSource {
        part: "goal",
        item: "CarePlan",
        from: concat!(
            "record_part x JOIN record_entry e ON e.id = x.entry_id WHERE x.kind = 'goal' AND COALESCE(x.status, 'active') NOT IN \
             ('completed', 'cancelled', 'rejected', 'entered-in-error') AND ",
            in_force!("e")
        ),
        plan: "x.entry_id",
        words: "COALESCE(x.title, x.text_value)",
        begins_at: "x.started_at",
        ends_at: "x.ended_at",
        ..SENT
    },
    PlanSource {
        part: "task",
        item: "CarePlan",
        from: concat!(
            "record_part x JOIN record_entry e ON e.id = x.entry_id WHERE x.kind = 'activity' AND COALESCE(x.status, 'scheduled') NOT IN \
             ('completed', 'cancelled', 'stopped', 'entered-in-error') AND ",
            in_force!("e")
        ),
        plan: "x.entry_id",
        code: "x.code",
        title: "COALESCE(x.title, x.text_value)",
        who: "COALESCE(x.actor, e.organisation)",
        begins_at: "x.started_at",
        ends_at: "x.ended_at",
        ..SENT
    },
    PlanSource {
        part: "time",
        item: "Appointment",
        from: "record_entry x WHERE x.kind = 'Appointment' AND x.started_at IS NOT NULL AND COALESCE(x.status, 'booked') IN \
               ('booked', 'pending', 'proposed', 'arrived')",
        title: "x.title",
        who: "COALESCE(x.performer, x.organisation)",
        begins_at: "x.started_at",
        // A time without an end lasts for its moment.
        ends_at: "COALESCE(x.ended_at, x.started_at)",
        ..SENT
    },
    PlanSource {
        part: "medicine",
        item: "MedicationRequest",
        told: false,
        from: "record_entry x WHERE x.kind = 'MedicationRequest' AND x.status IN ('active', 'on-hold')",
        code: "x.code",
        title: "x.title",
        words: "x.text_value",
        who: "x.performer",
        begins_at: "x.started_at",
        ends_at: "x.ended_at",
        ..SENT
    },
];
