//! Identity tokens of the log-in provider, and what the data protection officer finds of an opening that was judged a misuse.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m037_trust"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // finding: no_misuse | guidance | reported; reported_to: whom it was reported to, with the words that say so.
        for (table, column) in [("opening_review", "finding"), ("opening_verdict", "reported_to")] {
            let mut column = ColumnDef::new(Alias::new(column));
            column.text().null();
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        // Her work list: misuses, with a finding or without.
        let list = "CREATE INDEX opening_review__misuse ON opening_review (id) WHERE outcome = 'misuse'";
        manager.get_connection().execute_unprepared(list).await?;
        // The identity token stood here in the open. It is sealed by the session's own key from now on; one that was kept before is
        // forgotten, and its session is then ended at this node only.
        manager.get_connection().execute_unprepared("UPDATE session SET id_token = NULL WHERE id_token IS NOT NULL").await?;
        Ok(())
    }
}
