use std::sync::Arc;

use chrono::NaiveDate;
use kernel::CatalogueRow;
use rules::LiveRules;
use trust::{Items, Role};

/// The catalogue as the gate asks it: always the rules of this moment, so that a change made in any process of the node holds in
/// the next request that reaches this one.
pub struct InForce(pub Arc<LiveRules>);

impl Items for InForce {
    fn closed(&self, role: Role, today: NaiveDate) -> Vec<CatalogueRow> {
        self.0.current().catalogue.on(today).body.closed(role.code())
    }
}
