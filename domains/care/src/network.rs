//! What this room tells to whoever proposes a client's network: what is open, and which teams are there by it.

use store::FactSource;

/// Matters and customerships that go on.
pub const FACTS: &[FactSource] = &[
    FactSource {
        code: "open_matter",
        sql: "SELECT mc.client_id, m.id, m.register, m.service_task, m.initiated_at AS begun_at, m.closed_at AS over_at, \
              CAST(NULL AS double precision) AS amount FROM matter m JOIN matter_client mc ON mc.matter_id = m.id AND mc.left_at IS NULL \
              WHERE m.state = 'open'",
        lasting: true,
        measured: false,
        item: "matter",
        events: &[],
    },
    FactSource {
        code: "customership",
        sql: "SELECT c.client_id, c.id, c.register, c.service_task, c.created_at AS begun_at, CAST(NULL AS timestamptz) AS over_at, \
              CAST(NULL AS double precision) AS amount FROM customership c WHERE c.state = 'open'",
        lasting: true,
        measured: false,
        item: "customership",
        events: &[],
    },
];

/// `client_id, id, register, service_task, catalogue_row, team_id, by_what`: teams that work with the client, and by what.
pub const TEAMS: &str = "SELECT mc.client_id, m.id, m.register, m.service_task, m.catalogue_row, m.team_id, 'matter' AS by_what \
     FROM matter m JOIN matter_client mc ON mc.matter_id = m.id AND mc.left_at IS NULL WHERE m.state = 'open' \
     UNION ALL SELECT c.client_id, c.id, c.register, c.service_task, c.catalogue_row, c.team_id, 'customership' AS by_what \
     FROM customership c WHERE c.state = 'open'";
