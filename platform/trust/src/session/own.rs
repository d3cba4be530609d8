//! A person's own open sessions: where they are logged in, and ending those they do not know.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use chrono::{DateTime, Utc};
use kernel::Problem;
use sha2::{Digest, Sha256};
use store::sea_orm::{FromQueryResult, Value};
use store::sql;
use subtle::ConstantTimeEq;

use super::row::{SessionRow, hash};
use crate::access::proof::failed;
use crate::access::work::unwritable;
use crate::gate::Gate;

/// An open session of one's own.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// Names it to its owner, and opens nothing.
    pub id: String,
    /// `browser/system` in codes, as far as the browser said.
    pub device: Option<String>,
    /// persona | oidc
    pub origin: String,
    pub started_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
    /// The one that asks.
    pub here: bool,
}

#[derive(FromQueryResult)]
struct Row {
    key_hash: Vec<u8>,
    device: Option<String>,
    origin: String,
    created_at: DateTime<Utc>,
    seen_at: Option<DateTime<Utc>>,
}

async fn open(gate: &Gate, whose: &SessionRow) -> Result<Vec<Row>, Problem> {
    let text = "SELECT key_hash, device, origin, created_at, seen_at FROM session \
                WHERE subject_id = $1 AND audience = $2 AND ended_at IS NULL AND expires_at > $3 ORDER BY created_at DESC";
    let now = gate.ctx().now();
    let values: [Value; 3] = [whose.subject_id.into(), whose.audience.clone().into(), now.into()];
    let mut rows: Vec<Row> = sql::all(&gate.reader(), text, values).await.map_err(failed)?;
    for row in &mut rows {
        row.seen_at = gate.0.seen.last(&row.key_hash, row.seen_at);
    }
    rows.retain(|row| row.seen_at.zip(gate.session_idle()).is_none_or(|(seen, idle)| seen + idle > now));
    Ok(rows)
}

fn name(key_hash: &[u8]) -> String {
    Sha256::digest(key_hash).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The open sessions of the one whose session this is, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn own_sessions(gate: &Gate, whose: &SessionRow, key: &str) -> Result<Vec<OwnSession>, Problem> {
    let here = hash(key);
    let rows = open(gate, whose).await?.into_iter().map(|row| OwnSession {
        id: name(&row.key_hash),
        here: bool::from(row.key_hash.ct_eq(&here)),
        device: row.device,
        origin: row.origin,
        started_at: row.created_at,
        used_at: row.seen_at,
    });
    Ok(rows.collect())
}

/// Ends one of one's own other sessions, or all of them when none is named; how many.
///
/// # Errors
/// When the database takes no writes.
pub async fn end_others(gate: &Gate, whose: &SessionRow, key: &str, id: Option<&str>) -> Result<usize, Problem> {
    let here = hash(key);
    let named = |row: &Row| row.key_hash != here && id.is_none_or(|id| name(&row.key_hash) == id);
    let ending: Vec<Row> = open(gate, whose).await?.into_iter().filter(named).collect();
    if ending.is_empty() {
        return Ok(0);
    }
    let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
    for row in &ending {
        let text = "UPDATE session SET ended_at = $1, id_token = NULL WHERE key_hash = $2 AND ended_at IS NULL";
        sql::exec(&tx, text, [gate.ctx().now().into(), row.key_hash.clone().into()]).await.map_err(|e| unwritable(gate, e))?;
    }
    tx.commit().await.map_err(|e| unwritable(gate, e))?;
    Ok(ending.len())
}

/// Keeps what kind of browser a session was begun with, for its owner to know it by.
///
/// # Errors
/// When the database takes no writes.
pub async fn note_device(gate: &Gate, key: &str, headers: &HeaderMap) -> Result<(), Problem> {
    let said = headers.get(USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
    let text = "UPDATE session SET device = $1 WHERE key_hash = $2";
    sql::exec(&tx, text, [device(said).into(), hash(key).into()]).await.map_err(|e| unwritable(gate, e))?;
    tx.commit().await.map_err(|e| unwritable(gate, e))
}

/// The browser and the system in codes, and nothing else of what the browser says of itself: it could tell a person apart.
fn device(said: &str) -> String {
    // Whoever builds on another names it too, so the more particular come first.
    let of = |known: &[(&str, &'static str)]| known.iter().find(|(word, _)| said.contains(word)).map_or("other", |(_, code)| *code);
    let browser = of(&[
        ("Edg", "edge"),
        ("OPR/", "opera"),
        ("SamsungBrowser/", "samsung"),
        ("Firefox/", "firefox"),
        ("FxiOS/", "firefox"),
        ("CriOS/", "chrome"),
        ("Chrome/", "chrome"),
        ("Safari/", "safari"),
    ]);
    let system = of(&[
        ("iPhone", "ios"),
        ("iPad", "ios"),
        ("Android", "android"),
        ("Windows", "windows"),
        ("Macintosh", "macos"),
        ("CrOS", "chromeos"),
        ("Linux", "linux"),
    ]);
    format!("{browser}/{system}")
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_known_by_its_kind_alone() {
        for (said, known) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0",
                "edge/windows",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "firefox/linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "safari/ios",
            ),
            ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36", "chrome/android"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "safari/macos"),
            ("", "other/other"),
        ] {
            assert_eq!(device(said), known, "{said}");
        }
    }
}
