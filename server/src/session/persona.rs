use axum::Extension;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use kernel::{Problem, Text};
use serde::{Deserialize, Serialize};
use store::{Birth, StoreError};
use trust::{Audience, Cookie, Gate, Json, Recognised};
use uuid::Uuid;

use super::info::{Entry, SessionInfo, info};

/// Someone to log in as on a demo node.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Persona {
    pub key: String,
    /// staff | client
    pub audience: String,
    pub name: String,
    pub title: Text,
    pub about: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub subject_id: Option<Uuid>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Choice {
    key: String,
}

const META: &str = "personas";

/// The personas of a demo node, without who they are in the database; an empty list on any other.
pub async fn personas(gate: &Gate) -> Result<Vec<Persona>, Problem> {
    let mut all = subjects(gate).await?;
    for persona in &mut all {
        persona.subject_id = None;
    }
    Ok(all)
}

/// The personas of a demo node with who they are in the database.
pub(crate) async fn subjects(gate: &Gate) -> Result<Vec<Persona>, Problem> {
    if gate.birth() != Birth::Demo {
        return Ok(Vec::new());
    }
    let text = gate.db().meta(META).await.map_err(|error| {
        tracing::error!(%error, "the personas cannot be read");
        Problem::internal()
    })?;
    Ok(text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default())
}

/// Writes the personas of a demo database.
pub async fn set_personas(gate: &Gate, personas: &[Persona]) -> Result<(), StoreError> {
    let text = serde_json::to_string(personas).unwrap_or_default();
    gate.db().set_meta(META, &text).await
}

#[utoipa::path(
    post, path = "/api/v1/session/persona", tag = "session", extensions(("x-action" = json!("session.persona"))),
    request_body = Choice,
    responses((status = 200, body = SessionInfo), (status = 404, body = Problem, description = "Not a demo node, or no such persona"))
)]
pub async fn choose(State(entry): State<Entry>, headers: HeaderMap, body: Json<Choice>) -> Result<Response, Problem> {
    same_site(&headers)?;
    let gate = &entry.gate;
    let persona = subjects(gate).await?.into_iter().find(|p| p.key == body.0.key).ok_or_else(Problem::not_found)?;
    let subject = persona.subject_id.ok_or_else(Problem::not_found)?;
    let audience = if persona.audience == "client" { Audience::Client } else { Audience::Staff };
    if let Some(old) = Cookie::read(gate.secure(), &headers) {
        trust::end_session(gate, &old).await?;
    }
    let key = trust::start_session(gate, audience, subject, "persona", None).await?;
    trust::note_device(gate, &key, &headers).await?;
    let row = trust::session_of(gate, &key).await?;
    let info = info(&entry, row.as_ref()).await?;
    let who = Recognised { audience: persona.audience, subject_id: subject };
    Ok((Extension(who), AppendHeaders([(SET_COOKIE, Cookie::set(gate.secure(), &key))]), Json(info)).into_response())
}

/// A log-in has no session yet and so no token: another site must not be able to start one in this browser.
fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    match site {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => Err(Problem::new(StatusCode::FORBIDDEN, "csrf", "The request did not come from this node's page")),
    }
}
