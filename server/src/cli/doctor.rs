use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::json;
use store::{Db, Options, StoreError};

use super::log_in::Identification;
use super::mandates::MandateArgs;
use super::registers::KantaArgs;
use super::scanning::ScanArgs;
use super::{Common, Done};

#[derive(Args)]
pub struct Doctor {
    /// The OpenID Connect provider to look at
    #[arg(long, env = "PUNOS_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    #[command(flatten)]
    identification: Identification,
    #[command(flatten)]
    scanning: ScanArgs,
    #[command(flatten)]
    mandates: MandateArgs,
    #[command(flatten)]
    kanta: KantaArgs,
}

#[derive(Serialize)]
struct Finding {
    check: &'static str,
    ok: bool,
    /// What was found, and what to do when it is not well.
    says: String,
}

fn well(check: &'static str, says: impl Into<String>) -> Finding {
    Finding { check, ok: true, says: says.into() }
}
fn ill(check: &'static str, says: impl Into<String>) -> Finding {
    Finding { check, ok: false, says: says.into() }
}

impl Doctor {
    pub async fn run(self, common: &Common) -> Done {
        let mut findings = vec![rules(), policies(), screens(), key(common), directory(common)];
        findings.extend(log_key(common));
        findings.extend(retention(common));
        findings.extend(database(common).await);
        if let Some(issuer) = &self.oidc_issuer {
            findings.push(provider("log-in", issuer).await);
        }
        if let Some(issuer) = &self.identification.identification_issuer {
            findings.push(provider("residents", issuer).await);
        }
        // The address people reach the node by plays no part in whether the settings are whole.
        findings.extend(match self.mandates.register("https://punos.invalid") {
            Ok(None) => None,
            Ok(Some(_)) => Some(well("mandates", "the settings of the national register are whole")),
            Err(fault) => Some(ill("mandates", format!("{fault}; nobody acts by a mandate until it is mended"))),
        });
        for (scanner, fit) in self.scanning.scanner().prove().await {
            findings.push(match fit {
                Ok(()) => well("scanner", format!("{scanner} answers, and finds the EICAR test file")),
                Err(why) => ill("scanner", format!("{scanner}: {why}; attachments wait and are not given out until it works")),
            });
        }
        findings.extend(kanta(&self.kanta).await);
        let ok = findings.iter().all(|f| f.ok);
        if common.json {
            say!("{}", json!({ "ok": ok, "findings": findings }));
        } else {
            for f in &findings {
                say!("{} {:<12} {}", if f.ok { "ok " } else { "ILL" }, f.check, f.says);
            }
        }
        Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn rules() -> Finding {
    match rules::Rules::shipped() {
        Ok(_) => well("rules", "the shipped rules hold together"),
        Err(errors) => ill("rules", errors.to_string()),
    }
}

/// Earlier programs read the periods from a file in the node's directory; they are a kind of rules.
fn retention(common: &Common) -> Option<Finding> {
    let file = common.data.join("retention.toml");
    let says = format!("{} is not read: put it in force by `punos rules put`, then take the file away", file.display());
    file.exists().then(|| ill("retention", says))
}

fn policies() -> Finding {
    match trust::Policies::shipped() {
        Ok(_) => well("policies", "the policies pass their schema"),
        Err(error) => ill("policies", error.to_string()),
    }
}

fn screens() -> Finding {
    if crate::web::built() {
        well("screens", "built into this binary")
    } else {
        ill("screens", "not built in: run `make web` and build again")
    }
}

fn key(common: &Common) -> Finding {
    match crate::node::keys(&common.data, false) {
        Ok(keys) => {
            let from = if std::env::var_os("PUNOS_KEY").is_some() { None } else { Some(crate::node::key_file(&common.data)) };
            let more = keys.current().checks().len().saturating_sub(1);
            match from {
                Some(file) if others_may_read(&file) => {
                    ill("key", format!("others than its owner may read {0}: chmod 600 {0}", file.display()))
                }
                _ if more > 0 => well("key", format!("readable; {more} more that only open: `punos key reseal`, then `punos key drop`")),
                _ => well("key", "the node's key is readable"),
            }
        }
        Err(error) => ill("key", format!("{error}; `punos migrate` makes one for a new node, an old node needs the one it was made with")),
    }
}

fn others_may_read(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

/// The log's key when it has one of its own.
fn log_key(common: &Common) -> Option<Finding> {
    let file = std::env::var_os("PUNOS_LOG_KEY_FILE").map_or_else(|| common.data.join("log.key"), Into::into);
    match crate::node::log_key(&common.data) {
        Err(error) => Some(ill("log key", error.to_string())),
        Ok(_) if others_may_read(&file) => {
            Some(ill("log key", format!("others than its owner may read {0}: chmod 600 {0}", file.display())))
        }
        Ok(own) => own.map(|_| well("log key", "the log has a key of its own")),
    }
}

/// Whether the key is the one that the database is written with.
async fn opens(common: &Common, db: &Db) -> Finding {
    let Ok(keys) = crate::node::keys(&common.data, false) else { return ill("sealed", "not looked at: the key cannot be read") };
    match db.meta(crate::node::KEY_CHECK).await {
        Ok(Some(check)) if keys.check() == check => well("sealed", "the database is written with this key"),
        Ok(Some(check)) if keys.has(&check) => {
            well("sealed", "the database is written with one of these keys; the node takes the first into use")
        }
        Ok(Some(_)) => ill("sealed", "the database is written with another key: put that key in place"),
        Ok(None) => well("sealed", "no node has written yet"),
        Err(error) => ill("sealed", error.to_string()),
    }
}

fn directory(common: &Common) -> Finding {
    let probe = common.data.join(".doctor");
    match std::fs::create_dir_all(&common.data).and_then(|()| std::fs::write(&probe, b"")).and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => well("data", format!("{} takes files: looks can be kept while the database takes no writes", common.data.display())),
        Err(error) => {
            ill("data", format!("{}: {error}; client data stay closed whenever the database takes no writes", common.data.display()))
        }
    }
}

async fn database(common: &Common) -> Vec<Finding> {
    let (db, _) = match Db::connect(&common.node(false).database, &Options { connections: 2, ..Options::default() }).await {
        Ok(connected) => connected,
        Err(StoreError::Held(path)) => return vec![well("database", format!("{} is held by a running node", path.display()))],
        Err(error) => return vec![ill("database", error.to_string())],
    };
    let mut findings = vec![match db.expect_current().await {
        Ok(()) => well("schema", "at this program's version"),
        Err(error) => ill("schema", error.to_string()),
    }];
    findings.push(match db.birth().await {
        Ok(Some(birth)) => well("mark", format!("made as {}", birth.code())),
        Ok(None) => ill("mark", "not marked yet: `punos migrate` (production) or `punos demo`"),
        Err(error) => ill("mark", error.to_string()),
    });
    findings.push(match rulekeeping::load(&db.reference(), kernel::Context::system().now()).await {
        Ok(loaded) if loaded.left_out.is_empty() => well("county rules", "every version in force is read by this program"),
        Ok(loaded) => {
            let names: Vec<String> = loaded.left_out.iter().map(|out| format!("{} {}", out.kind, out.name)).collect();
            ill("county rules", format!("not used, because this program cannot read them: {}", names.join(", ")))
        }
        Err(error) => ill("county rules", error.to_string()),
    });
    findings.push(match db.probe().await {
        store::Health::Well => well("database", "answers and takes writes"),
        other => ill("database", format!("{other:?}: see the operations guide on a degraded node")),
    });
    if db.expect_current().await.is_ok() {
        findings.push(log(common, &db).await);
        findings.push(opens(common, &db).await);
    }
    db.close().await;
    findings
}

/// Whether the access log is being sealed and protected. The log itself is gone through by `punos log verify`.
async fn log(common: &Common, db: &Db) -> Finding {
    let conn = db.reference();
    let looked = async {
        let (sealed, waiting) = (sealing::state::sealed(&conn).await?, sealing::state::waiting(&conn).await?);
        Ok::<_, sealing::SealError>((sealed, waiting, sealing::state::missing_triggers(&conn).await?))
    };
    let (sealed, waiting, missing) = match looked.await {
        Ok(found) => found,
        Err(error) => return ill("log", error.to_string()),
    };
    if !missing.is_empty() {
        return ill("log", format!("the database lets the log be changed: triggers {} are gone; verify the log", missing.join(", ")));
    }
    let waits = match waiting.lines {
        0 => "nothing waits".to_owned(),
        lines => format!("{lines} lines wait for the node"),
    };
    let Some(sealed) = sealed else { return well("log", format!("nothing is sealed yet; {waits}")) };
    let controller = db.meta("controller").await.ok().flatten().and_then(|id| id.parse().ok());
    let secret = crate::node::log_key(&common.data).and_then(|own| own.map_or_else(|| crate::node::keys(&common.data, false), Ok));
    let (Some(controller), Ok(secret)) = (controller, secret) else { return ill("log", "the log's key cannot be read") };
    let key = sealing::LogKeys::derive(&secret, controller).log_key();
    if let Err(error) = sealing::Checkpoint::open(&sealed.note, &key) {
        return ill("log", format!("the last checkpoint is not this key's: {error}"));
    }
    let stuck = waiting.oldest_at.is_some_and(|at| sealed.sealed_at - at > chrono::Duration::minutes(10));
    let says = format!("{} entries sealed, the last at {}; {waits}", sealed.size, sealed.sealed_at.format("%Y-%m-%d %H:%M:%S UTC"));
    if stuck { ill("log", format!("{says}, the oldest for longer than sealing has gone on: verify the log")) } else { well("log", says) }
}

/// Whether Kanta answers and takes the token, when the node has it.
async fn kanta(args: &KantaArgs) -> Option<Finding> {
    let kanta = match args.kanta() {
        Ok(kanta) => kanta?,
        Err(error) => return Some(ill("kanta", error.to_string())),
    };
    Some(match kanta.prove().await {
        Ok(()) => well("kanta", format!("{} answers and takes the token", kanta.host())),
        Err(fault) => ill("kanta", format!("{}: {fault}; permits and denials wait and are sent when it works", kanta.host())),
    })
}

async fn provider(check: &'static str, issuer: &str) -> Finding {
    match trust::oidc::reachable(issuer).await {
        Ok(()) => well(check, "the provider answers with its metadata and keys"),
        Err(error) => ill(check, error),
    }
}
