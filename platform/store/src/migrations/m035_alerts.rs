//! Alerts: what the rules say of what has happened, or has not, to a client, and what became of it; and the index by which the rules
//! look over the whole county.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m035_alerts"
    }
}

/// state: waiting | taken | done | dismissed | lapsed. `standing`: the rule still holds, whatever was done of the alert: while it does,
/// the same rule raises no other. `figures`: what the rule counted; `evidence`: the things it rests on (source, id, instant). `basis`:
/// by what data of another register are used: own | permit | law. `counted_at`: when the figures were
/// last otherwise than before. lapsed_why: passed | corrected | rule.
fn table() -> T {
    T::new("alert")
        .owned()
        .text("rule")
        .text("rule_version")
        .int("severity")
        .uuid("team_id")
        .uuid_opt("handler_id")
        .text("state")
        .flag("standing")
        .text("basis")
        .json("figures")
        .json("evidence")
        .ts("raised_at")
        .ts("counted_at")
        .date_opt("snoozed_until")
        .ts_opt("lapsed_at")
        .text_opt("lapsed_why")
        .ts_opt("closed_at")
        .uuid_opt("closed_by")
        .text_opt("outcome")
        .text_opt("reason")
        .text_opt("useful")
        .versioned()
        .index(&["team_id", "state", "id"])
        .index(&["handler_id", "state"])
        .index(&["client_id", "state"])
        .index(&["rule", "standing"])
}

const INDEXES: [&str; 2] = [
    // Whoever raises it, and however often the same events are read.
    "CREATE UNIQUE INDEX alert__one_standing ON alert (rule, client_id) WHERE standing",
    // Visits of one sort in a stretch of days, over all clients.
    "CREATE INDEX record_entry__visits ON record_entry (class, started_at, client_id) WHERE kind = 'Encounter'",
];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table().create(manager).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}
