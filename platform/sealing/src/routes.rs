//! The sealed log over HTTP: public checkpoints and proofs, a client's receipt, the administrator's look.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::Problem;
use serde::{Deserialize, Serialize};
use trust::{ClientSession, Gate, Json, Query, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::receipt::Receipt;
use crate::state::{LogState, sealed};
use crate::tree::Hash;
use crate::watch::{Consistency, Cosigned, LogFace, witnessed};
use crate::{Sealing, actions, proof};

#[derive(Clone)]
struct Room {
    gate: Gate,
    sealing: Sealing,
}

fn all() -> OpenApiRouter<Room> {
    OpenApiRouter::new()
        .routes(routes!(face))
        .routes(routes!(checkpoint))
        .routes(routes!(consistency))
        .routes(routes!(inclusion))
        .routes(routes!(witnesses))
        .routes(routes!(receipt))
        .routes(routes!(state))
}

/// The routes of the sealed log.
pub fn router(sealing: Sealing, gate: Gate) -> OpenApiRouter {
    all().with_state(Room { gate, sealing })
}

/// Their part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    all().into_openapi()
}

/// The log's name, its keys and its last checkpoint.
#[utoipa::path(get, path = "/api/v1/public/log", tag = "log", extensions(("x-action" = json!("public.log.read"))),
    responses((status = 200, body = LogFace)))]
async fn face(State(room): State<Room>) -> Result<Json<LogFace>, Problem> {
    let keys = room.sealing.keys(&room.gate);
    Ok(Json(LogFace {
        origin: keys.origin().to_owned(),
        log_key: keys.log_key().to_string(),
        witness_key: keys.witness_key().to_string(),
        checkpoint: sealed(&room.gate.log_reader()).await?.map(|sealed| sealed.note),
    }))
}

/// The last checkpoint as text: a signed note (C2SP tlog-checkpoint).
#[utoipa::path(get, path = "/api/v1/public/log/checkpoint", tag = "log", extensions(("x-action" = json!("public.log.checkpoint"))),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404, body = Problem, description = "Nothing is sealed yet")))]
async fn checkpoint(State(room): State<Room>) -> Result<Response, Problem> {
    let sealed = sealed(&room.gate.log_reader()).await?.ok_or_else(Problem::not_found)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], sealed.note).into_response())
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConsistencyQuery {
    /// Size of the earlier tree, from 1
    from: u64,
    /// Size of the later tree; that of the last checkpoint when absent
    to: Option<u64>,
}

/// That the log goes on from an earlier state of it.
#[utoipa::path(get, path = "/api/v1/public/log/consistency", tag = "log", extensions(("x-action" = json!("public.log.consistency"))),
    params(ConsistencyQuery), responses((status = 200, body = Consistency), (status = 404, body = Problem, description = "No such size")))]
async fn consistency(State(room): State<Room>, Query(query): Query<ConsistencyQuery>) -> Result<Json<Consistency>, Problem> {
    let conn = room.gate.log_reader();
    let size = sealed(&conn).await?.map_or(0, |sealed| sealed.size);
    let to = query.to.unwrap_or(size);
    if to > size {
        return Err(Problem::not_found());
    }
    let hashes = proof::consistency(&conn, query.from, to).await?;
    Ok(Json(Consistency { from: query.from, to, proof: encoded(&hashes) }))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InclusionQuery {
    /// Number of the entry, from 0
    leaf: u64,
    /// Size of the tree; that of the last checkpoint when absent
    size: Option<u64>,
}

/// A proof that an entry is in the log.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Inclusion {
    leaf: u64,
    size: u64,
    /// Hashes in base64, from the leaf up.
    proof: Vec<String>,
}

/// That an entry is in the log; whoever has its receipt knows its hash.
#[utoipa::path(get, path = "/api/v1/public/log/inclusion", tag = "log", extensions(("x-action" = json!("public.log.inclusion"))),
    params(InclusionQuery), responses((status = 200, body = Inclusion), (status = 404, body = Problem, description = "No such entry or size")))]
async fn inclusion(State(room): State<Room>, Query(query): Query<InclusionQuery>) -> Result<Json<Inclusion>, Problem> {
    let conn = room.gate.log_reader();
    let last = sealed(&conn).await?.map_or(0, |sealed| sealed.size);
    let size = query.size.unwrap_or(last);
    if size > last {
        return Err(Problem::not_found());
    }
    let hashes = proof::inclusion(&conn, query.leaf, size).await?;
    Ok(Json(Inclusion { leaf: query.leaf, size, proof: encoded(&hashes) }))
}

/// Other nodes' checkpoints as this node saw and cosigned them.
#[utoipa::path(get, path = "/api/v1/public/log/witnessed", tag = "log", extensions(("x-action" = json!("public.log.witnessed"))),
    responses((status = 200, body = Vec<Cosigned>)))]
async fn witnesses(State(room): State<Room>) -> Result<Json<Vec<Cosigned>>, Problem> {
    Ok(Json(witnessed(&room.gate.log_reader()).await?))
}

/// The receipt for a line of the client's own log, to be kept and checked elsewhere.
#[utoipa::path(get, path = "/api/v1/client/log/{id}/receipt", tag = "log", extensions(("x-action" = json!("log.own.receipt"))),
    params(("id" = Uuid, Path, description = "The line")),
    responses((status = 200, body = Receipt), (status = 404, body = Problem), (status = 409, body = Problem, description = "not_sealed_yet")))]
async fn receipt(State(room): State<Room>, session: ClientSession, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let own = session.open(&actions::RECEIPT).await?;
    let receipt = room.sealing.receipt(&room.gate, &own, id).await?;
    let name = format!("attachment; filename=\"receipt-{id}.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], axum::Json(receipt)).into_response())
}

/// How the sealing stands.
#[utoipa::path(get, path = "/api/v1/staff/administration/log", tag = "log", extensions(("x-action" = json!("log.state"))),
    responses((status = 200, body = LogState), (status = 403, body = Problem)))]
async fn state(State(room): State<Room>, session: StaffSession) -> Result<Json<LogState>, Problem> {
    session.list(&actions::STATE)?.shown(&[]);
    // What is on its way to the database waits for its seal too.
    room.gate.flush_log().await;
    Ok(Json(room.sealing.state(&room.gate).await?))
}

fn encoded(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(|hash| STANDARD.encode(hash)).collect()
}
