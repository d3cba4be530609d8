//! Nodes follow each other's logs. Each minute a node asks those it was told of for their checkpoint, checks that it goes on from
//! the one it saw last, keeps it and cosigns it; and it looks what they have kept of its own log. So nobody can show one log to
//! one and another to another, or go back to an earlier state, without a witness.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use reqwest_client::{Client, Url, redirect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, QueryResult};
use store::sql;
use trust::Gate;

use crate::note::{self, VerifierKey};
use crate::proof::{goes_on, root_at};
use crate::state::sealed;
use crate::tree::{Hash, hash, signed, unsigned};
use crate::{Checkpoint, SealError, Sealing};

/// Longest answer taken, in bytes.
const MOST: usize = 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    #[error("{0}: not a web address")]
    Address(String),
    #[error("{0}: asked over https, or plainly on this machine only")]
    Plain(String),
    #[error("{0}: what follows # is the other log's key, NAME+ID+KEY")]
    Key(String),
    #[error("no HTTP client: {0}")]
    Client(String),
}

/// Another node whose log is followed.
#[derive(Clone, Debug)]
pub struct Watched {
    address: String,
    base: Url,
    /// Told beforehand; else the key of the first answer is kept.
    key: Option<VerifierKey>,
    client: Client,
}

impl Watched {
    /// `https://node.example`, or `https://node.example#KEY` to name the log's key beforehand.
    pub fn parse(text: &str) -> Result<Self, WatchError> {
        let (address, key) = text.split_once('#').map_or((text, None), |(address, key)| (address, Some(key)));
        let address = address.trim().trim_end_matches('/').to_owned();
        let base = Url::parse(&format!("{address}/")).map_err(|_| WatchError::Address(address.clone()))?;
        let local = matches!(base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match base.scheme() {
            "https" => {}
            "http" if local => {}
            "http" => return Err(WatchError::Plain(address)),
            _ => return Err(WatchError::Address(address)),
        }
        let key = key.map(|key| key.parse().map_err(|_| WatchError::Key(address.clone()))).transpose()?;
        let client = Client::builder()
            .timeout(Duration::from_secs(20))
            .connect_timeout(Duration::from_secs(5))
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| WatchError::Client(error.to_string()))?;
        Ok(Self { address, base, key, client })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    async fn ask<T: DeserializeOwned>(&self, path: &str) -> Option<T> {
        let mut answer = self.client.get(self.base.join(path).ok()?).send().await.ok()?.error_for_status().ok()?;
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.ok()? {
            body.extend_from_slice(&part);
            if body.len() > MOST {
                return None;
            }
        }
        serde_json::from_slice(&body).ok()
    }
}

/// What a node tells everybody of its log.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LogFace {
    /// The log's name in its checkpoints.
    pub origin: String,
    /// What checks its checkpoints: NAME+ID+KEY of C2SP signed-note.
    pub log_key: String,
    /// What checks this node's cosignatures.
    pub witness_key: String,
    /// The last checkpoint as a signed note; none before the first line was sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<String>,
}

/// Another node's checkpoint as this one saw and cosigned it.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Cosigned {
    pub origin: String,
    /// The signed note with the cosignature.
    pub checkpoint: String,
}

/// A proof that a log goes on from an earlier state of it.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Consistency {
    pub from: u64,
    pub to: u64,
    /// Hashes in base64, as RFC 6962 orders them.
    pub proof: Vec<String>,
}

/// A followed log as it was seen last.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchedLog {
    pub address: String,
    /// well | unreachable | bad_signature | key_changed | rolled_back | fork | ours_rolled_back | ours_fork
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How many entries its log had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<DateTime<Utc>>,
    pub tried_at: DateTime<Utc>,
    /// The checkpoint that does not agree with the one kept, when there is one: the proof of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// When the disagreement was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault_at: Option<DateTime<Utc>>,
    /// How many entries of this node's own log it has cosigned, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours_size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours_at: Option<DateTime<Utc>>,
}

