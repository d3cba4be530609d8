use axum::Extension;
use chrono::{DateTime, Utc};
use kernel::Problem;
use serde::{Deserialize, Serialize};
use trust::{AnySession, Json, Recognised, SessionRow};

use super::recognised;

/// One of one's own open sessions.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OwnSession {
    pub id: String,
    /// firefox | edge | chrome | safari | opera | samsung | other
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// windows | macos | linux | chromeos | android | ios | other
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    pub started_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_at: Option<DateTime<Utc>>,
    /// The one that asks.
    pub here: bool,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSessions {
    /// One of them; all but this one, when left out.
    pub id: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct EndedSessions {
    pub ended: usize,
}

fn mine(session: AnySession) -> Result<(trust::Gate, SessionRow, String), Problem> {
    match (session.row, session.key) {
        (Some(row), Some(key)) => Ok((session.gate, row, key)),
        _ => Err(Problem::not_signed_in()),
    }
}

/// Where I am logged in, newest first.
#[utoipa::path(get, path = "/api/v1/session/own", tag = "session", operation_id = "own_sessions", extensions(("x-action" = json!("session.own.list"))),
    responses((status = 200, body = Vec<OwnSession>), (status = 401, body = Problem)))]
pub async fn list(session: AnySession) -> Result<(Extension<Recognised>, Json<Vec<OwnSession>>), Problem> {
    let (gate, row, key) = mine(session)?;
    let all = trust::own_sessions(&gate, &row, &key).await?.into_iter().map(|one| {
        let (browser, system) = one.device.as_deref().and_then(|d| d.split_once('/')).unzip();
        OwnSession {
            id: one.id,
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
            started_at: one.started_at,
            used_at: one.used_at,
            here: one.here,
        }
    });
    let all = all.collect();
    Ok((Extension(recognised(&row)), Json(all)))
}

/// Ends one of my other sessions, or all of them.
#[utoipa::path(post, path = "/api/v1/session/own/end", tag = "session", operation_id = "end_own_sessions", request_body = EndSessions,
    extensions(("x-action" = json!("session.own.end"))),
    responses((status = 200, body = EndedSessions), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn end(session: AnySession, Json(which): Json<EndSessions>) -> Result<(Extension<Recognised>, Json<EndedSessions>), Problem> {
    let (gate, row, key) = mine(session)?;
    let ended = trust::end_other_sessions(&gate, &row, &key, which.id.as_deref()).await?;
    Ok((Extension(recognised(&row)), Json(EndedSessions { ended })))
}
