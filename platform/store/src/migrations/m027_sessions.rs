//! When a session was last used, so that one nobody uses ends.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m027_sessions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut seen = ColumnDef::new(Alias::new("seen_at"));
        seen.timestamp_with_time_zone().null();
        manager.alter_table(Table::alter().table(Alias::new("session")).add_column(&mut seen).to_owned()).await
    }
}
