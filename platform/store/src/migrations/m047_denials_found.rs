//! A denied document is found by its own id: whoever counts over the county asks of each row whether it is one.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m047_denials_found"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("CREATE INDEX denied_object__object_id ON denied_object (object_id)").await?;
        Ok(())
    }
}
