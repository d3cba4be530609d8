//! Registers opened by a named ground: what was opened at once, in an emergency or not, closed early; and the supervisor's look
//! at it afterwards.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m021_openings"
    }
}

fn tables() -> [T; 2] {
    [
        // One for each act of opening that another looks at afterwards. `outcome` is the latest verdict; empty while it waits.
        T::new("opening_review")
            .owned()
            .uuid("act_id")
            .uuid("professional_id")
            .uuid("unit_id")
            .ts("opened_at")
            .flag("emergency")
            // Whether the professional had any care relation to the client then.
            .flag("tied")
            .date_opt("due_on")
            .text("rule_version")
            .text_opt("outcome")
            .flag("settled")
            .int("version")
            .unique(&["act_id"])
            .index(&["settled", "due_on"])
            .index(&["unit_id"])
            .index(&["professional_id"]),
        // Each word said of it; none is changed.
        T::new("opening_verdict")
            .owned()
            .uuid("review_id")
            .text("outcome")
            .text("words")
            .uuid("by_id")
            .ts("at")
            .index(&["review_id"])
            .fk("review_id", "opening_review"),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        // Registers opened at once share an `act_id`. `emergency`: without regard to a care relation, after a warning.
        let columns = [
            ("act_id", ColumnType::Uuid),
            ("emergency", ColumnType::Boolean),
            ("reason_code", ColumnType::Text),
            ("closed_at", ColumnType::TimestampWithTimeZone),
        ];
        for (name, kind) in columns {
            let mut column = ColumnDef::new_with_type(Alias::new(name), kind);
            let change = Table::alter().table(Alias::new("register_opening")).add_column(column.null()).to_owned();
            manager.alter_table(change).await?;
        }
        let mut act = Index::create();
        act.name("register_opening__act_id").table(Alias::new("register_opening")).col(Alias::new("act_id"));
        manager.create_index(act).await
    }
}
