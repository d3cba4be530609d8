//! A copy of the whole database as one file, taken while the node is written to, and put back on either database.
//!
//! Both databases can show one transaction a picture of themselves that stands still (SQLite's WAL, PostgreSQL's repeatable
//! read), so a copy is consistent without stopping anybody. It is not the database's own format but rows as JSON, compressed:
//! no client tools are needed, the copy outlives versions of the database, and it can be read, and put back on the other
//! database. The database itself writes and reads the rows (`json_array`, `json_build_array`), so no value passes through a
//! type of ours on its way and nothing is rounded.
//!
//! The file, under zstd, one JSON value a line: a [`Head`]; for each table `{"table": name}` and its rows as arrays in the
//! order of the head's columns; last `{"end": {"rows": n, "sha256": hex of every byte before this line}}`. A file without
//! that line is not whole.

mod catalogue;
mod file;
mod kind;
mod load;
mod snapshot;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use catalogue::{Reference, references, tables};
pub use file::{Checked, Writer, Written, check};
pub use kind::Kind;
pub use snapshot::Snapshot;

use crate::StoreError;

/// Version of the file's layout.
pub const FORMAT: u32 = 1;

/// What a copy says of itself before its rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`]; the name tells what kind of file this is.
    pub punos_backup: u32,
    /// Version of the program that took it.
    pub program: String,
    pub taken_at: DateTime<Utc>,
    /// sqlite | postgres
    pub database: String,
    /// demo | production
    pub made_as: String,
    /// Migrations the database had been through.
    pub migrations: Vec<String>,
    /// A keyed hash of a fixed text: says which key opens the sealed values without telling anything of the key.
    pub key_check: String,
    /// The last number the event log had given.
    pub last_event: i64,
    /// In an order in which no row comes before one it refers to.
    pub tables: Vec<Table>,
}

impl Head {
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|t| t.rows).sum()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// Some whole lines of a copy on their way to its file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Piece {
    pub text: String,
    /// How many of the lines are rows.
    pub rows: u64,
}

/// What was put back.
#[derive(Clone, Debug, Serialize)]
pub struct Restored {
    pub tables: usize,
    pub rows: u64,
    /// Log-ins that were open when the copy was taken; people log in again.
    pub sessions_ended: u64,
    /// Migrations run after the rows, when the copy was older than this program.
    pub migrated: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
    #[error("{0}: is there already")]
    Exists(PathBuf),
    #[error("not a backup of Punos")]
    NotOurs,
    #[error("format {0} of backups is newer than this program")]
    Newer(u32),
    #[error("the backup is not whole: {0}")]
    NotWhole(&'static str),
    #[error("the backup was changed after it was taken: its checksum differs")]
    Checksum,
    #[error("the backup was taken by a newer version of the program ({0}); restore with that version or a later one")]
    NewerSchema(String),
    #[error("the backup's table {0} does not fit its own schema version")]
    Misfit(String),
    #[error("the database is not empty; --replace puts the backup in its place, and everything in it is lost")]
    NotEmpty,
    #[error("the database holds tables that are not Punos's; give Punos a database of its own")]
    Foreign,
    #[error("table {table}: {error}")]
    Row { table: String, error: sea_orm::DbErr },
    #[error("the taking of the backup was broken off")]
    BrokenOff,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
    #[error(transparent)]
    Driver(#[from] sea_orm::sqlx::Error),
}
