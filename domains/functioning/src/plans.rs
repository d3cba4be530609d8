//! What this room tells to whoever fits a client's plans together: the goals the client has set and not ended.

use store::PlanSource;

pub const SOURCES: &[PlanSource] = &[PlanSource {
    part: "own_goal",
    item: "own_goal",
    own: true,
    from: "own_goal x WHERE x.ended_at IS NULL",
    words: "x.words",
    begins_at: "x.set_at",
    ..PlanSource::EMPTY
}];
