//! What is done about a decision: a request for review, a correction by the authority itself, an appeal to a court; and the
//! decision's own words of it: which remedy it has, whether it is in force, which decision it takes the place of.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m018_remedies"
    }
}

fn tables() -> [T; 3] {
    [
        // `arrived_on` is the day it reached the authority; `late` is kept as it was then. The organ's name stays with the row.
        T::new("review_request")
            .owned()
            .uuid("matter_id")
            .uuid("decision_id")
            .text("state")
            .text("channel")
            .date("arrived_on")
            .flag("late")
            .text("words")
            .uuid_opt("recorded_by")
            .json("authority")
            .text("rule")
            .text("rule_version")
            .uuid_opt("taken_by")
            .ts_opt("taken_at")
            .text_opt("outcome")
            .text_opt("reasons")
            .uuid_opt("decided_by")
            .ts_opt("decided_at")
            .uuid_opt("new_decision_id")
            .text_opt("sent_by_channel")
            .date_opt("deemed_received_on")
            .date_opt("appeal_until")
            .json_opt("appeal_to")
            .text_opt("appeal_rule_version")
            .versioned()
            .index(&["matter_id", "state"])
            .index(&["decision_id"])
            .fk("decision_id", "decision"),
        T::new("decision_correction")
            .owned()
            .uuid("matter_id")
            .uuid("decision_id")
            .text("kind")
            .text_opt("ground")
            .text("error")
            .text("effect")
            .text_opt("consent")
            .text_opt("unheard_reason")
            .uuid("corrected_by")
            .ts("corrected_at")
            .uuid("new_decision_id")
            .index(&["matter_id"])
            .index(&["decision_id"])
            .fk("decision_id", "decision"),
        T::new("decision_appeal")
            .owned()
            .uuid("matter_id")
            .uuid("decision_id")
            .text("court")
            .text_opt("reference")
            .date("made_on")
            .text("state")
            .text_opt("outcome")
            .date_opt("decided_on")
            .text_opt("note")
            .uuid("recorded_by")
            .versioned()
            .index(&["matter_id", "state"])
            .index(&["decision_id"])
            .fk("decision_id", "decision"),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        let columns = |table: &'static str, columns: Vec<(&'static str, ColumnType)>| {
            columns.into_iter().map(move |(name, kind)| {
                let mut column = ColumnDef::new_with_type(Alias::new(name), kind);
                Table::alter().table(Alias::new(table)).add_column(column.null()).to_owned()
            })
        };
        // `force`: suspended | replaced | annulled; in force when empty. `received_on`: the day the client is shown to have
        // received it. `remedy` and its version: the rule its instruction was read from.
        let decision = vec![
            ("replaces_id", ColumnType::Uuid),
            ("force", ColumnType::Text),
            ("received_on", ColumnType::Date),
            ("received_note", ColumnType::Text),
            ("remedy", ColumnType::Text),
            ("remedy_version", ColumnType::Text),
        ];
        // What a clock is about, when a matter has several of a kind: a decision, a review.
        let clock = vec![("about_id", ColumnType::Uuid)];
        for change in columns("decision", decision).chain(columns("clock", clock)) {
            manager.alter_table(change).await?;
        }
        let mut replaces = Index::create();
        replaces.name("decision__replaces_id").table(Alias::new("decision")).col(Alias::new("replaces_id"));
        manager.create_index(replaces).await?;
        // A pause that ends by its date is looked for by the timer.
        let mut paused = Index::create();
        paused.name("clock__state_pause_until").table(Alias::new("clock")).col(Alias::new("state")).col(Alias::new("pause_until"));
        manager.create_index(paused).await
    }
}
