//! Processes in sight (E12, S21): each stay of a matter in a step, in the hands of a team. Stays of before this table are read from the
//! matters' feeds by care's own turn.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m042_stays"
    }
}

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

/// A row says where the matter was and where it went from there, so that a map is one grouped reading of one table. step: a lane,
/// or `returned`; from_step: the step before, `start` or `closed`; to_step: a step or `closed`, none while it stays. nth: which time
/// it is in this step. position: which stay of the matter. handed: 1 when it went to another team. days: whole days by the
/// calendar of Finland.
fn table() -> T {
    T::new("matter_stay")
        .id()
        .uuid("matter_id")
        .int("position")
        .text("register")
        .text("service_task")
        .uuid("team_id")
        .text("step")
        .int("nth")
        .text("from_step")
        .ts("entered_at")
        .date("entered_on")
        .ts_opt("left_at")
        .date_opt("left_on")
        .int_opt("days")
        .text_opt("to_step")
        .int("handed")
        .unique(&["matter_id", "position"])
        .fk("matter_id", "matter")
}

const INDEXES: [&str; 4] = [
    // Read in the order it is grouped in, without the rows: the map of a county.
    "CREATE INDEX matter_stay__left ON matter_stay (step, to_step, handed, days, left_on, nth, service_task, team_id) \
     WHERE left_on IS NOT NULL",
    "CREATE INDEX matter_stay__entered ON matter_stay (step, from_step, entered_on, service_task, team_id)",
    // What waits now.
    "CREATE INDEX matter_stay__waits ON matter_stay (team_id, service_task, step, entered_on) WHERE left_on IS NULL",
    // A team's map.
    "CREATE INDEX matter_stay__team ON matter_stay (team_id, left_on)",
];
