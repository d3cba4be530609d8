//! What finished national documents mean in the rooms: payment commitments, the client's permits and denials of disclosure, and
//! the document that a note was read from. And which structures use which code sets, and what imports of them have told.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m015_national"
    }
}

fn tables() -> [T; 4] {
    [
        // The service is named by the nation's code and its words as the document has them.
        T::new("payment_commitment")
            .owned()
            .uuid("matter_id")
            .uuid("document_id")
            .text("recipient")
            .text_opt("service_code")
            .text_opt("service_words")
            .text_opt("content")
            .big_opt("max_cents")
            .text_opt("terms")
            .date_opt("valid_from")
            .date_opt("valid_to")
            .date("issued_on")
            .uuid("recorded_by")
            .ts("recorded_at")
            .index(&["client_id", "recorded_at"])
            .index(&["matter_id"])
            .unique(&["document_id", "client_id"]),
        // What the client has said of disclosure, as it was written down. Nothing is opened or closed by it.
        // kind: permit | denial; level: all | controller | service_task | document.
        T::new("disclosure_choice")
            .owned()
            .uuid("matter_id")
            .uuid("document_id")
            .text("kind")
            .text("level")
            .text_opt("subject_code")
            .text_opt("subject_words")
            .date_opt("given_on")
            .flag("by_representative")
            .uuid("recorded_by")
            .ts("recorded_at")
            // When a later document of the same kind took its place.
            .ts_opt("replaced_at")
            .uuid_opt("replaced_by")
            .index(&["client_id", "kind"])
            .index(&["matter_id"])
            .index(&["document_id"]),
        // The code sets a structure's fields use. Written when the structure is loaded, also again with the same content.
        T::new("structure_code_set")
            .uuid("structure_id")
            .text("oid")
            .primary(&["structure_id", "oid"])
            .index(&["oid"])
            .fk("structure_id", "structure"),
        // What an import of structures or code sets did. kind: structures | codes.
        T::new("national_import").id().text("kind").ts("at").int("imported").int("unchanged").int("refused").json("report").index(&["at"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        let note = Table::alter().table(Alias::new("note")).add_column(ColumnDef::new(Alias::new("document_id")).uuid().null()).to_owned();
        manager.alter_table(note).await
    }
}
