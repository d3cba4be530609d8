//! Wills told to Kanta and learnt from it: what is on its way there, which of the node's rows is which of Kanta's, how fresh what is
//! known of a client is, and where the reading of changes stands.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m032_kanta"
    }
}

fn tables() -> [T; 4] {
    [
        // doing: give | end; state: waiting | taken | refused. `reason`: why it has not been taken, a code. The id is what Kanta knows the
        // message by, however often it is sent.
        T::new("kanta_message")
            .owned()
            .uuid("expression_id")
            .text("doing")
            .text("state")
            .text_opt("reason")
            .text_opt("receipt")
            .ts("made_at")
            .ts_opt("settled_at")
            .index(&["expression_id"])
            .index(&["client_id"]),
        // `name`: what both sides call it. `version`: the newest of it that is known here.
        T::new("kanta_expression")
            .owned()
            .text("name")
            .uuid("expression_id")
            .big("version")
            .ts("seen_at")
            .unique(&["name"])
            .index(&["expression_id"])
            .index(&["client_id"]),
        // `asked_at`: when all that Kanta has of the client was last read; `stale`: it is to be read anew.
        T::new("kanta_person")
            .owned()
            .flag("stale")
            .ts_opt("asked_at")
            .ts_opt("wanted_at")
            .ts_opt("failing_since")
            .text_opt("reason")
            .unique(&["client_id"])
            .index(&["stale"]),
        // Where the reading of Kanta's changes stands. `missed`: how many times something was found to have been missed.
        T::new("kanta_feed")
            .text("name")
            .primary(&["name"])
            .big("cursor")
            .ts_opt("read_at")
            .ts_opt("swept_at")
            .ts_opt("failing_since")
            .text_opt("reason")
            .int("missed")
            .ts_opt("missed_at"),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        // What has ended lately is looked for at each reading.
        let index = Index::create()
            .name("will_expression__withdrawn_at")
            .table(Alias::new("will_expression"))
            .col(Alias::new("withdrawn_at"))
            .to_owned();
        manager.create_index(index).await
    }
}
