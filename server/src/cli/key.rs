//! `punos key`: the node's key carried apart from the database's copies, sealed by a passphrase.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use store::keycopy;

use super::{Common, Done, Fault};

#[derive(Subcommand)]
pub enum Key {
    /// Write the node's key to a file sealed by a passphrase
    Export(Where),
    /// Put a key from such a file in its place (DATA/node.key); a key that is there stays
    Import(Where),
    /// Say which key this node has: the same words as in the backups it opens
    Show,
}

#[derive(Args)]
pub struct Where {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File whose first line is the passphrase (at least 12 characters); `-` reads it from standard input
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
}

impl Key {
    pub async fn run(self, common: &Common) -> Done {
        let (told, check) = match &self {
            Key::Export(to) => {
                let sealed = keycopy::seal(&secret(&common.data)?, &to.passphrase()?)?;
                put(&to.file, &sealed)?;
                (format!("The key is in {}; keep it and its passphrase apart from the backups.", to.file.display()), key(common)?)
            }
            Key::Import(from) => {
                let text = std::fs::read_to_string(&from.file).map_err(|e| Fault::Other(format!("{}: {e}", from.file.display())))?;
                let secret = keycopy::open(&text, &from.passphrase()?)?;
                let place = common.data.join("node.key");
                std::fs::create_dir_all(&common.data).map_err(|e| Fault::Other(e.to_string()))?;
                put(&place, &secret)?;
                (format!("The key is in {}.", place.display()), key(common)?)
            }
            Key::Show => {
                let check = key(common)?;
                (check.clone(), check)
            }
        };
        if common.json {
            say!("{}", json!({ "key_check": check }))
        } else {
            say!("{told}")
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Where {
    fn passphrase(&self) -> Result<String, Fault> {
        let text = if self.passphrase_file == Path::new("-") {
            std::io::read_to_string(std::io::stdin())
        } else {
            std::fs::read_to_string(&self.passphrase_file)
        };
        let text = text.map_err(|e| Fault::Other(format!("{}: {e}", self.passphrase_file.display())))?;
        let line = text.lines().next().unwrap_or_default().to_owned();
        if line.chars().count() < 12 {
            return Err(Fault::Usage("the passphrase has fewer than 12 characters".into()));
        }
        Ok(line)
    }
}

fn key(common: &Common) -> Result<String, Fault> {
    Ok(crate::node::keys(&common.data, false)?.check())
}

/// The key's own text, from where the node takes it.
fn secret(data: &Path) -> Result<String, Fault> {
    crate::node::keys(data, false)?;
    if let Ok(text) = std::env::var("PUNOS_KEY") {
        return Ok(text.trim().to_owned());
    }
    let path = std::env::var_os("PUNOS_KEY_FILE").map_or_else(|| data.join("node.key"), PathBuf::from);
    let text = std::fs::read_to_string(&path).map_err(|e| Fault::Other(format!("{}: {e}", path.display())))?;
    Ok(text.trim().to_owned())
}

/// A new file that only its owner may read.
fn put(path: &Path, text: &str) -> Result<(), Fault> {
    let fail = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::AlreadyExists => Fault::Other(format!("{}: is there already and stays", path.display())),
        _ => Fault::Other(format!("{}: {e}", path.display())),
    };
    let mut file = std::fs::File::options().write(true).create_new(true).mode(0o600).open(path).map_err(fail)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fail)
}