/// As kept.
#[derive(Default)]
struct Kept {
    state: String,
    origin: Option<String>,
    log_key: Option<String>,
    witness_key: Option<String>,
    last: Option<(u64, Hash)>,
    note: Option<String>,
    seen_at: Option<DateTime<Utc>>,
    evidence: Option<String>,
    fault_at: Option<DateTime<Utc>>,
    ours: Option<(u64, String, DateTime<Utc>)>,
}

/// States that only a person ends: something was shown that cannot be.
const FAULTS: &[&str] = &["key_changed", "rolled_back", "fork", "ours_rolled_back", "ours_fork"];

impl Sealing {
    /// Follows all logs this node was told of; returns how many disagreements were found now.
    pub async fn follow(&self, gate: &Gate) -> Result<usize, SealError> {
        let mut faults = 0;
        for watched in self.watched() {
            let before = kept(&gate.log_reader(), &watched.address).await?;
            if before.as_ref().is_some_and(|kept| FAULTS.contains(&kept.state.as_str())) {
                continue;
            }
            let before = before.unwrap_or_default();
            let after = self.look(gate, watched, before).await?;
            let fault = FAULTS.contains(&after.state.as_str());
            keep(gate, &watched.address, &after).await?;
            if fault {
                tracing::error!(address = watched.address, state = after.state, "a followed log is not what it was");
                report(gate, &after.state).await?;
                faults += 1;
            }
        }
        Ok(faults)
    }

    async fn look(&self, gate: &Gate, watched: &Watched, mut kept: Kept) -> Result<Kept, SealError> {
        let now = gate.ctx().now();
        let end = |mut kept: Kept, state: &str, evidence: Option<String>| {
            kept.state = state.to_owned();
            if FAULTS.contains(&state) {
                (kept.fault_at, kept.evidence) = (Some(now), evidence);
            }
            Ok(kept)
        };
        let Some(face) = watched.ask::<LogFace>("api/v1/public/log").await else { return end(kept, "unreachable", None) };
        let pinned = watched.key.as_ref().map(ToString::to_string).or_else(|| kept.log_key.clone());
        if pinned.is_some_and(|pinned| pinned != face.log_key) || kept.witness_key.as_ref().is_some_and(|known| *known != face.witness_key)
        {
            return end(kept, "key_changed", Some(face.log_key));
        }
        let (Ok(key), Ok(witness)) = (face.log_key.parse::<VerifierKey>(), face.witness_key.parse::<VerifierKey>()) else {
            return end(kept, "bad_signature", None);
        };
        (kept.origin, kept.log_key, kept.witness_key) = (Some(key.name().to_owned()), Some(face.log_key), Some(face.witness_key));
        let Some(note) = face.checkpoint else {
            let state = if kept.last.is_some() { "rolled_back" } else { "well" };
            return end(kept, state, None);
        };
        let Ok(checkpoint) = Checkpoint::open(&note, &key) else { return end(kept, "bad_signature", Some(note)) };
        if let Some((size, root)) = kept.last {
            let earlier = Checkpoint { origin: checkpoint.origin.clone(), size, root };
            if checkpoint.size < size {
                return end(kept, "rolled_back", Some(note));
            }
            if checkpoint.size > size {
                let path = format!("api/v1/public/log/consistency?from={size}&to={}", checkpoint.size);
                let Some(answer) = watched.ask::<Consistency>(&path).await else { return end(kept, "unreachable", None) };
                let proof: Option<Vec<Hash>> =
                    answer.proof.iter().map(|hash| STANDARD.decode(hash).ok().and_then(|bytes| bytes.try_into().ok())).collect();
                if !proof.is_some_and(|proof| goes_on(&earlier, &checkpoint, &proof)) {
                    return end(kept, "fork", Some(note));
                }
            } else if checkpoint.root != root {
                return end(kept, "fork", Some(note));
            }
        }
        kept.last = Some((checkpoint.size, checkpoint.root));
        kept.note = Some(note::cosign(&note, self.keys(gate), now).unwrap_or(note));
        kept.seen_at = Some(now);
        let Some(others) = watched.ask::<Vec<Cosigned>>("api/v1/public/log/witnessed").await else { return end(kept, "well", None) };
        match self.of_ours(gate, &others, &witness).await? {
            Ours::Nothing => {}
            Ours::Agrees(size, note, at) => kept.ours = Some((size, note, at)),
            Ours::Ahead(note) => return end(kept, "ours_rolled_back", Some(note)),
            Ours::Differs(note) => return end(kept, "ours_fork", Some(note)),
        }
        end(kept, "well", None)
    }

