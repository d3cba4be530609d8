//! What the record tells to whoever tells a client's story: visits and stays, services, plans, findings and devices of source systems.

use store::{StoryOwn, StorySource};

/// A kind of entry that has begun and that its source has not taken back.
macro_rules! entries {
    ($kinds:literal) => {
        concat!(
            "record_entry x WHERE x.kind IN (",
            $kinds,
            ") AND x.started_at IS NOT NULL AND COALESCE(x.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error', 'not-done') \
             AND COALESCE(x.verification, '') NOT IN ('refuted', 'entered-in-error')"
        )
    };
}

const ENTRY: StorySource = StorySource {
    own: StoryOwn::Bare,
    voice: "'source'",
    title: "x.title",
    begun_at: "x.started_at",
    ended_at: "x.ended_at",
    ..StorySource::EMPTY
};

/// Each by its code; one more is a line.
pub const SOURCES: &[StorySource] = &[
    StorySource {
        code: "visit",
        item: "Encounter",
        many: true,
        from: entries!("'Encounter'"),
        sort: "COALESCE(x.class, 'AMB')",
        // A source that has no words for a visit repeats its class as the title.
        title: "CASE WHEN x.title = x.class THEN NULL ELSE x.title END",
        ..ENTRY
    },
    StorySource { code: "service_period", item: "EpisodeOfCare", from: entries!("'EpisodeOfCare'"), ..ENTRY },
    StorySource { code: "care_plan", item: "CarePlan", from: entries!("'CarePlan'"), ..ENTRY },
    StorySource { code: "finding", item: "Condition", from: entries!("'Condition'"), sort: "COALESCE(x.code, '')", ..ENTRY },
    StorySource { code: "procedure", item: "Procedure", from: entries!("'Procedure'"), cause: "x.encounter_id", ..ENTRY },
    StorySource { code: "device", item: "DeviceUseStatement", from: entries!("'DeviceUseStatement'"), ..ENTRY },
];
