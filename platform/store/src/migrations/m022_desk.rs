//! The index a desk is read from: a team's open matters and its lately closed ones, with all that its figures and its order
//! need, so that neither goes to the matters themselves.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m022_desk"
    }
}

const COLUMNS: [&str; 11] =
    ["team_id", "state", "closed_at", "lane", "next_due_on", "initiated_on", "handler_id", "paused", "register", "service_task", "id"];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for narrower in ["matter__team_id_state_lane_next_due_on", "matter__team_id_closed_at"] {
            manager.drop_index(Index::drop().name(narrower).table(Alias::new("matter")).to_owned()).await?;
        }
        let mut desk = Index::create();
        desk.name("matter__desk").table(Alias::new("matter"));
        for column in COLUMNS {
            desk.col(Alias::new(column));
        }
        manager.create_index(desk).await
    }
}
