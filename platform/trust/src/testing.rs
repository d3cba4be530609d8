//! A gate over a test database, and sessions for its requests.
#![allow(clippy::expect_used, reason = "only tests use it, and a test that cannot begin fails")]

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::{CatalogueRow, Clock, Context};
use store::Birth;
use store::testing::TestDb;
use uuid::Uuid;

use crate::gate::{Directory, Gate, GateOptions, Items, Role};

/// Every role opens every item.
struct AllItems;

impl Items for AllItems {
    fn closed(&self, _: Role, _: NaiveDate) -> Vec<CatalogueRow> {
        Vec::new()
    }
}

/// A gate that holds the test database's key. `directory` answers who works here (normally `people::Directory`).
pub fn gate(db: &mut TestDb, directory: Arc<dyn Directory>, clock: Arc<dyn Clock>, controller: Uuid) -> Gate {
    gate_with(db, directory, Arc::new(AllItems), clock, controller)
}

/// As [`gate`], with what the roles open (normally `catalogue::InForce`).
pub fn gate_with(db: &mut TestDb, directory: Arc<dyn Directory>, items: Arc<dyn Items>, clock: Arc<dyn Clock>, controller: Uuid) -> Gate {
    let spool: PathBuf = db.dir.path().join("looks.spool");
    Gate::new(GateOptions {
        db: db.db.clone(),
        master: db.take_master(),
        keys: db.keys.clone(),
        ctx: Context::with_clock(clock),
        directory,
        items,
        controller,
        spool: Some(spool),
        secure: false,
        birth: Birth::Demo,
    })
    .expect("the shipped policies hold")
}
