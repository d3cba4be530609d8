//! The schema as it is, and the conventions it keeps. `PUNOS_DUMP_SCHEMA=1 cargo test -p store --test schema` writes the
//! dumps anew; the change is then seen in review.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)] // a test says no by panicking

use std::collections::BTreeMap;

use store::sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use store::{CLIENT_TABLES, both, sql};

/// table → column → "type null|not null"
type Tables = BTreeMap<String, BTreeMap<String, String>>;

async fn tables(conn: &impl ConnectionTrait) -> Tables {
    let text = match conn.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT m.name AS t, c.name AS c, c.type AS ty, CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 'not null' ELSE 'null' END AS n \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT table_name AS t, column_name AS c, data_type AS ty, CASE WHEN is_nullable = 'YES' THEN 'null' ELSE 'not null' END AS n \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let mut tables = Tables::new();
    for row in sql::rows(conn, text, []).await.unwrap() {
        let get = |c: &str| row.try_get::<String>("", c).unwrap();
        if get("t") != "seaql_migrations" {
            tables.entry(get("t")).or_default().insert(get("c"), format!("{} {}", get("ty"), get("n")));
        }
    }
    tables
}

async fn indexes(conn: &impl ConnectionTrait) -> Vec<String> {
    let text = match conn.get_database_backend() {
        DbBackend::Sqlite => "SELECT sql AS d FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
        _ => "SELECT indexdef AS d FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'seaql_migrations' ORDER BY indexname",
    };
    sql::rows(conn, text, []).await.unwrap().iter().map(|r: &QueryResult| r.try_get("", "d").unwrap()).collect()
}

both!(
    async fn is_the_dumped_one(db: TestDb) {
        let master = db.take_master();
        let reader = db.db.reader(&master);
        let mut dump = String::new();
        for (table, columns) in tables(&reader).await {
            dump += &format!("{table}\n");
            for (column, kind) in columns {
                dump += &format!("  {column} {kind}\n");
            }
        }
        for index in indexes(&reader).await {
            dump += &format!("{index}\n");
        }
        let name = if db.db.backend() == DbBackend::Sqlite { "sqlite" } else { "postgres" };
        let path = format!("{}/schema/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("PUNOS_DUMP_SCHEMA").is_some() {
            std::fs::write(&path, &dump).unwrap();
        }
        let kept = std::fs::read_to_string(&path).expect("the dumped schema; PUNOS_DUMP_SCHEMA=1 writes it");
        assert!(kept == dump, "the schema differs from {path}; look at the change and dump it anew with PUNOS_DUMP_SCHEMA=1");
    }
);

/// Tables about clients whose rows several share: they carry no `client_id` but a join table does, or hang on such a row; and
/// words of people that may name a client.
const SHARED: &[&str] = &[
    "appointment_person",
    "matter",
    "matter_need",
    "matter_stay",
    "matter_step",
    "clock",
    "document",
    "document_version",
    "attachment_content",
    "rights_copy_content",
    "source_key",
    "fault_report",
    "accessibility_feedback",
    "undoable",
    "watch_evidence",
    "watch_word",
];

both!(
    async fn keeps_the_conventions(db: TestDb) {
        let master = db.take_master();
        let tables = tables(&db.db.reader(&master)).await;
        for (table, columns) in &tables {
            let client = columns.contains_key("client_id") && table != "event";
            assert_eq!(
                client || SHARED.contains(&table.as_str()) || table == "client",
                CLIENT_TABLES.contains(&table.as_str()),
                "{table}: CLIENT_TABLES must name what holds clients' data"
            );
            // Every item of client data says where it belongs; join tables and the log speak of rows that do.
            let joins = [
                "matter_client",
                "document_client",
                "client_name_key",
                "access_log",
                "access_log_client",
                "source_resource",
                "pending_reference",
            ];
            if (client && !joins.contains(&table.as_str())) || ["client", "matter", "document"].contains(&table.as_str()) {
                for column in ["controller", "register", "service_task", "catalogue_row"] {
                    assert!(columns.get(column).is_some_and(|k| k.ends_with("not null")), "{table}.{column}");
                }
            }
            for (column, kind) in columns {
                assert!(column.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{table}.{column}");
                if column.ends_with("_at") && column != "meta" {
                    assert!(kind.contains("timestamp"), "{table}.{column} is an instant: {kind}");
                }
                if column.ends_with("_on") {
                    assert!(kind.contains("date"), "{table}.{column} is a local date: {kind}");
                }
                if column == "id" || column.ends_with("_id") {
                    let known = column == "business_id";
                    assert!(known || kind.contains("uuid"), "{table}.{column} is a key: {kind}");
                }
                assert!(!kind.contains("real") || kind.contains("double"), "{table}.{column}: no floats for money");
            }
            if columns.contains_key("version") && columns.contains_key("updated_at") && table != "source_resource" {
                assert!(columns.contains_key("created_at"), "{table} is versioned and says when it was made");
            }
        }
    }
);
