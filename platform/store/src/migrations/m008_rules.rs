//! The county's own rules: versions of each kind with who, when and why; and what a preview of a change reads by.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m008_rules"
    }
}

/// A preview looks at the matters and clocks of a stretch of days, whatever their number in all.
const BY_DAY: [(&str, &str); 2] = [("matter", "initiated_on"), ("clock", "started_on")];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The table of the first step was never written.
        manager.drop_table(Table::drop().table(Alias::new("rule_version")).to_owned()).await?;
        versions().create(manager).await?;
        for (table, column) in BY_DAY {
            let name = format!("{table}__{column}");
            manager.create_index(Index::create().name(name).table(Alias::new(table)).col(Alias::new(column)).to_owned()).await?;
        }
        Ok(())
    }
}

/// A version of one kind of rules. `number` orders the versions of a kind and is what If-Match compares; `name` is what results
/// name: a shipped version's own ("1"), a county's after the shipped one it rests on ("1.2").
fn versions() -> T {
    T::new("rule_version")
        .id()
        .text("kind")
        .int("number")
        .text("name")
        .text("origin")
        .text("body")
        .text("source")
        .date("valid_from")
        .text_opt("why")
        .text_opt("base")
        .text_opt("restores")
        .ts("created_at")
        .uuid_opt("created_by")
        .ts_opt("withdrawn_at")
        .uuid_opt("withdrawn_by")
        .text_opt("withdrawn_why")
        .unique(&["kind", "number"])
        .unique(&["kind", "name"])
}
