//! `punos backup`: a copy of the whole database while the node runs. The node pours the rows, this process writes the file, so
//! the file is the caller's and the node needs no right to write anywhere.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use store::backup::{BackupError, Head, Piece, Writer, Written};
use tokio::sync::mpsc;

use super::{Common, Done, Fault, bar, stop_asked};
use crate::control::{self, Order};
use crate::node::{Node, NodeError};

#[derive(Args)]
pub struct Backup {
    /// The file to write; it appears under this name when it is whole. It holds clients' data in the open: keep it as safe
    /// as the database
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A file of that name may be replaced
    #[arg(long)]
    overwrite: bool,
}

impl Backup {
    pub async fn run(self, common: &Common) -> Done {
        let (sender, pieces) = mpsc::channel(8);
        let written = tokio::select! {
            written = async {
                let (poured, written) = tokio::join!(pour(common, sender), write(common, &self.file, self.overwrite, pieces));
                // Why nothing more came says more than that nothing more came.
                match (poured, written) {
                    (Ok(()), written) => written,
                    (Err(fault), Err(Fault::Backup(BackupError::BrokenOff))) => Err(fault),
                    (Err(_), Err(fault)) => Err(fault),
                    (Err(fault), Ok(_)) => Err(fault),
                }
            } => written?,
            () = stop_asked() => return Err(Fault::Other("stopped; no file was left".into())),
        };
        let (head, file) = written;
        if common.json {
            say!(
                "{}",
                json!({ "file": self.file, "bytes": file.bytes, "rows": file.rows, "tables": head.tables.len(), "sha256": file.sha256,
                        "taken_at": head.taken_at, "database": head.database, "made_as": head.made_as })
            );
        } else {
            say!(
                "{}: {} rows of {} tables, {} bytes, as of {}",
                self.file.display(),
                file.rows,
                head.tables.len(),
                file.bytes,
                head.taken_at
            );
            eprintln!("The node's key is not in it: keep a copy of the key elsewhere (`punos key export`).");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// From this process when it can open the database, else from the node that holds it.
async fn pour(common: &Common, out: mpsc::Sender<Piece>) -> Result<(), Fault> {
    match Node::open(&common.node(false), None).await {
        Ok(node) => {
            let poured = pour_here(&node, out).await;
            node.close().await;
            poured
        }
        Err(NodeError::Store(store::StoreError::Held(path))) => control::pour(&common.data, &Order::Backup, out)
            .await
            .map_err(|e| Fault::Other(format!("{}: the node that holds it answered: {e}", path.display()))),
        Err(error) => Err(error.into()),
    }
}

/// Pours the copy from an open node, with its line in the access log.
pub async fn pour_here(node: &Node, out: mpsc::Sender<Piece>) -> Result<(), Fault> {
    let snapshot = node.gate.job("operations.backup", "operations", None).snapshot().await?;
    Ok(snapshot.pour(out).await?)
}

async fn write(common: &Common, path: &Path, overwrite: bool, mut pieces: mpsc::Receiver<Piece>) -> Result<(Head, Written), Fault> {
    let mut file = Writer::create(path, overwrite)?;
    let first = pieces.recv().await.ok_or(BackupError::BrokenOff)?;
    let head: Head = first.text.lines().next().and_then(|l| serde_json::from_str(l).ok()).ok_or(BackupError::NotOurs)?;
    let progress = bar(common, head.rows(), "rows");
    let mut piece = Some(first);
    while let Some(next) = piece {
        tokio::task::block_in_place(|| file.write(&next))?;
        progress.set_position(file.rows());
        piece = pieces.recv().await;
    }
    progress.finish_and_clear();
    if file.rows() != head.rows() {
        return Err(BackupError::BrokenOff.into());
    }
    let written = tokio::task::block_in_place(|| file.finish())?;
    Ok((head, written))
}
