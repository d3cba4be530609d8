//! Plans made from templates (U5): which template, version and variant a plan began with, and the routine acts it made.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m048_templates"
    }
}

fn tables() -> [T; 2] {
    [
        // anchor: plan_start | discharge | referral; state: open | ended; end_reason: a code; `agreed`: the client has agreed that what is
        // asked of another register is told there.
        T::new("plan_template_use")
            .owned()
            .uuid("plan_id")
            .text("template")
            .int("template_version")
            .text("rules_version")
            .text_opt("variant")
            .text("anchor")
            .date("anchor_on")
            .uuid("team_id")
            .uuid_opt("handler_id")
            .uuid_opt("matter_id")
            .flag("agreed")
            .text("state")
            .date("started_on")
            .date_opt("ended_on")
            .text_opt("end_reason")
            .versioned()
            .unique(&["plan_id"])
            .index(&["client_id", "state"])
            .index(&["team_id", "state"])
            .index(&["template", "template_version"]),
        // kind: visit | measure | review | contact | request; state: open | done | missed | left. `code`: the measure, or the kind of request;
        // `found_id`: the measurement or the request by which it was found done.
        T::new("plan_template_act")
            .owned()
            .uuid("use_id")
            .uuid("plan_id")
            .text("act")
            .text("name")
            .int("nth")
            .text("kind")
            .text_opt("code")
            .text_opt("to_team")
            .text("whose")
            .date("due_on")
            // It is in time when it is done by this day, by the rules the plan was made with.
            .date("kept_until")
            .text("state")
            .date_opt("done_on")
            .uuid_opt("by_id")
            .text_opt("reason")
            .text_opt("found_item")
            .uuid_opt("found_id")
            .uuid("team_id")
            .uuid_opt("handler_id")
            .versioned()
            .unique(&["use_id", "act", "nth"])
            .index(&["team_id", "state", "due_on"])
            .index(&["kind", "state", "due_on"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A plan of a template stands beside the client's plan of the same task: neither takes the other's place.
        let template = ColumnDef::new(Alias::new("template")).text().null().to_owned();
        manager.alter_table(Table::alter().table(Alias::new("plan")).add_column(template).to_owned()).await?;
        for table in tables() {
            table.create(manager).await?;
        }
        Ok(())
    }
}
