//! Where a client's data can be, by the database's own catalogue.

use std::collections::BTreeSet;

use crate::control::CONTROLS;
use store::backup::{Reference, Table, references, tables};
use store::sea_orm::{ConnectionTrait, DbErr};

/// Tables that say who the client is and who is near, with the column that names the client; they go last, whatever register
/// wrote them. A fault the client told of is here since its words can name people.
const IDENTITY: &[(&str, &str)] = &[
    ("client_name_key", "client_id"),
    ("client_identifier", "client_id"),
    ("identity_link", "client_id"),
    ("identity_link", "linked_id"),
    ("contact_detail", "client_id"),
    ("close_one", "client_id"),
    ("client_professional", "client_id"),
    ("stated_reason", "client_id"),
    ("fault_report", "reporter_id"),
    ("retention_hold", "client_id"),
];

/// A table whose rows hang on rows of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependant {
    pub table: String,
    pub column: String,
    pub of: String,
}

/// The tables of clients' data, in the order in which rows can go.
#[derive(Clone, Debug)]
pub struct Places {
    /// Rows that hang on the ones below and say no more of themselves.
    pub dependants: Vec<Dependant>,
    /// A row has one client, and says its register and service task.
    pub owned: Vec<String>,
    /// A row says its register and task, and its clients stand in `<table>_client`.
    pub shared: Vec<String>,
    /// Rows with a client and no register of their own, that name what an original was made from.
    pub sources: bool,
    /// Rows of who the client is: table and the column that names the client.
    pub identity: Vec<(String, &'static str)>,
}

impl Places {
    pub async fn read(conn: &impl ConnectionTrait) -> Result<Self, DbErr> {
        Ok(Self::sort(&tables(conn).await?, &references(conn).await?))
    }

    fn sort(tables: &[Table], references: &[Reference]) -> Self {
        let names: BTreeSet<&str> = tables.iter().map(|t| t.name.as_str()).collect();
        let has = |t: &Table, column: &str| t.columns.iter().any(|c| c.name == column);
        let scoped = |t: &Table| has(t, "register") && has(t, "service_task") && has(t, "controller");
        // The catalogue's order has what is referred to first; removal goes the other way.
        let backwards = || tables.iter().rev();
        let identity: Vec<(String, &'static str)> =
            IDENTITY.iter().filter(|(table, _)| names.contains(table)).map(|(table, column)| ((*table).to_owned(), *column)).collect();
        let owned: Vec<String> = backwards()
            .filter(|t| scoped(t) && has(t, "client_id") && !IDENTITY.iter().any(|(name, _)| *name == t.name))
            // These go by a time of their own alone.
            .filter(|t| !CONTROLS.iter().any(|control| control.table == t.name && !control.with_records))
            .map(|t| t.name.clone())
            .collect();
        let shared: Vec<String> = backwards()
            .filter(|t| scoped(t) && !has(t, "client_id") && names.contains(format!("{}_client", t.name).as_str()))
            .map(|t| t.name.clone())
            .collect();
        let dependants = backwards()
            .filter(|t| !owned.contains(&t.name) && !shared.contains(&t.name))
            .flat_map(|t| references.iter().filter(move |r| r.table == t.name))
            .filter(|r| owned.contains(&r.target) || shared.contains(&r.target))
            .map(|r| Dependant { table: r.table.clone(), column: r.column.clone(), of: r.target.clone() })
            .collect();
        Self { dependants, owned, shared, sources: names.contains("source_resource"), identity }
    }

    /// Every table that removal reaches.
    pub fn reached(&self) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = self.owned.iter().chain(&self.shared).cloned().collect();
        all.extend(self.identity.iter().map(|(table, _)| table.clone()));
        all.extend(self.dependants.iter().map(|d| d.table.clone()));
        if self.sources {
            all.extend(["source_resource", "source_key", "pending_reference"].map(String::from));
        }
        all.extend(CONTROLS.iter().flat_map(|control| control.tables().map(String::from)));
        all.extend(["client", "access_log", "access_log_client"].map(String::from));
        all
    }
}
