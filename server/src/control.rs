//! Orders to a running node from the same machine. One process holds a SQLite file, so `punos token` and `punos import`
//! reach a node that runs through a socket in its data directory, which only the node's user may open: one line of JSON
//! there, one line back.

use std::os::unix::fs::PermissionsExt;
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
    let path = socket(&node.data);
    let _ = std::fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, "no control socket: stop the node before using `punos token` or `punos import`");
            return;
        }
    };
    if std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).is_err() {
        let _ = std::fs::remove_file(&path);
        return;
    }
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(node.clone(), stream));
    }
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
