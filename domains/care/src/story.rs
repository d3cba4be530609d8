//! What this room tells to whoever tells a client's story: matters, what was noted, heard, planned, followed, decided and agreed.

use store::{MadeSource, StoryOwn, StorySource};

/// Need reasons of matters: `matter_id, reason`.
pub const AREAS: &str = "SELECT n.matter_id, n.reason FROM matter_need n";

/// Each by its code; one more is a line.
pub const SOURCES: &[StorySource] = &[
    StorySource {
        code: "matter",
        item: "matter",
        own: StoryOwn::Bare,
        from: "matter x JOIN matter_client mc ON mc.matter_id = x.id AND mc.left_at IS NULL",
        client: "mc.client_id",
        matter: "x.id",
        sort: "x.situation",
        words: "x.own_words",
        voice: "CASE WHEN x.sender_kind = 'client' THEN 'client' ELSE 'staff' END",
        team: "x.team_id",
        person: "x.handler_id",
        begun_at: "x.initiated_at",
        ended_at: "x.closed_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "note",
        item: "note",
        own: StoryOwn::Bare,
        from: "note x",
        matter: "x.matter_id",
        sort: "x.kind",
        words: "x.text",
        person: "x.author_id",
        begun_at: "x.happened_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "message",
        item: "message",
        own: StoryOwn::Words,
        from: "message x WHERE x.from_kind = 'client'",
        matter: "x.matter_id",
        words: "x.text",
        // One who acts for the client writes in their own words.
        voice: "CASE WHEN x.author_id = x.client_id THEN 'client' ELSE 'close_one' END",
        begun_at: "x.sent_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "hearing",
        item: "hearing",
        own: StoryOwn::Words,
        from: "hearing x",
        matter: "x.matter_id",
        sort: "COALESCE(x.answer_kind, 'waiting')",
        words: "x.answer",
        voice: "CASE WHEN x.answer_kind = 'client' THEN 'client' ELSE 'staff' END",
        person: "x.asked_by",
        begun_at: "x.asked_at",
        ended_at: "x.answered_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "customership",
        item: "customership",
        own: StoryOwn::Bare,
        from: "customership x",
        matter: "x.matter_id",
        sort: "x.service_task",
        team: "x.team_id",
        person: "x.responsible_worker_id",
        begun_on: "x.opened_on",
        ended_on: "x.closed_on",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "assessment",
        item: "assessment",
        own: StoryOwn::Words,
        from: "assessment x WHERE x.finished_on IS NOT NULL",
        matter: "x.matter_id",
        words: "x.own_view",
        voice: "CASE WHEN x.own_view IS NULL THEN 'staff' ELSE 'client' END",
        person: "x.author_id",
        begun_on: "x.finished_on",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "plan",
        item: "plan",
        own: StoryOwn::Words,
        from: "plan x WHERE x.state IN ('active', 'ended')",
        matter: "x.matter_id",
        title: "x.title",
        words: "x.own_words",
        voice: "CASE WHEN x.own_words IS NULL THEN 'staff' ELSE 'client' END",
        person: "x.author_id",
        begun_on: "x.valid_from",
        ended_on: "x.valid_to",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "plan_service",
        item: "plan_service",
        own: StoryOwn::Words,
        from: "plan_service x JOIN plan p ON p.id = x.plan_id AND p.state IN ('active', 'ended')",
        matter: "p.matter_id",
        cause: "x.plan_id",
        sort: "x.service",
        title: "COALESCE(x.provider, x.who)",
        words: "x.how_often",
        begun_on: "COALESCE(x.from_on, p.valid_from)",
        ended_on: "COALESCE(x.until_on, p.valid_to)",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "goal",
        item: "plan_goal",
        own: StoryOwn::Words,
        from: "plan_goal x JOIN plan p ON p.id = x.plan_id AND p.state IN ('active', 'ended')",
        matter: "p.matter_id",
        cause: "x.plan_id",
        sort: "x.status",
        words: "x.words",
        voice: "'client'",
        begun_on: "p.valid_from",
        ended_on: "p.valid_to",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "goal_followed",
        item: "goal_follow_up",
        own: StoryOwn::Words,
        from: "goal_follow_up x JOIN plan_goal g ON g.id = x.goal_id JOIN plan p ON p.id = x.plan_id",
        matter: "p.matter_id",
        cause: "x.goal_id",
        sort: "x.status",
        title: "g.words",
        words: "x.note",
        value: "CAST(x.progress AS double precision)",
        person: "x.author_id",
        begun_on: "x.followed_on",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "decision",
        item: "decision",
        own: StoryOwn::Bare,
        // A decision is the client's to read once it has been sent.
        own_when: "x.state = 'sent'",
        from: "decision x JOIN matter m ON m.id = x.matter_id WHERE x.state IN ('decided', 'sent') AND x.decided_at IS NOT NULL",
        matter: "x.matter_id",
        cause: "x.replaces_id",
        sort: "COALESCE(x.outcome, 'none')",
        title: "x.services",
        team: "m.team_id",
        person: "x.decided_by",
        begun_at: "x.decided_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "appointment",
        item: "appointment",
        own: StoryOwn::Bare,
        many: true,
        from: "appointment x WHERE x.state <> 'cancelled'",
        matter: "x.matter_id",
        sort: "x.place",
        team: "x.team_id",
        person: "x.handler_id",
        begun_at: "x.starts_at",
        ended_at: "x.ends_at",
        ..StorySource::EMPTY
    },
    StorySource {
        code: "own_view",
        item: "own_view",
        own: StoryOwn::Words,
        from: "own_view x",
        matter: "x.matter_id",
        words: "x.text",
        voice: "'client'",
        begun_at: "x.updated_at",
        ..StorySource::EMPTY
    },
];

/// What is made of clients after looking at what is known of them.
pub const MADE: &[MadeSource] = &[
    MadeSource {
        code: "decision",
        sql: "SELECT d.client_id, d.id, d.register, d.service_task, m.team_id, d.decided_by AS by_id, d.decided_at AS at FROM decision d \
              JOIN matter m ON m.id = d.matter_id WHERE d.state IN ('decided', 'sent') AND d.decided_by IS NOT NULL AND d.decided_at IS NOT NULL",
    },
    MadeSource {
        code: "assessment",
        sql: "SELECT a.client_id, a.id, a.register, a.service_task, m.team_id, a.author_id AS by_id, a.updated_at AS at FROM assessment a \
              JOIN matter m ON m.id = a.matter_id WHERE a.finished_on IS NOT NULL AND a.author_id IS NOT NULL",
    },
    MadeSource {
        code: "plan",
        sql: "SELECT p.client_id, p.id, p.register, p.service_task, m.team_id, p.author_id AS by_id, p.created_at AS at FROM plan p \
              JOIN matter m ON m.id = p.matter_id WHERE p.state IN ('active', 'ended') AND p.author_id IS NOT NULL",
    },
];
