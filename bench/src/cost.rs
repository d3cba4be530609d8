//! What safety costs a situation picture, in CPU: the proof of the connection, the line in the access log and its sealing, each
//! apart, beside the whole. Nothing is turned off for it: the same node answers four requests of the same clients, each doing more
//! of the same work than the one before it, and the sealer seals at the end what they left.
//!
//! Requests are handed to the router, not sent over a socket, so that the work of asking is not in the figures. It is the CPU of this
//! process: on SQLite the database's too, on PostgreSQL not its server's.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use care::actions::{DESK, SUMMARY};
use kernel::{ClientId, Problem};
use server::app::{Rooms, app};
use server::live::Feed;
use server::node::{Node, NodeOptions};
use store::Birth;
use store::sea_orm::FromQueryResult;
use store::sql;
use tokio::sync::watch;
use tower::ServiceExt;
use trust::{Gate, RouteActions, StaffSession};
use uuid::Uuid;

use crate::county::Made;
use crate::picture::{LOOKS, clients_of};
use crate::sealed_log::cpu_seconds;

/// Requests of one kind in one round, and rounds: turn and turn about, so that what else the machine does falls on all.
const REQUESTS: usize = 2_000;
const ROUNDS: usize = 4;
/// Requests under way at a time.
const WORKERS: usize = 16;
/// The share of the whole that the three may take together.
const GOAL: f64 = 0.25;

/// CPU time of each kind, in seconds.
#[derive(Default)]
struct Spent {
    session: f64,
    line: f64,
    proof: f64,
    picture: f64,
}

pub async fn run(made: &Made) {
    let options = NodeOptions { database: made.database.clone(), data: made.data.clone(), connections: 16, secure: false, watch: None };
    let node = Node::open(&options, Some(Birth::Demo)).await.unwrap();
    node.gate.lift_limits();
    let sealing = node.sealing(Vec::new());
    let stopping = watch::Sender::new(false);
    let feed = Feed::start(node.gate.clone(), stopping.subscribe());
    let program = app(node.gate.clone(), Rooms::new(node.rules.clone(), Default::default()), None, feed);
    let parts = parts(&node.gate);
    let (cookie, team) = log_in(&program).await;
    let clients = Arc::new(clients_of(node.gate.job("bench", "bench", None).reader(), team).await);
    let lines = lines(&node).await;
    // What was before is sealed, so that only what follows is at the end.
    sealing.turn(&node.gate).await.unwrap();
    let mut spent = Spent::default();
    for _ in 0..ROUNDS {
        spent.session += cpu(&node.gate, &parts, &cookie, "/session", &clients).await;
        spent.line += cpu(&node.gate, &parts, &cookie, "/line", &clients).await;
        spent.proof += cpu(&node.gate, &parts, &cookie, "/proof", &clients).await;
        spent.picture += cpu(&node.gate, &program, &cookie, "/summary", &clients).await;
    }
    let left = lines_since(&node, lines).await;
    let before = cpu_seconds();
    let sealed = sealing.turn(&node.gate).await.unwrap();
    let each = (cpu_seconds() - before) * 1e6 / sealed as f64;
    assert_eq!(left, sealed, "every line is sealed");
    // A list and a proof leave a line each; what is more is the picture's.
    let of_picture = left as f64 / (ROUNDS * REQUESTS) as f64 - 2.0;
    assert!(of_picture >= 1.0, "no look without a line");
    print(&spent, each * of_picture);
    let _ = stopping.send(true);
    node.close().await;
}

fn print(spent: &Spent, sealing: f64) {
    let each = |seconds: f64| seconds * 1e6 / (ROUNDS * REQUESTS) as f64;
    let whole = each(spent.picture) + sealing;
    let (line, proof) = (each(spent.line - spent.session), each(spent.proof - spent.line));
    println!("situation picture: {whole:.0} µs of CPU a request, with its sealing");
    for (what, cost) in [("proof", proof), ("log line", line), ("sealing", sealing), ("the three together", proof + line + sealing)] {
        println!("  {what}: {cost:.0} µs, {:.1} %", cost * 100.0 / whole);
    }
    println!("  (goal: at most {:.0} % together; the session before them: {:.0} µs)", GOAL * 100.0, each(spent.session));
}

/// Requests that do only the first parts of a look: who asks; that and the log line of a list, which asks for no relation; and the
/// proof of one client, with its line.
fn parts(gate: &Gate) -> Router {
    let gate = gate.clone();
    Router::new()
        .route("/api/v1/staff/clients/{id}/session", get(session))
        .route("/api/v1/staff/clients/{id}/line", get(line))
        .route("/api/v1/staff/clients/{id}/proof", get(proof))
        .layer(from_fn(move |request: Request, next: Next| trust::trail(gate.clone(), RouteActions::default(), request, next)))
}

async fn session(session: StaffSession) -> Json<Uuid> {
    Json(session.staff().id)
}

async fn line(session: StaffSession, Path(id): Path<ClientId>) -> Result<Json<Uuid>, Problem> {
    let listed = session.list(&DESK)?;
    listed.shown(&[id]);
    Ok(Json(session.staff().id))
}

async fn proof(session: StaffSession, Path(id): Path<ClientId>) -> Result<Json<Uuid>, Problem> {
    let opened = session.open(id, &SUMMARY).await?;
    Ok(Json(opened.client().0))
}

/// CPU of a round of requests of one kind, until what they left is in the database.
async fn cpu(gate: &Gate, router: &Router, cookie: &str, tail: &'static str, clients: &Arc<Vec<Uuid>>) -> f64 {
    let before = cpu_seconds();
    let tasks: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let (router, cookie, clients) = (router.clone(), cookie.to_owned(), clients.clone());
            tokio::spawn(async move {
                for nth in (worker..REQUESTS).step_by(WORKERS) {
                    let path = format!("/api/v1/staff/clients/{}{tail}", clients[nth % clients.len()]);
                    read(ask(&router, "GET", &path, &cookie, "").await).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    gate.flush_log().await;
    cpu_seconds() - before
}

async fn ask(router: &Router, method: &str, path: &str, cookie: &str, body: &'static str) -> Response {
    let request =
        Request::builder().method(method).uri(path).header(header::COOKIE, cookie).header(header::CONTENT_TYPE, "application/json");
    router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
}

/// The whole of a good answer.
async fn read(response: Response) -> Vec<u8> {
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&bytes));
    bytes.to_vec()
}

/// The cookie of one who looks, and the team whose clients are looked at.
async fn log_in(program: &Router) -> (String, Uuid) {
    let persona = format!(r#"{{"key":"{LOOKS}"}}"#);
    let answer = ask(program, "POST", "/api/v1/session/persona", "", persona.leak()).await;
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let info: serde_json::Value = serde_json::from_slice(&read(answer).await).unwrap();
    (cookie, info["professional"]["teams"][0]["id"].as_str().unwrap().parse().unwrap())
}

async fn lines(node: &Node) -> usize {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    node.gate.flush_log().await;
    let job = node.gate.job("bench", "bench", None);
    let count: Option<Count> = sql::one(job.reader(), "SELECT COUNT(*) AS n FROM access_log", []).await.unwrap();
    count.unwrap().n as usize
}

async fn lines_since(node: &Node, before: usize) -> usize {
    lines(node).await - before
}
