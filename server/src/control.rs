//! Orders to a running node from the same machine. One process holds a SQLite file, so `punos token` and `punos import`
//! reach a node that runs through a socket in its data directory, which only the node's user may open: one line of JSON
//! there, one line back.

use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use store::backup::Piece;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::cli::Fault;
use crate::cli::import::ImportOrder;
use crate::cli::key::KeyOrder;
use crate::cli::log::LogOrder;
use crate::cli::orders::{self, Create};
use crate::cli::predictions::TrainingOrder;
use crate::cli::retention::RetentionOrder;
use crate::cli::rules::RulesOrder;
use crate::cli::staff::{AddStaff, EndStaff, ListStaff};
use crate::node::Node;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    TokenCreate(Create),
    TokenList,
    TokenRevoke {
        id: Uuid,
    },
    StaffAdd(AddStaff),
    StaffList(ListStaff),
    StaffEnd(EndStaff),
    Import(ImportOrder),
    Retention(RetentionOrder),
    Predictions(TrainingOrder),
    /// Pour a copy of the database: many lines back.
    Backup,
    Rules(RulesOrder),
    Log(LogOrder),
    Key(KeyOrder),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Done(serde_json::Value),
    Refused(String),
    /// A part of a copy; more follows until `done`.
    Piece(Piece),
}

fn socket(data: &Path) -> PathBuf {
    data.join("punos.sock")
}

/// Takes orders until the node stops. A node without the socket still runs; only the command line cannot reach it.
pub async fn listen(node: Arc<Node>) {
    let listener = match bind(&socket(&node.data)) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, "no control socket: stop the node before using `punos token` or `punos import`");
            return;
        }
    };
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(node.clone(), stream));
    }
}

/// A socket that from its first moment only the node's user can open: it is made in a directory of theirs alone, closed to the others,
/// and then put in its place.
fn bind(path: &Path) -> std::io::Result<UnixListener> {
    let making = path.with_extension("making");
    let _ = std::fs::remove_dir_all(&making);
    std::fs::DirBuilder::new().mode(0o700).create(&making)?;
    let first = making.join("s");
    let made = UnixListener::bind(&first).and_then(|listener| {
        std::fs::set_permissions(&first, std::fs::Permissions::from_mode(0o600))?;
        // What a node before left there is replaced.
        std::fs::rename(&first, path)?;
        Ok(listener)
    });
    let _ = std::fs::remove_dir_all(&making);
    made
}

async fn answer(node: Arc<Node>, stream: UnixStream) {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    if stream.read_line(&mut line).await.is_err() {
        return;
    }
    let reply = match serde_json::from_str::<Order>(&line) {
        Ok(Order::Backup) => match pour_to(&node, &mut stream).await {
            Ok(()) => Reply::Done(serde_json::Value::Null),
            Err(fault) => Reply::Refused(fault.to_string()),
        },
        Ok(order) => match orders::carry_out(&node, &order).await {
            Ok(done) => Reply::Done(done),
            Err(problem) => Reply::Refused(problem.to_string()),
        },
        Err(_) => Reply::Refused("not an order of this version".into()),
    };
    let _ = say(&mut stream, &reply).await;
}

async fn say(stream: &mut BufReader<UnixStream>, reply: &Reply) -> std::io::Result<()> {
    let mut text = serde_json::to_vec(reply)?;
    text.push(b'\n');
    stream.write_all(&text).await
}

/// Writes a copy of the database to the caller as fast as it takes it; when the caller goes away the copying ends.
async fn pour_to(node: &Node, stream: &mut BufReader<UnixStream>) -> Result<(), Fault> {
    let (sender, mut pieces) = mpsc::channel(8);
    let written = async move {
        // The receiver goes with this block: when the caller has gone, the pouring ends too.
        while let Some(piece) = pieces.recv().await {
            say(stream, &Reply::Piece(piece)).await?;
        }
        Ok::<_, std::io::Error>(())
    };
    let (poured, written) = tokio::join!(crate::cli::backup::pour_here(node, sender), written);
    written.map_err(|e| Fault::Other(e.to_string()))?;
    poured
}

/// Hands an order to the node that runs over `data`.
pub async fn ask(data: &Path, order: &Order) -> std::io::Result<serde_json::Value> {
    let mut stream = give(data, order).await?;
    match hear(&mut stream).await? {
        Reply::Done(done) => Ok(done),
        Reply::Refused(why) => Err(std::io::Error::other(why)),
        Reply::Piece(_) => Err(std::io::Error::other("an answer to another order")),
    }
}

/// Hands an order over whose answer comes in pieces.
pub async fn pour(data: &Path, order: &Order, out: mpsc::Sender<Piece>) -> std::io::Result<()> {
    let mut stream = give(data, order).await?;
    loop {
        match hear(&mut stream).await? {
            Reply::Piece(piece) => out.send(piece).await.map_err(|_| std::io::Error::other("nobody writes the pieces"))?,
            Reply::Done(_) => return Ok(()),
            Reply::Refused(why) => return Err(std::io::Error::other(why)),
        }
    }
}

async fn give(data: &Path, order: &Order) -> std::io::Result<BufReader<UnixStream>> {
    let mut stream = BufReader::new(UnixStream::connect(socket(data)).await?);
    let mut text = serde_json::to_vec(order)?;
    text.push(b'\n');
    stream.write_all(&text).await?;
    Ok(stream)
}

async fn hear(stream: &mut BufReader<UnixStream>) -> std::io::Result<Reply> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Err(std::io::Error::other("the node went away"));
    }
    Ok(serde_json::from_str(&line)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says no by panicking")]

    use std::os::unix::fs::{FileTypeExt, PermissionsExt};

    use tokio::net::UnixStream;

    #[tokio::test]
    async fn the_control_socket_is_its_users_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("punos.sock");
        // What was left behind by a node that was killed, and by one killed while making it.
        std::fs::write(&path, "left").unwrap();
        std::fs::create_dir(dir.path().join("punos.making")).unwrap();
        let listener = super::bind(&path).unwrap();
        let kind = std::fs::symlink_metadata(&path).unwrap();
        assert!(kind.file_type().is_socket());
        assert_eq!(kind.permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing else is left");
        let (taken, asked) = tokio::join!(listener.accept(), UnixStream::connect(&path));
        assert!(taken.is_ok() && asked.is_ok());
    }
}
