use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::json;
use store::{Db, Options, StoreError};

use super::{Common, Done};

#[derive(Args)]
pub struct Doctor {
    /// The OpenID Connect provider to look at
    #[arg(long, env = "PUNOS_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
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
        let mut findings = vec![rules(), retention(common), policies(), screens(), key(common), directory(common)];
        findings.extend(database(common).await);
        if let Some(issuer) = &self.oidc_issuer {
            findings.push(provider(issuer).await);
        }
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

fn retention(common: &Common) -> Finding {
    match crate::node::retention_rules(&common.data) {
        Ok(rules) => well("retention", format!("version {} of the retention rules holds together", rules.version)),
        Err(error) => ill("retention", error.to_string()),
    }
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
        Ok(_) => well("key", "the node's key is readable"),
        Err(error) => ill("key", format!("{error}; `punos migrate` makes one for a new node, an old node needs the one it was made with")),
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
    findings.push(match db.probe().await {
        store::Health::Well => well("database", "answers and takes writes"),
        other => ill("database", format!("{other:?}: see the operations guide on a degraded node")),
    });
    db.close().await;
    findings
}

async fn provider(issuer: &str) -> Finding {
    match trust::oidc::reachable(issuer).await {
        Ok(()) => well("log-in", "the provider answers with its metadata and keys"),
        Err(error) => ill("log-in", error),
    }
}
