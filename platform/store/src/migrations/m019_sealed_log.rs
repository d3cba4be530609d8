//! The access log sealed: a salt for each line, the lines that wait, the leaves and tiles of the tree, the signed checkpoints,
//! what was seen of other nodes' logs, and triggers that refuse any change of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use super::table::T;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m019_sealed_log"
    }
}

fn tables() -> Vec<T> {
    vec![
        // Lines that are in no tree yet; written with the line, taken away by the sealer.
        T::new("access_log_unsealed").uuid("log_id").primary(&["log_id"]),
        // One leaf a line, in the order of sealing. `hash` is RFC 6962's leaf hash; `mac` ties number, line and hash together
        // by a key the database does not have. A leaf outlives its line.
        T::new("access_log_leaf").big("leaf").uuid("log_id").bytes("hash").bytes("mac").primary(&["leaf"]).unique(&["log_id"]),
        // Roots of whole subtrees of 256 leaves (level 1), of 256 of those (level 2), and so on: what proofs are made from.
        T::new("access_log_tile").int("level").big("tile").bytes("hash").primary(&["level", "tile"]),
        // Signed notes. Of past hours only the last of each hour is kept; `hour` counts from 1970.
        T::new("log_checkpoint")
            .big("size")
            .bytes("root")
            .text("signed_note")
            .ts("sealed_at")
            .big("hour")
            .primary(&["size"])
            .index(&["hour"]),
        // There for as long as a removal at the end of retention takes: the triggers let lines older than this go.
        T::new("access_log_removal").id().ts("older_than"),
        // Another node's log as this node saw it last, and what that node says of this one's.
        T::new("watched_log")
            .text("address")
            .text("state")
            .text_opt("origin")
            .text_opt("log_key")
            .text_opt("witness_key")
            .big_opt("size")
            .bytes_opt("root")
            .text_opt("signed_note")
            .ts_opt("seen_at")
            .ts("tried_at")
            .text_opt("evidence")
            .ts_opt("fault_at")
            .big_opt("ours_size")
            .text_opt("ours_note")
            .ts_opt("ours_at")
            .primary(&["address"]),
    ]
}

/// Lines of before are sealed too; their salts are made here once.
fn salts(backend: DbBackend) -> [&'static str; 2] {
    let fill = match backend {
        DbBackend::Sqlite => "UPDATE access_log SET salt = randomblob(16)",
        _ => "UPDATE access_log SET salt = decode(replace(gen_random_uuid()::text, '-', ''), 'hex')",
    };
    [fill, "INSERT INTO access_log_unsealed (log_id) SELECT id FROM access_log"]
}

/// What is refused: any change of lines and leaves; removal of lines but by retention; removal of leaves.
fn triggers(backend: DbBackend) -> Vec<String> {
    let mut all = Vec::new();
    match backend {
        DbBackend::Sqlite => {
            let refuse = |table: &str, what: &str, when: &str| {
                format!(
                    "CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{table} is sealed: no {what}'); END"
                )
            };
            for table in ["access_log", "access_log_client", "access_log_leaf", "access_log_tile", "log_checkpoint"] {
                all.push(refuse(table, "update", ""));
            }
            for table in ["access_log_leaf", "access_log_tile"] {
                all.push(refuse(table, "delete", ""));
            }
            all.push(refuse("access_log", "delete", "WHEN NOT EXISTS (SELECT 1 FROM access_log_removal r WHERE OLD.at < r.older_than)"));
            all.push(refuse(
                "access_log_client",
                "delete",
                "WHEN NOT EXISTS (SELECT 1 FROM access_log_removal r JOIN access_log l ON l.id = OLD.log_id WHERE l.at < r.older_than)",
            ));
        }
        _ => {
            all.push(
                "CREATE OR REPLACE FUNCTION punos_log_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 RAISE EXCEPTION '% is sealed: no %', TG_TABLE_NAME, lower(TG_OP); END $$"
                    .to_owned(),
            );
            all.push(
                "CREATE OR REPLACE FUNCTION punos_log_line_goes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF EXISTS (SELECT 1 FROM access_log_removal r WHERE OLD.at < r.older_than) THEN RETURN OLD; END IF; \
                 RAISE EXCEPTION 'access_log is sealed: no delete'; END $$"
                    .to_owned(),
            );
            all.push(
                "CREATE OR REPLACE FUNCTION punos_log_client_goes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF EXISTS (SELECT 1 FROM access_log_removal r JOIN access_log l ON l.id = OLD.log_id WHERE l.at < r.older_than) \
                 THEN RETURN OLD; END IF; RAISE EXCEPTION 'access_log_client is sealed: no delete'; END $$"
                    .to_owned(),
            );
            let put = |table: &str, what: &str, rows: &str, function: &str| {
                format!("CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table} FOR EACH {rows} EXECUTE FUNCTION {function}()")
            };
            for table in ["access_log", "access_log_client", "access_log_leaf", "access_log_tile", "log_checkpoint"] {
                all.push(put(table, "update", "ROW", "punos_log_refuses"));
                all.push(put(table, "truncate", "STATEMENT", "punos_log_refuses"));
            }
            for (table, function) in [
                ("access_log", "punos_log_line_goes"),
                ("access_log_client", "punos_log_client_goes"),
                ("access_log_leaf", "punos_log_refuses"),
                ("access_log_tile", "punos_log_refuses"),
            ] {
                all.push(put(table, "delete", "ROW", function));
            }
        }
    }
    all
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            table.create(manager).await?;
        }
        let mut salt = ColumnDef::new(Alias::new("salt"));
        manager.alter_table(Table::alter().table(Alias::new("access_log")).add_column(salt.blob().null()).to_owned()).await?;
        let (conn, backend) = (manager.get_connection(), manager.get_database_backend());
        for sql in salts(backend) {
            conn.execute_unprepared(sql).await?;
        }
        for sql in triggers(backend) {
            conn.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
