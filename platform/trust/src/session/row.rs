use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use kernel::{ClientId, Problem};
use sha2::{Digest, Sha256};
use store::sea_orm::FromQueryResult;
use store::sql;
use uuid::Uuid;

use super::hint;
use crate::access::proof::failed;
use crate::access::work::unwritable;
use crate::acting::{Acting, ActingGround};
use crate::action::Audience;
use crate::gate::Gate;

/// A working day; after it one logs in again, unless one has said that the session goes on.
pub(crate) const LIFE: Duration = Duration::hours(10);
/// How many lives a session can have in all: one that began and ten that were asked for (WCAG 2.2, 2.2.1 Timing Adjustable).
const LIVES: i32 = 11;
/// A limit of more than this need not be adjustable (the same criterion's exception), and nobody works longer.
const LONGEST: Duration = Duration::hours(20);

#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionRow {
    pub audience: String,
    /// The professional or the client.
    pub subject_id: Uuid,
    pub csrf: String,
    /// persona | oidc
    pub origin: String,
    /// For RP-initiated log-out; sealed, see [`super::hint`].
    pub id_token: Option<String>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// When it was last used; none for one of before this was kept.
    pub seen_at: Option<DateTime<Utc>>,
    /// Whom a client acts for, by what, since when; all or none of them.
    pub acting_for: Option<Uuid>,
    pub acting_ground: Option<String>,
    pub acting_ref: Option<Uuid>,
    pub acting_since: Option<DateTime<Utc>>,
}

impl SessionRow {
    /// Who acts for whom, as the session says; whether the ground stands is another question.
    pub(crate) fn acting(&self) -> Option<Acting> {
        let (client, reference) = self.acting_for.zip(self.acting_ref)?;
        let ground = ActingGround::parse(self.acting_ground.as_deref()?)?;
        Some(Acting { actor: ClientId(self.subject_id), client: ClientId(client), ground, reference })
    }
    /// When the session ends if nobody uses it from now on. `idle`: how long an unused one lasts.
    pub fn ends_at(&self, idle: Option<Duration>) -> DateTime<Utc> {
        let unused = idle.zip(self.seen_at).map(|(idle, seen)| seen + idle);
        unused.map_or(self.expires_at, |unused| unused.min(self.expires_at))
    }
    /// Seconds until the session ends by itself; never negative.
    pub fn left(&self, idle: Option<Duration>, now: DateTime<Utc>) -> i64 {
        (self.ends_at(idle) - now).num_seconds().max(0)
    }
    /// Until when the session would last if it were extended now; `None` when it has had its lives.
    pub fn extended(&self, life: Duration, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let last = self.created_at + (life * LIVES).min(LONGEST.max(life));
        Some((now + life).min(last)).filter(|until| *until > self.expires_at)
    }
}

/// The session's cookie. `__Host-` on https; on loopback without TLS a plain name, since browsers refuse the prefix there.
pub struct Cookie;

impl Cookie {
    pub fn name(secure: bool) -> &'static str {
        if secure { "__Host-punos" } else { "punos" }
    }
    pub fn set(secure: bool, key: &str) -> String {
        let flag = if secure { "; Secure" } else { "" };
        format!("{}={key}; Path=/; HttpOnly; SameSite=Lax{flag}", Self::name(secure))
    }
    pub fn clear(secure: bool) -> String {
        let flag = if secure { "; Secure" } else { "" };
        format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{flag}", Self::name(secure))
    }
    /// The key in a request's cookies.
    pub fn read(secure: bool, headers: &HeaderMap) -> Option<String> {
        let name = Self::name(secure);
        headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    }
}

