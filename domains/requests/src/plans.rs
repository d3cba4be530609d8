//! What this room tells to whoever fits a client's plans together: what has been asked for and is not done, to each of its sides.

use store::PlanSource;

pub const SOURCES: &[PlanSource] = &[PlanSource {
    part: "task",
    item: "service_request",
    from: "(SELECT q.id, q.client_id, q.register, q.service_task, q.catalogue_row, q.matter_id, q.kind, q.words, q.to_team_id, q.handler_id, \
           q.sent_at, q.due_on FROM service_request q WHERE q.state IN ('sent', 'accepted') \
           UNION ALL SELECT q.id, q.client_id, q.from_register, q.from_task, q.catalogue_row, q.matter_id, q.kind, q.words, q.to_team_id, \
           q.handler_id, q.sent_at, q.due_on FROM service_request q WHERE q.state IN ('sent', 'accepted')) x",
    matter: "x.matter_id",
    code: "x.kind",
    words: "x.words",
    team: "x.to_team_id",
    person: "x.handler_id",
    due_on: "x.due_on",
    begins_at: "x.sent_at",
    ..PlanSource::EMPTY
}];
