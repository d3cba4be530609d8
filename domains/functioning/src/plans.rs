//! What this room tells to whoever fits a client's plans together: the goals the client has set and not ended.

use store::PlanSource;

pub const SOURCES: &[PlanSource] = &[PlanSource {
    part: "own_goal",
    item: "own_goal",
    own: true,
    from: "own_goal x WHERE x.ended_at IS NULL",
    // How it was going when it was last looked at.
    code: "(SELECT f.going FROM own_goal_follow f WHERE f.goal_id = x.id ORDER BY f.id DESC LIMIT 1)",
    words: "x.words",
    begins_at: "x.set_at",
    ..PlanSource::EMPTY
}];
