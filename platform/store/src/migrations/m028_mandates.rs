//! Acting for another: mandates fetched from Suomi.fi, invitations of a close person, the minor's own right, and who acts for whom in a
//! session, in a line of the log and in what was made.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m028_mandates"
    }
}

fn tables() -> Vec<T> {
    vec![
        // An answer of the national register: the client is whom it lets another act for. Short-lived, asked again at each start.
        T::new("mandate")
            .owned()
            .uuid("actor_id")
            .text("issue")
            .ts("fetched_at")
            .ts("valid_until")
            .ts_opt("ended_at")
            .index(&["actor_id", "ended_at"]),
        // A person who has gone to the national register and not come back; known by hashes alone.
        T::new("mandate_departure")
            .bytes("state_hash")
            .bytes("session_hash")
            .text("register_session")
            .ts("expires_at")
            .primary(&["state_hash"]),
        // The client invites: until they answer, the invited is known by the code the client gave, sealed, and its keyed hash.
        // state: waiting | accepted | declined | ended; ended_side: client | invited
        T::new("invitation")
            .owned()
            .text("invited_name")
            .bytes_opt("sealed")
            .bytes_opt("invited_blind")
            .uuid_opt("invited_id")
            .text("groups")
            .date("valid_until")
            .text("state")
            .ts("made_at")
            .ts_opt("answered_at")
            .ts_opt("ended_at")
            .text_opt("ended_side")
            .index(&["invited_blind"])
            .index(&["invited_id", "state"]),
        // THL 1.2.246.537.5.40202: whether guardians are given the minor's data; of one matter, or of the row's register.
        T::new("minor_right")
            .owned()
            .text("code")
            .uuid_opt("matter_id")
            .ts("recorded_at")
            .uuid_opt("recorded_by")
            .ts_opt("ended_at")
            .uuid_opt("ended_by")
            .index(&["client_id", "ended_at"]),
        // What somebody did acting for the client: which thing, who, and by what.
        T::new("acted").owned().text("object_kind").uuid("object_id").uuid("actor_id").text("ground").ts("at").index(&["object_id"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        let mut columns = Vec::new();
        for (name, kind) in [("acting_for", "uuid"), ("acting_ground", "text"), ("acting_ref", "uuid"), ("acting_since", "ts")] {
            let mut column = ColumnDef::new(Alias::new(name));
            match kind {
                "uuid" => column.uuid(),
                "text" => column.text(),
                _ => column.timestamp_with_time_zone(),
            };
            column.null();
            columns.push(("session", column));
        }
        let mut acting = ColumnDef::new(Alias::new("acting"));
        acting.text().null();
        columns.push(("access_log", acting));
        for (table, mut column) in columns {
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }
}
