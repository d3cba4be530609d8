//! What this room tells to whoever tells a client's story: alerts, and the matter that came of one.

use store::{StoryOwn, StorySource};

pub const SOURCES: &[StorySource] = &[StorySource {
    code: "alert",
    item: "alert",
    own: StoryOwn::Nothing,
    from: "alert x",
    led_to: "x.matter_id",
    sort: "x.rule",
    team: "x.team_id",
    person: "x.handler_id",
    begun_at: "x.raised_at",
    ended_at: "COALESCE(x.closed_at, x.lapsed_at)",
    ..StorySource::EMPTY
}];
