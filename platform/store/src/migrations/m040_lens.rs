//! What a measurement says of itself to whoever counts over many clients; where one that came from another system came from; the matter
//! an alert led to; goals in the client's own words.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m040_lens"
    }
}

/// severity: of the band, good | mild | moderate | severe. worse_by: by how much the score must change to be worse by more than an error
/// of measurement, with its sign; none when that is not known. Both by the definition the row was made with. Of what another system
/// sent: `source_system` and `source_id`, the resource it was made of, and `source_version`, the revision of it.
const TEXTS: [(&str, &str); 2] = [("measurement", "severity"), ("measurement", "source_system")];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name) in TEXTS {
            let mut column = ColumnDef::new(Alias::new(name));
            column.text().null();
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        let mut worse_by = ColumnDef::new(Alias::new("worse_by"));
        worse_by.double().null();
        let mut version = ColumnDef::new(Alias::new("source_version"));
        version.integer().null();
        for mut column in [worse_by, version] {
            manager.alter_table(Table::alter().table(Alias::new("measurement")).add_column(&mut column).to_owned()).await?;
        }
        for (table, name) in [("measurement", "source_id"), ("alert", "matter_id")] {
            let mut column = ColumnDef::new(Alias::new(name));
            column.uuid().null();
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        for table in goals() {
            table.create(manager).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

/// Goals in the client's own words. going: farther | same | closer; ended_how: reached | left.
fn goals() -> Vec<T> {
    vec![
        T::new("own_goal").owned().text("words").ts("set_at").ts_opt("ended_at").text_opt("ended_how"),
        T::new("own_goal_follow").owned().uuid("goal_id").text("going").text_opt("words").ts("at").index(&["goal_id"]),
    ]
}

const INDEXES: [&str; 2] = [
    // One measure of one client from one origin in its order: what followed what, without sorting the county.
    "CREATE INDEX measurement__series ON measurement (client_id, measure, origin, measured_at, id) WHERE ended_at IS NULL",
    // However often the same is sent, one of it is in force.
    "CREATE UNIQUE INDEX measurement__one_of_source ON measurement (source_system, source_id) WHERE source_id IS NOT NULL AND ended_at IS NULL",
];
