//! What this room tells of its clients to whoever counts over many of them.

/// Pairs `client_id, person_id`: whose informal carer, a client too, is whom.
pub const INFORMAL_CARERS: &str = "SELECT c.client_id, c.person_id FROM close_one c \
     WHERE c.ended_at IS NULL AND c.person_id IS NOT NULL AND c.roles LIKE '%informal_carer%'";

/// Those who are known to have died.
pub const DECEASED: &str = "SELECT c.id FROM client c WHERE c.deceased";

/// Kinds of the events after which these may be otherwise than before.
pub const EVENTS: &[&str] = &[
    "people.close_one.added",
    "people.close_one.corrected",
    "people.close_one.ended",
    "people.close_one.undone",
    "people.close_ones.imported",
    "people.client.updated",
];

/// Pairs `client_id, municipality`: where each lives, by the municipality's code.
pub const HOMES: &str = "SELECT c.id AS client_id, c.municipality FROM client c";

/// What groups of clients are told apart by: date of birth, sex, and the language they are served in.
pub const TRAITS: &str = "SELECT c.id AS client_id, c.birth_date AS born_on, c.sex, \
     COALESCE(c.service_language, c.mother_tongue) AS language FROM client c";

/// Informal carers, whether they are clients or not, to whoever proposes a client's network.
pub const CARERS: &[store::FactSource] = &[store::FactSource {
    code: "informal_carer",
    sql: "SELECT c.client_id, c.id, c.register, c.service_task, c.created_at AS begun_at, c.ended_at AS over_at, \
          CAST(NULL AS double precision) AS amount FROM close_one c WHERE c.ended_at IS NULL AND c.roles LIKE '%informal_carer%'",
    lasting: true,
    measured: false,
    item: "close_one",
    events: &[],
}];
