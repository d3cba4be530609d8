//! Tokens of systems over HTTP. A secret is shown once, in the answer that made it, and is not kept for a repeated request
//! either: who loses it revokes the token and makes another.

use axum::extract::Path;
use axum::http::StatusCode;
use chrono::Duration;
use kernel::{Problem, Register};
use serde::Deserialize;
use trust::token::{self, Listed, Made, NewToken};
use trust::{Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::{Upkeep, actions, look};

pub fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(revoke))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewTokenBody {
    /// What it is for.
    name: String,
    /// fhir.write …
    scopes: Vec<String>,
    /// The name under which this system's originals are kept.
    source_system: String,
    /// social | patient: what it sends belongs to it unless the source says otherwise.
    register: Register,
    /// 1–365
    days: i64,
}

#[utoipa::path(get, path = "/api/v1/staff/administration/tokens", tag = "upkeep", extensions(("x-action" = json!("upkeep.token.list"))),
    responses((status = 200, body = Vec<Listed>), (status = 403, body = Problem)))]
async fn list(session: StaffSession) -> Result<Json<Vec<Listed>>, Problem> {
    look(&session, &actions::TOKEN_LIST)?;
    Ok(Json(token::list(session.gate()).await?))
}

#[utoipa::path(post, path = "/api/v1/staff/administration/tokens", tag = "upkeep", extensions(("x-action" = json!("upkeep.token.make"))),
    request_body = NewTokenBody, responses((status = 201, body = Made), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn make(session: StaffSession, Json(body): Json<NewTokenBody>) -> Result<(StatusCode, Json<Made>), Problem> {
    let change = session.change_reference(&actions::TOKEN_MAKE)?;
    let (name, source) = (body.name.trim(), body.source_system.trim());
    for (path, value, longest) in [("/name", name, 200), ("/source_system", source, 60)] {
        match value.chars().count() {
            0 => return Err(Problem::invalid_field(path, "required")),
            n if n > longest => return Err(Problem::invalid_field(path, "too_long")),
            _ => {}
        }
    }
    if !source.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'.')) {
        return Err(Problem::invalid_field("/source_system", "not_a_key"));
    }
    if body.scopes.is_empty() {
        return Err(Problem::invalid_field("/scopes", "required"));
    }
    if body.scopes.iter().any(|s| !token::SCOPES.contains(&s.as_str())) {
        return Err(Problem::invalid_field("/scopes", "not_in_list"));
    }
    if !(1..=365).contains(&body.days) {
        return Err(Problem::invalid_field("/days", "range"));
    }
    let mut work = change.begin().await?;
    let new = NewToken { name, scopes: &body.scopes, source_system: source, register: body.register, life: Duration::days(body.days) };
    let made = token::make_in(&work, new).await?;
    work.object("api_token", made.id);
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

#[utoipa::path(post, path = "/api/v1/staff/administration/tokens/{id}/revoke", tag = "upkeep", extensions(("x-action" = json!("upkeep.token.revoke"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn revoke(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let mut work = session.change_reference(&actions::TOKEN_REVOKE)?.begin().await?;
    work.object("api_token", id);
    if !token::revoke_in(&work, id).await? {
        return Err(Problem::not_found());
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
