//! The desk's index knows the situation too, so that a queue narrowed by it is counted without going to the matters.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m033_desk_situation"
    }
}

const COLUMNS: [&str; 12] = [
    "team_id",
    "state",
    "closed_at",
    "lane",
    "next_due_on",
    "initiated_on",
    "handler_id",
    "paused",
    "register",
    "service_task",
    "situation",
    "id",
];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("matter__desk").table(Alias::new("matter")).to_owned()).await?;
        let mut desk = Index::create();
        desk.name("matter__desk").table(Alias::new("matter"));
        for column in COLUMNS {
            desk.col(Alias::new(column));
        }
        manager.create_index(desk).await
    }
}
