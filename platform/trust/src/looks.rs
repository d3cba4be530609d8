//! Looks at a client's data by staff, as the log has them, for whoever counts whether what is known is used.

/// `client_id, actor_id, action, at`.
pub const LOOKS: &str =
    "SELECT l.client_id, l.actor_id, l.action, l.at FROM access_log l WHERE l.outcome = 'allowed' AND l.actor_kind = 'staff'";