    /// What a witness has kept of this node's own log, against the log as it is here.
    async fn of_ours(&self, gate: &Gate, others: &[Cosigned], witness: &VerifierKey) -> Result<Ours, SealError> {
        let keys = self.keys(gate);
        let Some(ours) = others.iter().find(|one| one.origin == keys.origin()) else { return Ok(Ours::Nothing) };
        // Only what both have signed counts: else anybody could cry fork.
        let (Ok(checkpoint), Ok(at)) = (Checkpoint::open(&ours.checkpoint, &keys.log_key()), note::cosigned_at(&ours.checkpoint, witness))
        else {
            return Ok(Ours::Nothing);
        };
        let conn = gate.log_reader();
        let size = sealed(&conn).await?.map_or(0, |sealed| sealed.size);
        if checkpoint.size > size {
            return Ok(Ours::Ahead(ours.checkpoint.clone()));
        }
        match root_at(&conn, checkpoint.size).await {
            Ok(root) if root == checkpoint.root => Ok(Ours::Agrees(checkpoint.size, ours.checkpoint.clone(), at)),
            Ok(_) | Err(SealError::NotWhole) => Ok(Ours::Differs(ours.checkpoint.clone())),
            Err(error) => Err(error),
        }
    }

    /// Forgets what was seen of a log, so that it is followed anew: after its disagreement was looked into by people.
    pub async fn forget(&self, gate: &Gate, address: &str) -> Result<bool, kernel::Problem> {
        let work = gate.job("operations.log.forget", "security", None).begin().await?;
        let failed = |error| kernel::Problem::from(SealError::Db(error));
        let gone = sql::exec(&work, "DELETE FROM watched_log WHERE address = $1", [address.into()]).await.map_err(failed)?;
        work.commit().await?;
        Ok(gone.rows_affected() > 0)
    }
}

enum Ours {
    Nothing,
    Agrees(u64, String, DateTime<Utc>),
    Ahead(String),
    Differs(String),
}

/// A disagreement is an event with a line in the log.
async fn report(gate: &Gate, state: &str) -> Result<(), SealError> {
    let Ok(work) = gate.job("operations.log.disagreement", "security", None).begin().await else { return Ok(()) };
    let event = NewEvent::new("log.disagreement", "watched_log", work.new_id()).data(serde_json::json!({ "state": state }));
    work.emit(event).await?;
    if let Err(error) = work.commit().await {
        tracing::error!(%error, "a disagreement could not be reported");
    }
    Ok(())
}

