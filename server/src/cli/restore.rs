//! `punos restore`: a copy put back into an empty database, on either kind; the node must not run meanwhile.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use store::backup::{Checked, check};
use store::{Db, Options};

use super::{Common, Done, Fault, bar};

#[derive(Args)]
pub struct Restore {
    /// A file `punos backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Put it in place of what the database holds; everything in it is lost
    #[arg(long)]
    replace: bool,
    /// Only read the file and say whether it is whole; no database is touched
    #[arg(long, conflicts_with = "replace")]
    check: bool,
}

impl Restore {
    pub async fn run(self, common: &Common) -> Done {
        let copy = self.checked(common)?;
        if self.check {
            if common.json {
                say!("{}", json!({ "whole": true, "rows": copy.rows, "sha256": copy.sha256, "head": copy.head }));
            } else {
                say!(
                    "{} is whole: {} rows of {} tables from a {} node on {}, as of {}",
                    self.file.display(),
                    copy.rows,
                    copy.head.tables.len(),
                    copy.head.made_as,
                    copy.head.database,
                    copy.head.taken_at
                );
            }
            return Ok(ExitCode::SUCCESS);
        }
        let keys = crate::node::keys(&common.data, false)?;
        if !keys.has(&copy.head.key_check) {
            return Err(Fault::Other(
                "the backup was taken from a node with another key, and could not be read with this one; put that key in place first (`punos key import`)"
                    .into(),
            ));
        }
        let options = common.node(false);
        let (db, master) =
            Db::connect(&options.database, &Options { connections: 2, ..Options::default() }).await.map_err(|e| match e {
                store::StoreError::Held(path) => Fault::Other(format!("a node runs on {}: stop it first", path.display())),
                other => other.into(),
            })?;
        let progress = bar(common, copy.rows, "rows");
        let now = kernel::Context::system().now();
        let restored = db.restore(&master, &copy, self.replace, now, |rows| progress.set_position(rows)).await;
        progress.finish_and_clear();
        db.close().await;
        let restored = restored?;
        if common.json {
            say!("{}", json!({ "restored": restored, "taken_at": copy.head.taken_at, "made_as": copy.head.made_as }));
        } else {
            say!("{} rows of {} tables are back, as of {}", restored.rows, restored.tables, copy.head.taken_at);
            if restored.migrated > 0 {
                say!("The schema was brought to this program's version ({} migrations).", restored.migrated);
            }
            eprintln!("People log in again. Tokens of systems revoked after the backup are valid again: look at `punos token list`.");
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The whole file is read before anything is touched.
    fn checked(&self, common: &Common) -> Result<Checked, Fault> {
        let size = std::fs::metadata(&self.file).map(|m| m.len()).unwrap_or_default();
        let progress = bar(common, size, "bytes checked");
        let checked = tokio::task::block_in_place(|| check(&self.file, |bytes| progress.set_position(bytes)));
        progress.finish_and_clear();
        Ok(checked?)
    }
}
