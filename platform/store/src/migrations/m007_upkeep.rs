//! What an administrator keeps: roles and powers of decision with validity, the queue of jobs, fault reports, notices of
//! the service's state, what a token was last used for.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m007_upkeep"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        for sql in MOVED {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        for change in changes() {
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<T> {
    vec![
        // What a professional is, from a day to a day; one role a day. `valid_to` is the last valid day.
        T::new("staff_role")
            .id()
            .uuid("professional_id")
            .text("role")
            .date("valid_from")
            .date_opt("valid_to")
            .index(&["professional_id", "valid_from"])
            .fk("professional_id", "professional"),
        // The power of decision (päätösvalta), by which decision of the organiser it was given.
        T::new("decision_power")
            .id()
            .uuid("professional_id")
            .text_opt("basis")
            .date("valid_from")
            .date_opt("valid_to")
            .index(&["professional_id", "valid_from"])
            .fk("professional_id", "professional"),
        // Work to be done once, at least: claimed with a lease, tried again with back-off, dead after so many attempts.
        // The payload holds ids and codes only.
        T::new("job")
            .id()
            .text("kind")
            .text_opt("key")
            .json("payload")
            .text("state")
            .int("attempts")
            .int("max_attempts")
            .int("replays")
            .ts("run_at")
            .uuid_opt("lease")
            .ts_opt("lease_until")
            .text_opt("last_error")
            .uuid_opt("created_by")
            .ts("created_at")
            .ts("updated_at")
            .ts_opt("finished_at")
            .unique(&["kind", "key"])
            .index(&["state", "run_at"])
            .index(&["state", "lease_until"]),
        // A fault as somebody told of it. The words are theirs and can name people, so they are read by a proof.
        T::new("fault_report")
            .id()
            .text("reporter_kind")
            .uuid("reporter_id")
            .text("page")
            .text("words")
            .text_opt("program")
            .text("state")
            .text_opt("answer")
            .uuid_opt("answered_by")
            .ts_opt("answered_at")
            .ts("reported_at")
            .versioned()
            .index(&["state", "reported_at"])
            .index(&["reporter_id", "reported_at"]),
        // Told to everyone on top of every page from its beginning to its end.
        T::new("service_notice")
            .id()
            .text("level")
            .text("text_fi")
            .text_opt("text_sv")
            .text_opt("text_en")
            .ts("begins_at")
            .ts_opt("ends_at")
            .uuid_opt("created_by")
            .versioned()
            .index(&["ends_at"]),
    ]
}

/// Existing professionals keep their role and power from the day their employment began; the columns that said so without
/// a date go, so that nobody reads them by mistake. A first row takes the professional's own id: ids are made by the
/// program, and a migration has none to make.
const MOVED: &[&str] = &[
    "INSERT INTO staff_role (id, professional_id, role, valid_from, valid_to) SELECT id, id, role, valid_from, valid_to FROM professional",
    "INSERT INTO decision_power (id, professional_id, valid_from, valid_to) SELECT id, id, valid_from, valid_to FROM professional WHERE can_decide",
];

/// New columns of older tables; SQLite takes one change a statement.
fn changes() -> Vec<TableAlterStatement> {
    let add = |table: &'static str, column: &mut ColumnDef| Table::alter().table(Alias::new(table)).add_column(column).to_owned();
    let drop =
        |table: &'static str, column: &'static str| Table::alter().table(Alias::new(table)).drop_column(Alias::new(column)).to_owned();
    let col = |name: &'static str| ColumnDef::new(Alias::new(name));
    vec![
        drop("professional", "role"),
        drop("professional", "can_decide"),
        add("organisation", col("version").integer().not_null().default(1)),
        add("unit", col("version").integer().not_null().default(1)),
        add("unit", col("part_of").uuid().null()),
        add("team", col("version").integer().not_null().default(1)),
        add("api_token", col("last_used_at").timestamp_with_time_zone().null()),
        add("api_token", col("created_by").uuid().null()),
    ]
}
