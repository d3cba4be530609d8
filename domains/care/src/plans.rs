//! What this room tells to whoever fits a client's plans together: plans in force with their goals and services, and times agreed ahead.

use store::PlanSource;

/// Each by its part; one more is a line.
pub const SOURCES: &[PlanSource] = &[
    PlanSource {
        part: "plan",
        item: "plan",
        from: "plan x LEFT JOIN matter m ON m.id = x.matter_id WHERE x.state = 'active'",
        plan: "x.id",
        matter: "x.matter_id",
        title: "x.title",
        words: "x.own_words",
        team: "m.team_id",
        person: "x.author_id",
        from_on: "x.valid_from",
        until_on: "x.valid_to",
        due_on: "x.review_on",
        ..PlanSource::EMPTY
    },
    PlanSource {
        part: "goal",
        item: "plan_goal",
        from: "plan_goal x JOIN plan p ON p.id = x.plan_id WHERE p.state = 'active' AND x.status = 'in_progress'",
        plan: "x.plan_id",
        matter: "p.matter_id",
        words: "x.words",
        measure: "x.measure",
        due_on: "x.target_on",
        ..PlanSource::EMPTY
    },
    PlanSource {
        part: "service",
        item: "plan_service",
        from: "plan_service x JOIN plan p ON p.id = x.plan_id WHERE p.state = 'active' AND x.status <> 'ended'",
        plan: "x.plan_id",
        matter: "p.matter_id",
        code: "x.service",
        words: "x.how_often",
        who: "COALESCE(NULLIF(TRIM(x.provider), ''), NULLIF(TRIM(x.who), ''))",
        from_on: "x.from_on",
        until_on: "x.until_on",
        ..PlanSource::EMPTY
    },
    PlanSource {
        part: "time",
        item: "appointment",
        from: "appointment x WHERE x.state <> 'cancelled'",
        matter: "x.matter_id",
        code: "x.place",
        words: "x.why",
        team: "x.team_id",
        person: "x.handler_id",
        begins_at: "x.starts_at",
        ends_at: "x.ends_at",
        ..PlanSource::EMPTY
    },
];