pub(super) fn hash(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

/// Begins a session and gives the cookie's key.
pub async fn start(gate: &Gate, audience: Audience, subject_id: Uuid, origin: &str, id_token: Option<String>) -> Result<String, Problem> {
    let key = URL_SAFE_NO_PAD.encode(gate.ctx().secret::<32>());
    let csrf = URL_SAFE_NO_PAD.encode(gate.ctx().secret::<24>());
    let audience = if audience == Audience::Client { "client" } else { "staff" };
    let now = gate.ctx().now();
    let id_token = id_token.and_then(|token| hint::sealed(&key, &token));
    let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
    let text = "INSERT INTO session (key_hash, audience, subject_id, csrf, origin, id_token, created_at, expires_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)";
    let values = [
        hash(&key).into(),
        audience.into(),
        subject_id.into(),
        csrf.into(),
        origin.into(),
        id_token.into(),
        now.into(),
        (now + gate.session_life()).into(),
    ];
    sql::exec(&tx, text, values).await.map_err(|e| unwritable(gate, e))?;
    tx.commit().await.map_err(|e| unwritable(gate, e))?;
    Ok(key)
}

/// The open session of a key the caller has just begun.
pub async fn session_of(gate: &Gate, key: &str) -> Result<Option<SessionRow>, Problem> {
    load(gate, key, gate.ctx().now(), true).await
}

/// The session of a key, when it is open. `used`: whether this is a use of it, and not a page that looks by itself.
pub(crate) async fn load(gate: &Gate, key: &str, now: DateTime<Utc>, used: bool) -> Result<Option<SessionRow>, Problem> {
    let text = "SELECT audience, subject_id, csrf, origin, id_token, created_at, expires_at, seen_at, acting_for, acting_ground, acting_ref, acting_since FROM session \
         WHERE key_hash = $1 AND expires_at > $2 AND ended_at IS NULL";
    let hash = hash(key);
    let row: Option<SessionRow> = sql::one(&gate.reader(), text, [hash.clone().into(), now.into()]).await.map_err(failed)?;
    let Some(mut row) = row else { return Ok(None) };
    let kept = row.seen_at;
    row.seen_at = gate.0.seen.last(&hash, kept);
    if row.ends_at(gate.session_idle()) <= now {
        return Ok(None);
    }
    if used {
        gate.0.seen.used(&hash, kept, now);
        row.seen_at = Some(now);
    }
    Ok(Some(row))
}

/// Makes an open session last longer; gives it as it is after that. A session that has had its lives stays as it was.
pub async fn extend(gate: &Gate, key: &str) -> Result<Option<SessionRow>, Problem> {
    let now = gate.ctx().now();
    let Some(mut row) = load(gate, key, now, true).await? else { return Ok(None) };
    if let Some(until) = row.extended(gate.session_life(), now) {
        let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
        let text = "UPDATE session SET expires_at = $1 WHERE key_hash = $2 AND ended_at IS NULL AND expires_at < $1";
        sql::exec(&tx, text, [until.into(), hash(key).into()]).await.map_err(|e| unwritable(gate, e))?;
        tx.commit().await.map_err(|e| unwritable(gate, e))?;
        row.expires_at = until;
    }
    Ok(Some(row))
}

/// Ends a session; the next request with its cookie is nobody's.
pub async fn end(gate: &Gate, key: &str) -> Result<(), Problem> {
    let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
    let text = "UPDATE session SET ended_at = $1, id_token = NULL WHERE key_hash = $2 AND ended_at IS NULL";
    sql::exec(&tx, text, [gate.ctx().now().into(), hash(key).into()]).await.map_err(|e| unwritable(gate, e))?;
    tx.commit().await.map_err(|e| unwritable(gate, e))
}

/// Removes what no longer serves: sessions over a month past their end, answers kept for repeated requests over two days,
/// log-ins nobody finished. The access log keeps what was done.
pub async fn prune(gate: &Gate) -> Result<usize, Problem> {
    let now = gate.ctx().now();
    let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
    let mut gone = 0;
    for (text, before) in [
        ("DELETE FROM session WHERE expires_at < $1", now - Duration::days(30)),
        ("DELETE FROM idempotency WHERE at < $1", now - Duration::days(2)),
        ("DELETE FROM login_state WHERE expires_at < $1", now),
    ] {
        gone += sql::exec(&tx, text, [before.into()]).await.map_err(|e| unwritable(gate, e))?.rows_affected();
    }
    tx.commit().await.map_err(|e| unwritable(gate, e))?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_goes_on_ten_times_and_not_for_ever() {
        let began: DateTime<Utc> = "2026-11-22T06:00:00Z".parse().unwrap();
        let mut row = SessionRow {
            audience: "staff".into(),
            subject_id: Uuid::nil(),
            csrf: String::new(),
            origin: "oidc".into(),
            id_token: None,
            created_at: began,
            expires_at: began + LIFE,
            seen_at: Some(began),
            acting_for: None,
            acting_ground: None,
            acting_ref: None,
            acting_since: None,
        };
        // Short lives go on ten times, long ones until twenty hours.
        for (life, least, whole) in [(Duration::minutes(30), 10, Duration::minutes(330)), (LIFE, 1, LONGEST)] {
            row.expires_at = began + life;
            let mut times = 0;
            while let Some(until) = row.extended(life, row.expires_at - Duration::minutes(5)) {
                assert!(until > row.expires_at);
                row.expires_at = until;
                times += 1;
                assert!(times < 100);
            }
            assert!(times >= least, "{times}");
            assert_eq!(row.expires_at, began + whole);
        }
        assert_eq!(row.left(None, row.expires_at - Duration::seconds(90)), 90);
        assert_eq!(row.left(None, row.expires_at + Duration::seconds(90)), 0);
        let idle = Some(Duration::minutes(30));
        row.seen_at = Some(row.expires_at - Duration::hours(2));
        assert_eq!(row.left(idle, row.expires_at - Duration::minutes(100)), 600, "an unused one ends before");
        row.seen_at = Some(row.expires_at - Duration::minutes(5));
        assert_eq!(row.ends_at(idle), row.expires_at, "a used one ends all the same");
    }
}
