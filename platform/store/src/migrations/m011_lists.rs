//! Views of lists, saved and shared; what can still be undone; what was done but not recorded and was set aside; the
//! follow-up of a plan's goals.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m011_lists"
    }
}

fn tables() -> [T; 5] {
    [
        // A view of a list: filters, columns and look. With `team_id` it is shared with the team; its owner keeps it.
        T::new("saved_view")
            .id()
            .uuid("owner_id")
            .text("screen")
            .uuid_opt("team_id")
            .text("name")
            .json("filter")
            .json_opt("columns")
            .text_opt("look")
            .versioned()
            .index(&["owner_id", "screen"])
            .index(&["team_id", "screen"]),
        // The view a professional's screen opens with.
        T::new("view_default").uuid("professional_id").text("screen").uuid("view_id").primary(&["professional_id", "screen"]),
        // The last thing done to a matter that can be taken back, until when, and how the matter was before it.
        T::new("undoable")
            .uuid("matter_id")
            .text("action")
            .uuid("actor_id")
            .ts("done_at")
            .ts("until_at")
            .int("version_after")
            .json("before")
            .primary(&["matter_id"])
            .fk("matter_id", "matter"),
        // A finding of the gap rules that somebody set aside, and why.
        T::new("gap_aside")
            .owned()
            .text("kind")
            .uuid("object_id")
            .text("rule_version")
            .text("reason")
            .uuid("set_by")
            .ts("set_at")
            .unique(&["kind", "object_id", "client_id"]),
        // How a goal of a plan stood when it was looked at together.
        T::new("goal_follow_up")
            .owned()
            .uuid("goal_id")
            .uuid("plan_id")
            .date("followed_on")
            .text("status")
            .int_opt("progress")
            .text_opt("note")
            .uuid("author_id")
            .ts("at")
            .index(&["goal_id", "followed_on"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        // One's saved filters become views of one's own.
        let db = manager.get_connection();
        db.execute_unprepared(
            "INSERT INTO saved_view (id, owner_id, screen, name, filter, version, created_at, updated_at) \
             SELECT id, professional_id, screen, name, filter, 1, created_at, created_at FROM saved_filter",
        )
        .await?;
        manager.drop_table(Table::drop().table(Alias::new("saved_filter")).to_owned()).await?;
        // Gaps are looked for among the work of one professional.
        let index = |table: &'static str, columns: &[&'static str]| {
            let mut index = Index::create();
            index.name(format!("{table}__{}", columns.join("_"))).table(Alias::new(table));
            for column in columns {
                index.col(Alias::new(*column));
            }
            index
        };
        manager.create_index(index("decision", &["decided_by", "decided_at"])).await?;
        manager.create_index(index("matter", &["handler_id", "closed_at"])).await
    }
}
