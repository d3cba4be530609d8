//! What clients say of their data (tahdonilmaisut): permits and denials of disclosure, biobank consent, consent to assessment and
//! guidance without a care relation; and that they were told first. Permits that stood in a table of their own move here.

use sea_orm_migration::prelude::*;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m023_will"
    }
}

fn tables() -> [T; 3] {
    [
        // kind: permit | denial | biobank | guidance; level: all | controller | service_task | document. The scope's register is the
        // one whose data it is about; a denial of one task has that task. Rows are ended, never changed or removed by hand.
        T::new("will_expression")
            .owned()
            .text("code")
            .text("kind")
            .text("level")
            .uuid_opt("document_id")
            // Of a denial: the data may be used in an emergency all the same.
            .flag("emergency_ok")
            .text("given_by")
            .text("channel")
            .ts("informed_at")
            .uuid_opt("informing_id")
            // Version of the rules whose words were told; empty for what was recorded before they were kept.
            .text_opt("text_version")
            .uuid_opt("recorded_by")
            .ts("valid_from")
            .ts_opt("withdrawn_at")
            .text_opt("withdrawn_kind")
            .uuid_opt("withdrawn_by")
            .index(&["client_id", "withdrawn_at"]),
        // What a denial of one document reaches: the document, and what was made of it.
        T::new("denied_object").owned().uuid("expression_id").uuid("object_id").index(&["expression_id"]),
        // That a client was told of a kind: which words, by whom (empty: read by the client on their own pages), how.
        T::new("will_informing")
            .owned()
            .text("code")
            .text("text_version")
            .text("channel")
            .uuid_opt("informed_by")
            .ts("informed_at")
            .index(&["client_id", "code"]),
    ]
}

const MOVED: &str = "INSERT INTO will_expression (id, client_id, controller, register, service_task, catalogue_row, code, kind, level, \
     emergency_ok, given_by, channel, informed_at, recorded_by, valid_from, withdrawn_at) \
     SELECT id, client_id, controller, register, service_task, catalogue_row, 'permit_' || register, 'permit', 'all', FALSE, given_by, \
     'in_person', informed_at, recorded_by, valid_from, withdrawn_at FROM disclosure_permit";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        manager.get_connection().execute_unprepared(MOVED).await?;
        manager.drop_table(Table::drop().table(Alias::new("disclosure_permit")).to_owned()).await?;
        // Whether a ground reaches what the client has denied: passes | stops | if_allowed. Empty for openings before this.
        let mut column = ColumnDef::new(Alias::new("past_denials"));
        let change = Table::alter().table(Alias::new("register_opening")).add_column(column.text().null()).to_owned();
        manager.alter_table(change).await
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{Database, DatabaseConnection, Value};
    use uuid::Uuid;

    use super::super::Migrations;
    use super::*;
    use crate::sql;

    /// What a county had before this step is in force after it, and what was withdrawn stays so.
    async fn permits_move(conn: &DatabaseConnection) {
        let before = Migrations::migrations().iter().position(|m| m.name() == "m023_will").unwrap();
        Migrations::up(conn, Some(before as u32)).await.unwrap();
        let at: chrono::DateTime<chrono::Utc> = "2026-11-01T10:00:00Z".parse().unwrap();
        let text = "INSERT INTO disclosure_permit (id, client_id, controller, register, service_task, catalogue_row, given_by, informed_at, \
                    valid_from, withdrawn_at) VALUES ($1, $1, $1, $2, $3, 1, 'guardian', $4, $4, $5)";
        for (register, task, ended) in [("patient", "health", None), ("social", "older_people", Some(at))] {
            let values: [Value; 5] = [Uuid::now_v7().into(), register.into(), task.into(), at.into(), ended.into()];
            sql::exec(conn, text, values).await.unwrap();
        }
        Migrations::up(conn, None).await.unwrap();
        let rows = sql::rows(conn, "SELECT * FROM will_expression ORDER BY code", []).await.unwrap();
        let word = |at: usize, name: &str| rows[at].try_get::<String>("", name).unwrap();
        let ended = |at: usize| rows[at].try_get::<Option<chrono::DateTime<chrono::Utc>>>("", "withdrawn_at").unwrap();
        assert_eq!((rows.len(), word(0, "code"), word(1, "code")), (2, "permit_patient".into(), "permit_social".into()));
        assert_eq!((word(0, "kind"), word(0, "level"), word(0, "given_by")), ("permit".into(), "all".into(), "guardian".into()));
        assert_eq!((ended(0), ended(1)), (None, Some(at)));
        assert!(!rows[0].try_get::<bool>("", "emergency_ok").unwrap());
    }

    #[tokio::test]
    async fn permits_move_on_sqlite() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", dir.path().join("test.db").display());
        permits_move(&Database::connect(url).await.unwrap()).await;
    }

    #[tokio::test]
    async fn permits_move_on_postgres() {
        let server = std::env::var("PUNOS_TEST_POSTGRES").expect("PUNOS_TEST_POSTGRES names a PostgreSQL server");
        let name = format!("t_{}", Uuid::now_v7().simple());
        Database::connect(&server).await.unwrap().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (root, _) = server.rsplit_once('/').unwrap();
        permits_move(&Database::connect(format!("{root}/{name}")).await.unwrap()).await;
    }
}
