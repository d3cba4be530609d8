//! What this room tells to whoever proposes a client's network: teams that have been asked for something and have not been told no.

/// `client_id, id, register, service_task, catalogue_row, team_id, by_what`.
pub const TEAMS: &str = "SELECT q.client_id, q.id, q.register, q.service_task, q.catalogue_row, q.to_team_id AS team_id, \
     'request' AS by_what FROM service_request q WHERE q.state IN ('sent', 'accepted') AND q.provider_id IS NULL";
