//! What this room tells to whoever tells a client's story: requests between teams, each to both of its sides.

use store::{StoryOwn, StorySource};

pub const SOURCES: &[StorySource] = &[StorySource {
    code: "request",
    item: "service_request",
    own: StoryOwn::Words,
    from: "(SELECT q.id, q.client_id, q.register, q.service_task, q.catalogue_row, q.matter_id, q.from_team_id, q.kind, q.words, q.to_team_id, \
           q.handler_id, q.sent_at, q.done_at FROM service_request q WHERE q.state <> 'withdrawn' \
           UNION ALL SELECT q.id, q.client_id, q.from_register, q.from_task, q.catalogue_row, q.matter_id, q.from_team_id, q.kind, q.words, \
           q.to_team_id, q.handler_id, q.sent_at, q.done_at FROM service_request q WHERE q.state <> 'withdrawn') x",
    matter: "x.matter_id",
    asker: "x.from_team_id",
    sort: "x.kind",
    words: "x.words",
    team: "x.to_team_id",
    person: "x.handler_id",
    begun_at: "x.sent_at",
    ended_at: "x.done_at",
    ..StorySource::EMPTY
}];
