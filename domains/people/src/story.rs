//! What this room tells to whoever tells a client's story: that the home municipality changed, by the population register. Neither the old
//! nor the new is named: an address may be protected.

use store::{StoryOwn, StorySource};

pub const SOURCES: &[StorySource] = &[StorySource {
    code: "move",
    item: "population_fact",
    own: StoryOwn::Bare,
    from: "population_fact x WHERE x.kind = 'municipality' AND x.valid_from IS NOT NULL",
    begun_on: "x.valid_from",
    ..StorySource::EMPTY
}];

/// `client_id, birth_date, sex`: whom to compare with whom.
pub const PERSONS: &str = "SELECT c.id AS client_id, c.birth_date, c.sex FROM client c";
