//! Orders to a running node from the same machine. One process holds a SQLite file, so `punos token` and `punos import`
//! reach a node that runs through a socket in its data directory, which only the node's user may open: one line of JSON
//! there, one line back.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use uuid::Uuid;

use crate::cli::import::ImportOrder;
use crate::cli::orders::{self, Create};
use crate::node::Node;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    TokenCreate(Create),
    TokenList,
    TokenRevoke { id: Uuid },
    Import(ImportOrder),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Done(serde_json::Value),
    Refused(String),
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
        Ok(order) => match orders::carry_out(&node, &order).await {
            Ok(done) => Reply::Done(done),
            Err(problem) => Reply::Refused(problem.to_string()),
        },
        Err(_) => Reply::Refused("not an order of this version".into()),
    };
    if let Ok(mut text) = serde_json::to_vec(&reply) {
        text.push(b'\n');
        let _ = stream.write_all(&text).await;
    }
}

/// Hands an order to the node that runs over `data`.
pub async fn ask(data: &Path, order: &Order) -> std::io::Result<serde_json::Value> {
    let mut stream = BufReader::new(UnixStream::connect(socket(data)).await?);
    let mut text = serde_json::to_vec(order)?;
    text.push(b'\n');
    stream.write_all(&text).await?;
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    match serde_json::from_str(&line)? {
        Reply::Done(done) => Ok(done),
        Reply::Refused(why) => Err(std::io::Error::other(why)),
    }
}
