//! Tokens of systems: scoped, expiring, stored hashed. Made by `punos token` or by an administrator.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use kernel::{Problem, Register};
use sha2::{Digest, Sha256};
use store::sea_orm::FromQueryResult;
use store::{NewEvent, sql};
use uuid::Uuid;

use crate::access::job::Job;
use crate::access::proof::failed;
use crate::access::work::Work;
use crate::gate::Gate;
use crate::http::{Actor, gate_of};

/// What a token can be made to do.
pub const SCOPES: &[&str] = &["fhir.write"];

/// What a new token may do.
pub struct NewToken<'a> {
    /// For people: what it is for.
    pub name: &'a str,
    /// e.g. `fhir.write`
    pub scopes: &'a [String],
    /// The name under which this system's originals are kept.
    pub source_system: &'a str,
    /// The register what it sends belongs to, unless the source says otherwise.
    pub register: Register,
    pub life: Duration,
}

#[derive(serde::Serialize, utoipa::ToSchema)]
#[schema(as = MadeToken)]
pub struct Made {
    pub id: Uuid,
    /// Shown once; only its hash is kept.
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// Makes a token, from the command line.
pub async fn make(gate: &Gate, new: NewToken<'_>) -> Result<Made, Problem> {
    let work = gate.job("trust.token.make", "administration", None).begin().await?;
    let made = make_in(&work, new).await?;
    work.commit().await?;
    Ok(made)
}

/// Makes a token in a change under way.
pub async fn make_in(work: &Work, new: NewToken<'_>) -> Result<Made, Problem> {
    let token = format!("punos_{}", URL_SAFE_NO_PAD.encode(work.ctx().secret::<32>()));
    let id = work.new_id();
    let expires_at = work.at() + new.life;
    let text = "INSERT INTO api_token (id, hash, name, scopes, source_system, register, created_at, expires_at, created_by) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        id.into(),
        hash(&token).into(),
        new.name.into(),
        new.scopes.join(" ").into(),
        new.source_system.into(),
        new.register.code().into(),
        work.at().into(),
        expires_at.into(),
        work.actor_id().into(),
    ];
    sql::exec(work, text, values).await.map_err(failed)?;
    work.emit(NewEvent::new("trust.token.made", "api_token", id)).await.map_err(failed)?;
    Ok(Made { id, token, expires_at })
}

/// A token as it is listed; the secret itself is nowhere.
#[derive(Debug, serde::Serialize, FromQueryResult, utoipa::ToSchema)]
#[schema(as = ListedToken)]
pub struct Listed {
    pub id: Uuid,
    pub name: String,
    /// Words with spaces between.
    pub scopes: String,
    pub source_system: String,
    pub register: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
    /// To within five minutes; absent when it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
}

pub async fn list(gate: &Gate) -> Result<Vec<Listed>, Problem> {
    let text = "SELECT id, name, scopes, source_system, register, created_at, expires_at, revoked_at, last_used_at FROM api_token ORDER BY created_at";
    sql::all(&gate.reader(), text, []).await.map_err(failed)
}

/// Revokes a token at once, from the command line. `false`: there is no such open token.
pub async fn revoke(gate: &Gate, id: Uuid) -> Result<bool, Problem> {
    let work = gate.job("trust.token.revoke", "administration", None).begin().await?;
    let done = revoke_in(&work, id).await?;
    work.commit().await?;
    Ok(done)
}

/// Revokes a token in a change under way.
pub async fn revoke_in(work: &Work, id: Uuid) -> Result<bool, Problem> {
    let text = "UPDATE api_token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
    let done = sql::exec(work, text, [work.at().into(), id.into()]).await.map_err(failed)?.rows_affected() > 0;
    if done {
        work.emit(NewEvent::new("trust.token.revoked", "api_token", id)).await.map_err(failed)?;
    }
    Ok(done)
}

/// How exactly the last use of a token is known, in minutes: a busy system must not write a row at every request.
const USED_MINUTES: i64 = 5;

/// Remembers that a token was used. A database that takes no writes just now does not stop a look.
async fn used(gate: &Gate, id: Uuid, before: Option<DateTime<Utc>>) {
    let now = gate.ctx().now();
    if before.is_some_and(|at| now - at < Duration::minutes(USED_MINUTES)) {
        return;
    }
    let written = async {
        let tx = gate.begin().await?;
        sql::exec(&tx, "UPDATE api_token SET last_used_at = $1 WHERE id = $2", [now.into(), id.into()]).await?;
        tx.commit().await
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "the last use of a token was not written");
    }
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A system that showed a valid token.
pub struct SystemToken {
    pub id: Uuid,
    pub source_system: String,
    pub register: Register,
    scopes: Vec<String>,
    gate: Gate,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    scopes: String,
    source_system: String,
    register: String,
    last_used_at: Option<DateTime<Utc>>,
}

impl<S: Send + Sync> FromRequestParts<S> for SystemToken {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (gate, trail) = gate_of(parts)?;
        let header = parts.headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok());
        let token = header.and_then(|v| v.strip_prefix("Bearer ")).ok_or_else(Problem::not_signed_in)?;
        let text = "SELECT id, scopes, source_system, register, last_used_at FROM api_token WHERE hash = $1 AND expires_at > $2 AND revoked_at IS NULL";
        let row: Option<Row> = sql::one(&gate.reader(), text, [hash(token).into(), gate.ctx().now().into()]).await.map_err(failed)?;
        let row = row.ok_or_else(Problem::not_signed_in)?;
        used(&gate, row.id, row.last_used_at).await;
        trail.recognise(Actor { kind: "system", id: Some(row.id), role: None, unit_id: None });
        Ok(Self {
            id: row.id,
            source_system: row.source_system,
            register: Register::parse(&row.register).ok_or_else(Problem::internal)?,
            scopes: row.scopes.split(' ').map(str::to_owned).collect(),
            gate,
        })
    }
}

impl SystemToken {
    pub fn gate(&self) -> &Gate {
        &self.gate
    }
    /// The batch this request is, when the token has the scope.
    pub async fn job(&self, name: &'static str, scope: &str) -> Result<Job, Problem> {
        let job = self.gate.job(name, "import", Some(self.id));
        if self.scopes.iter().any(|s| s == scope) {
            return Ok(job);
        }
        job.refused(&[], "scope").await;
        Err(Problem::refused("scope", &["ask_administrator"]))
    }
}
