//! Restrictions that hold, ties one makes oneself, one's own sessions.
//!
//! Restrictions that hold: lists leave out by them, so they are found by what they restrict. What took the place of what was wrong was
//! never written down by anybody: a request does not name it.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m030_restrictions_hold"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (restriction, request) = (Alias::new("rights_restriction"), Alias::new("rights_request"));
        let mut things = Index::create();
        things.name("rights_restriction__lifted_at_object_id").table(restriction).col(Alias::new("lifted_at")).col(Alias::new("object_id"));
        manager.create_index(things).await?;
        // Lists leave out the viewer's colleagues: those who work in the same unit.
        let mut unit = Index::create();
        unit.name("professional__unit_id").table(Alias::new("professional")).col(Alias::new("unit_id"));
        manager.create_index(unit).await?;
        // A tie that the sender of a matter made themself is asked for once it has had its time.
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX care_relation__sent ON care_relation (valid_from) WHERE basis = 'sender'")
            .await?;
        // What kind of browser a session was begun with, for its owner to know it by.
        let mut device = ColumnDef::new(Alias::new("device"));
        device.text().null();
        manager.alter_table(Table::alter().table(Alias::new("session")).add_column(&mut device).to_owned()).await?;
        manager.alter_table(Table::alter().table(request).drop_column(Alias::new("new_object_id")).to_owned()).await
    }
}
