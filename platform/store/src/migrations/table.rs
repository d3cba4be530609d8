//! A table in a few words. Types are chosen here once for both databases, so that a room's migration reads as a list of
//! columns and the conventions (checked by `tests/schema.rs`) are hard to miss.

use sea_orm_migration::prelude::*;

pub struct T {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
    bytewise: Vec<&'static str>,
}

fn col(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

macro_rules! types {
    ($($required:ident / $optional:ident => $method:ident),+ $(,)?) => { $(
        pub fn $required(mut self, name: &'static str) -> Self {
            self.table.col(col(name).$method().not_null());
            self
        }
        pub fn $optional(mut self, name: &'static str) -> Self {
            self.table.col(col(name).$method().null());
            self
        }
    )+ };
}

#[allow(dead_code)] // a column type no table uses yet is still part of the vocabulary
impl T {
    pub fn new(name: &'static str) -> Self {
        Self { name, table: Table::create().table(Alias::new(name)).to_owned(), indexes: Vec::new(), bytewise: Vec::new() }
    }

    types! {
        uuid / uuid_opt => uuid,
        text / text_opt => text,
        int / int_opt => integer,
        big / big_opt => big_integer,
        float / float_opt => double,
        flag / flag_opt => boolean,
        ts / ts_opt => timestamp_with_time_zone,
        date / date_opt => date,
        bytes / bytes_opt => blob,
        json / json_opt => json_binary,
    }

    /// Text compared byte by byte on both databases (SQLite does so by itself), so that a range over it is a prefix,
    /// whatever language the PostgreSQL server sorts by.
    pub fn bytewise(mut self, name: &'static str) -> Self {
        self.bytewise.push(name);
        self.text(name)
    }

    /// UUIDv7 made by the program.
    pub fn id(mut self) -> Self {
        self.table.col(col("id").uuid().not_null().primary_key());
        self
    }

    /// A sequence the database gives; only for the event log, whose order consumers follow.
    pub fn sequence(mut self, name: &'static str) -> Self {
        self.table.col(col(name).big_integer().not_null().auto_increment().primary_key());
        self
    }

    pub fn primary(mut self, cols: &[&'static str]) -> Self {
        let mut key = Index::create();
        for c in cols {
            key.col(Alias::new(*c));
        }
        self.table.primary_key(&mut key);
        self
    }

    /// Where the item belongs (rule 3): controller, register, service task, catalogue row.
    pub fn scope(self) -> Self {
        self.uuid("controller").text("register").text("service_task").int("catalogue_row")
    }

    /// A row that one client owns: `client_id`, its scope and `UNIQUE (client_id, id)`.
    pub fn owned(mut self) -> Self {
        self = self.id().uuid("client_id").scope();
        self.unique(&["client_id", "id"])
    }

    /// A row that people change: version for ETag/If-Match, and when.
    pub fn versioned(self) -> Self {
        self.int("version").ts("created_at").ts("updated_at")
    }

    pub fn fk(mut self, column: &'static str, table: &'static str) -> Self {
        self.table
            .foreign_key(ForeignKey::create().from(Alias::new(self.name), Alias::new(column)).to(Alias::new(table), Alias::new("id")));
        self
    }

    pub fn index(self, cols: &[&'static str]) -> Self {
        self.add_index(cols, false)
    }

    pub fn unique(self, cols: &[&'static str]) -> Self {
        self.add_index(cols, true)
    }

    fn add_index(mut self, cols: &[&'static str], unique: bool) -> Self {
        let mut index = Index::create();
        // Two underscores: tables and indexes share one space of names, and `matter` + `number` must not meet `matter_number`.
        index.name(format!("{}__{}", self.name, cols.join("_"))).table(Alias::new(self.name));
        for c in cols {
            index.col(Alias::new(*c));
        }
        if unique {
            index.unique();
        }
        self.indexes.push(index);
        self
    }

    pub async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.table).await?;
        if manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres {
            for column in &self.bytewise {
                let sql = format!("ALTER TABLE {} ALTER COLUMN {column} TYPE text COLLATE \"C\"", self.name);
                manager.get_connection().execute_unprepared(&sql).await?;
            }
        }
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
