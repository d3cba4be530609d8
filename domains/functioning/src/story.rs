//! What this room tells to whoever tells a client's story: what was measured and estimated, and goals in the client's own words.

use store::{StoryOwn, StorySource};

/// Each by its code; one more is a line.
pub const SOURCES: &[StorySource] = &[
    StorySource {
        code: "measurement",
        item: "measurement",
        own: StoryOwn::Words,
        from: "measurement x WHERE x.ended_at IS NULL AND x.score IS NOT NULL",
        sort: "x.measure",
        words: "x.note",
        value: "x.score",
        voice: "CASE WHEN x.origin = 'self' THEN 'client' ELSE x.origin END",
        person: "CASE WHEN x.recorded_kind = 'staff' THEN x.recorded_by ELSE NULL END",
        begun_at: "x.measured_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "own_goal",
        item: "own_goal",
        own: StoryOwn::Words,
        from: "own_goal x",
        sort: "COALESCE(x.ended_how, 'open')",
        words: "x.words",
        voice: "'client'",
        begun_at: "x.set_at",
        ended_at: "x.ended_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "own_goal_followed",
        item: "own_goal_follow",
        own: StoryOwn::Words,
        from: "own_goal_follow x JOIN own_goal g ON g.id = x.goal_id",
        cause: "x.goal_id",
        sort: "x.going",
        title: "g.words",
        words: "x.words",
        voice: "'client'",
        begun_at: "x.at",
        ..StorySource::EMPTY
    },
];
