//! National structures found by family, type and subject; code sets by version.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m006_structures"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What a catalogue shows without reading half a megabyte of schema. Empty for a structure loaded before this step until
        // it is loaded again; its object identifier stands for its family meanwhile.
        for column in ["family", "document_type", "subject"] {
            let alter =
                Table::alter().table(Alias::new("structure")).add_column(ColumnDef::new(Alias::new(column)).text().null()).to_owned();
            manager.alter_table(alter).await?;
        }
        // A version of a national code set. `linked`: only the codes that structures mention are known, under an empty version.
        T::new("code_set")
            .id()
            .text("oid")
            .text("set_version")
            .text("state")
            .text("name_fi")
            .text_opt("name_sv")
            .text_opt("name_en")
            .text_opt("link")
            .text("source")
            .bytes("sha256")
            .ts("loaded_at")
            .unique(&["oid", "set_version"])
            .create(manager)
            .await?;
        T::new("code")
            .uuid("code_set_id")
            .text("code")
            .int("position")
            .text("label_fi")
            .text_opt("label_sv")
            .text_opt("label_en")
            // Code and labels in small letters, for the search.
            .text("search")
            .date_opt("valid_from")
            .date_opt("valid_to")
            .primary(&["code_set_id", "code"])
            .fk("code_set_id", "code_set")
            .create(manager)
            .await
    }
}