async fn kept(conn: &impl ConnectionTrait, address: &str) -> Result<Option<Kept>, SealError> {
    let found = sql::rows(conn, "SELECT * FROM watched_log WHERE address = $1", [address.into()]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let (size, root): (Option<i64>, Option<Vec<u8>>) = (row.try_get("", "size")?, row.try_get("", "root")?);
    let ours: (Option<i64>, Option<String>, Option<DateTime<Utc>>) =
        (row.try_get("", "ours_size")?, row.try_get("", "ours_note")?, row.try_get("", "ours_at")?);
    Ok(Some(Kept {
        state: row.try_get("", "state")?,
        origin: row.try_get("", "origin")?,
        log_key: row.try_get("", "log_key")?,
        witness_key: row.try_get("", "witness_key")?,
        last: match (size, root) {
            (Some(size), Some(root)) => Some((unsigned(size)?, hash(root)?)),
            _ => None,
        },
        note: row.try_get("", "signed_note")?,
        seen_at: row.try_get("", "seen_at")?,
        evidence: row.try_get("", "evidence")?,
        fault_at: row.try_get("", "fault_at")?,
        ours: match ours {
            (Some(size), Some(note), Some(at)) => Some((unsigned(size)?, note, at)),
            _ => None,
        },
    }))
}

async fn keep(gate: &Gate, address: &str, kept: &Kept) -> Result<(), SealError> {
    let columns = [
        "state",
        "origin",
        "log_key",
        "witness_key",
        "size",
        "root",
        "signed_note",
        "seen_at",
        "tried_at",
        "evidence",
        "fault_at",
        "ours_size",
        "ours_note",
        "ours_at",
    ];
    let set: Vec<String> = columns.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    let text = format!(
        "INSERT INTO watched_log (address, {}) VALUES ({}) ON CONFLICT (address) DO UPDATE SET {}",
        columns.join(", "),
        sql::params(1, columns.len() + 1),
        set.join(", ")
    );
    let (ours_size, ours_note, ours_at) = match &kept.ours {
        Some((size, note, at)) => (Some(signed(*size)), Some(note.clone()), Some(*at)),
        None => (None, None, None),
    };
    let tx = gate.keep_log().await?;
    sql::exec(
        &tx,
        &text,
        [
            address.into(),
            kept.state.clone().into(),
            kept.origin.clone().into(),
            kept.log_key.clone().into(),
            kept.witness_key.clone().into(),
            kept.last.map(|(size, _)| signed(size)).into(),
            kept.last.map(|(_, root)| root.to_vec()).into(),
            kept.note.clone().into(),
            kept.seen_at.into(),
            gate.ctx().now().into(),
            kept.evidence.clone().into(),
            kept.fault_at.into(),
            ours_size.into(),
            ours_note.into(),
            ours_at.into(),
        ],
    )
    .await?;
    Ok(tx.commit().await?)
}

fn watched_log(row: &QueryResult) -> Result<WatchedLog, SealError> {
    let size = |column: &str| -> Result<Option<u64>, SealError> { Ok(row.try_get::<Option<i64>>("", column)?.map(unsigned).transpose()?) };
    Ok(WatchedLog {
        address: row.try_get("", "address")?,
        state: row.try_get("", "state")?,
        origin: row.try_get("", "origin")?,
        size: size("size")?,
        seen_at: row.try_get("", "seen_at")?,
        tried_at: row.try_get("", "tried_at")?,
        evidence: row.try_get("", "evidence")?,
        fault_at: row.try_get("", "fault_at")?,
        ours_size: size("ours_size")?,
        ours_at: row.try_get("", "ours_at")?,
    })
}

/// All followed logs.
pub async fn watched_logs(conn: &impl ConnectionTrait) -> Result<Vec<WatchedLog>, SealError> {
    sql::rows(conn, "SELECT * FROM watched_log ORDER BY address LIMIT 100", []).await?.iter().map(watched_log).collect()
}

/// What this node has cosigned, for everybody.
pub(crate) async fn witnessed(conn: &impl ConnectionTrait) -> Result<Vec<Cosigned>, SealError> {
    let text =
        "SELECT origin, signed_note FROM watched_log WHERE origin IS NOT NULL AND signed_note IS NOT NULL ORDER BY address LIMIT 100";
    let rows = sql::rows(conn, text, []).await?;
    rows.iter().map(|row| Ok(Cosigned { origin: row.try_get("", "origin")?, checkpoint: row.try_get("", "signed_note")? })).collect()
}
