//! Identity tokens of the log-in provider stood in the open in `session`. They are sealed by the session's own key from now on; those that
//! were kept before are forgotten: their sessions are ended at this node only.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m037_id_tokens"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("UPDATE session SET id_token = NULL WHERE id_token IS NOT NULL").await?;
        Ok(())
    }
}
