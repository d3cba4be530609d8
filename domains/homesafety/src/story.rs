//! What this room tells to whoever tells a client's story: homes gone through, risks found and mended.

use store::{StoryOwn, StorySource};

/// Each by its code; one more is a line.
pub const SOURCES: &[StorySource] = &[
    StorySource {
        code: "home_assessment",
        item: "safety_assessment",
        own: StoryOwn::Words,
        from: "safety_assessment x WHERE x.state = 'finished' AND x.finished_at IS NOT NULL",
        matter: "x.matter_id",
        words: "x.own_view",
        voice: "CASE WHEN x.own_view IS NULL THEN 'staff' ELSE 'client' END",
        team: "x.team_id",
        person: "x.finished_by",
        begun_at: "x.finished_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "home_risk",
        item: "safety_risk",
        own: StoryOwn::Bare,
        from: "safety_risk x WHERE x.state <> 'mistaken'",
        cause: "x.assessment_id",
        sort: "x.item",
        words: "x.words",
        team: "x.team_id",
        person: "x.handler_id",
        begun_at: "x.found_at",
        ended_at: "x.closed_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "home_mended",
        item: "safety_risk",
        own: StoryOwn::Bare,
        from: "safety_risk x WHERE x.state = 'mended' AND x.closed_at IS NOT NULL",
        cause: "x.assessment_id",
        sort: "x.item",
        words: "x.act",
        team: "x.team_id",
        person: "x.handler_id",
        begun_at: "x.closed_at",
        ..StorySource::EMPTY
    },
];
