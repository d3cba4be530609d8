//! Who told and who ended what is known of the people around a client, so that it can be corrected and taken back; where an
//! attachment stands with the scanner.

use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m014_letters"
    }
}

/// New columns of older tables; SQLite takes one change a statement.
fn changes() -> Vec<TableAlterStatement> {
    let add = |table: &'static str, column: &mut ColumnDef| Table::alter().table(Alias::new(table)).add_column(column).to_owned();
    let col = |name: &'static str| ColumnDef::new(Alias::new(name));
    let mut all = Vec::new();
    for table in ["contact_detail", "close_one"] {
        all.push(add(table, col("recorded_by").uuid().null()));
        // The row this one corrects; that one is ended with `end_kind` corrected.
        all.push(add(table, col("replaces").uuid().null()));
        all.push(add(table, col("ended_by").uuid().null()));
        // ended · corrected · undone
        all.push(add(table, col("end_kind").text().null()));
    }
    // waiting · clean · infected · unchecked: what came before a scanner was in use.
    all.push(add("attachment", col("scan_state").text().not_null().default("unchecked")));
    all.push(add("attachment", col("scan_found").text().null()));
    all.push(add("attachment", col("scanned_at").timestamp_with_time_zone().null()));
    all
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for change in changes() {
            manager.alter_table(change).await?;
        }
        // Who lives at the same address.
        let home = Index::create()
            .name("contact_detail__value_type")
            .table(Alias::new("contact_detail"))
            .col(Alias::new("value"))
            .col(Alias::new("type"))
            .to_owned();
        manager.create_index(home).await?;
        Ok(())
    }
}
