//! What this room tells to whoever asks clients how it went: matters that have ended, with their main client.

/// `client_id, id, controller, register, service_task, team_id, closed_at, close_reason`. What somebody told of another is not among them:
/// its client need not have asked for anything.
pub const MATTERS: &str = "SELECT mc.client_id, m.id, m.controller, m.register, m.service_task, m.team_id, m.closed_at, m.close_reason \
     FROM matter m JOIN matter_client mc ON mc.matter_id = m.id AND mc.main AND mc.left_at IS NULL \
     WHERE m.state = 'closed' AND m.closed_at IS NOT NULL AND m.channel <> 'concern_other'";
