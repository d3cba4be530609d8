//! What the data protection officer finds of a look that was passed on to her; on what a minor's right rests.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m036_protection"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // finding: no_misuse | guidance | reported; reported_to: whom it was reported to, with the words that say so.
        // assessment: how the minor's ability to decide was judged, in a professional's words; ended_why: why what was recorded ended.
        let columns =
            [("watch_review", "finding"), ("watch_word", "reported_to"), ("minor_right", "assessment"), ("minor_right", "ended_why")];
        for (table, column) in columns {
            let mut column = ColumnDef::new(Alias::new(column));
            column.text().null();
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        // Her work list: what has been passed on, with a finding or without.
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX watch_review__passed_on ON watch_review (id) WHERE outcome = 'passed_on'")
            .await?;
        Ok(())
    }
}
