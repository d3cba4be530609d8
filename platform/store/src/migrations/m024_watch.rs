//! Misuse found: who of the staff is whom as a client, who is in the news, what the rules over the access log raised, the words said
//! of it, and how far the log has been read.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m024_watch"
    }
}

fn tables() -> [T; 7] {
    [
        // A professional's own identity as a client: their hetu, sealed, and its blind index, so that the row tells nobody whether they
        // are a client. `blind_before`: by the key before, while the node's key changes. Ended, never removed by hand.
        T::new("own_identity")
            .id()
            .uuid("professional_id")
            .bytes("sealed")
            .bytes("blind")
            .bytes_opt("blind_before")
            .uuid_opt("set_by")
            .ts("set_at")
            .uuid_opt("ended_by")
            .ts_opt("ended_at")
            .index(&["professional_id"])
            .index(&["blind"])
            .index(&["blind_before"]),
        // Whom the news are about, the same way. Both days included.
        T::new("news_mark")
            .id()
            .bytes("sealed")
            .bytes("blind")
            .bytes_opt("blind_before")
            .text("label")
            .date("from_on")
            .date("to_on")
            .uuid_opt("set_by")
            .ts("set_at")
            .uuid_opt("ended_by")
            .ts_opt("ended_at")
            .index(&["blind"])
            .index(&["blind_before"]),
        // What the rules raised. One that is about how many were opened is about no one client. state: waiting | asked |
        // answered | settled; severity: 1 minor, 2 notable, 3 serious.
        T::new("watch_review")
            .id()
            .uuid_opt("client_id")
            .scope()
            .uuid("professional_id")
            .uuid_opt("unit_id")
            .text("rule")
            .text("rule_version")
            .int("severity")
            .flag("tied")
            .date("looked_on")
            .ts("raised_at")
            .date("due_on")
            .int_opt("clients")
            .float_opt("ordinary")
            .text("state")
            .flag("settled")
            .text_opt("outcome")
            .int("version")
            .unique(&["client_id", "id"])
            .index(&["settled", "id"])
            .index(&["professional_id", "settled"]),
        // The log lines it rests on. Their own text is the log's.
        T::new("watch_evidence")
            .uuid("review_id")
            .uuid("log_id")
            .primary(&["review_id", "log_id"])
            .fk("review_id", "watch_review")
            .index(&["log_id"]),
        // What was asked, answered and decided; each word stays. kind: asked | explained | decided.
        T::new("watch_word")
            .id()
            .uuid("review_id")
            .text("kind")
            .text_opt("outcome")
            .text("words")
            .uuid("by_id")
            .ts("at")
            .fk("review_id", "watch_review")
            .index(&["review_id"]),
        // How many clients each professional opened on a day.
        T::new("watch_day")
            .uuid("professional_id")
            .date("day_on")
            .text("role")
            .int("clients")
            .primary(&["professional_id", "day_on"])
            .index(&["role", "day_on"]),
        // How far each reading has come: a number of the sealed log, or an instant.
        T::new("watch_cursor").text("name").big("leaf").ts_opt("reached_at").primary(&["name"]),
    ]
}

/// At most one open review of a viewer, a client, a rule and a day, whoever raises it.
const ONE_OPEN: [&str; 2] = [
    "CREATE UNIQUE INDEX watch_review__one_open ON watch_review (professional_id, rule, looked_on, client_id) WHERE NOT settled AND client_id IS NOT NULL",
    "CREATE UNIQUE INDEX watch_review__one_open_day ON watch_review (professional_id, rule, looked_on) WHERE NOT settled AND client_id IS NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        for index in ONE_OPEN {
            manager.get_connection().execute_unprepared(index).await?;
        }
        // What was opened on a day is asked once it has had its time.
        let mut opened = Index::create();
        opened.name("register_opening__opened_at").table(Alias::new("register_opening")).col(Alias::new("opened_at"));
        manager.create_index(opened).await
    }
}
