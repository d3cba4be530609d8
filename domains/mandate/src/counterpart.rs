//! The other side of the national register, for tests: an HTTP server of its own that checks every signature and its time, the `Basic`
//! and `Bearer` headers, that a code and a session are its own and that a code does once; and refuses what is wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::national::{HEADER, NationalSettings, signature};

const CLIENT: &str = "punos-koe";
const API_SECRET: &str = "allekirjoituksen salaisuus";
const OAUTH_SECRET: &str = "kirjautumisen salaisuus";

#[derive(Default)]
struct Inner {
    /// delegate, principal, issue
    mandates: HashSet<(String, String, String)>,
    /// By user id: the session and the delegate.
    users: HashMap<String, (String, String)>,
    /// By code: the session and the redirect address; gone when used.
    codes: HashMap<String, (String, String)>,
    /// By token: the session.
    tokens: HashMap<String, String>,
    /// By session: the delegate.
    sessions: HashMap<String, String>,
    /// Whom the person chooses in the register's own screens.
    chosen: Vec<String>,
    /// Paths of what was refused, and why.
    refused: Vec<(String, &'static str)>,
    silent: bool,
    number: u32,
    /// What the clock of the register shows when it is not the machine's.
    now: Option<DateTime<Utc>>,
}

/// A register of mandates on this machine.
#[derive(Clone)]
pub struct Register {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

impl Register {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let register = Self { url: format!("http://{}", listener.local_addr().unwrap()), inner: Arc::default() };
        let signed = axum::Router::new()
            .route("/service/hpa/user/register/{client}/{hetu}", get(user))
            .route("/service/hpa/api/delegate/{session}", get(delegate))
            .route("/service/hpa/api/authorization/{session}/{principal}", get(authorization))
            .route("/service/rest/hpa/authorization/{client}/{delegate}/{principal}", get(again))
            .layer(from_fn_with_state(register.clone(), is_signed));
        let app = signed.route("/oauth/authorize", get(authorize)).route("/oauth/token", post(token)).with_state(register.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        register
    }

    /// How a node that the register knows is known to it.
    pub fn settings(&self, base_url: &str) -> NationalSettings {
        NationalSettings {
            url: self.url.clone(),
            client_id: CLIENT.into(),
            api_secret: API_SECRET.into(),
            oauth_secret: OAUTH_SECRET.into(),
            base_url: base_url.into(),
        }
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }
    pub fn grant(&self, delegate: &str, principal: &str, issue: &str) {
        self.inner().mandates.insert((delegate.into(), principal.into(), issue.into()));
    }
    pub fn revoke(&self, delegate: &str, principal: &str) {
        self.inner().mandates.retain(|(one, other, _)| one != delegate || other != principal);
    }
    /// Whom the person chooses when they come.
    pub fn chooses(&self, principals: &[&str]) {
        self.inner().chosen = principals.iter().map(|one| (*one).to_owned()).collect();
    }
    /// Answers nothing from now on, or answers again.
    pub fn silent(&self, silent: bool) {
        self.inner().silent = silent;
    }
    /// What its clock shows from now on.
    pub fn clock(&self, now: DateTime<Utc>) {
        self.inner().now = Some(now);
    }
    /// What was refused, by path without its query, and why.
    pub fn refused(&self) -> Vec<(String, &'static str)> {
        self.inner().refused.clone()
    }
}

fn no(register: &Register, path: &str, why: &'static str, status: StatusCode) -> Response {
    register.inner().refused.push((path.to_owned(), why));
    (status, Json(json!({ "error": why }))).into_response()
}

/// "client timestamp signature" over the path as it came; the time within five minutes.
async fn is_signed(State(register): State<Register>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let asked = request.uri().path_and_query().map(|p| p.as_str().to_owned()).unwrap_or_default();
    let (silent, now) = {
        let inner = register.inner();
        (inner.silent, inner.now)
    };
    if silent {
        std::future::pending::<()>().await;
    }
    let value = request.headers().get(HEADER).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let parts: Vec<&str> = value.split(' ').collect();
    let [client, timestamp, given] = parts.as_slice() else { return no(&register, &path, "unsigned", StatusCode::UNAUTHORIZED) };
    let Ok(at) = DateTime::parse_from_rfc3339(timestamp) else { return no(&register, &path, "time", StatusCode::UNAUTHORIZED) };
    let now = now.unwrap_or_else(|| kernel::Context::system().now());
    if *client != CLIENT || *given != signature(API_SECRET, &asked, timestamp) {
        return no(&register, &path, "signature", StatusCode::UNAUTHORIZED);
    }
    if (now - at.with_timezone(&Utc)).abs() > chrono::Duration::minutes(5) {
        return no(&register, &path, "stale", StatusCode::UNAUTHORIZED);
    }
    if !asked.contains("requestId=") {
        return no(&register, &path, "request_id", StatusCode::BAD_REQUEST);
    }
    next.run(request).await
}

async fn user(State(register): State<Register>, Path((client, hetu)): Path<(String, String)>) -> Response {
    if kernel::hetu::Hetu::parse(&hetu).is_err() || client.replace("%2D", "-") != CLIENT {
        return no(&register, "register", "person", StatusCode::BAD_REQUEST);
    }
    let mut inner = register.inner();
    inner.number += 1;
    let (session, user) = (format!("s-{}", inner.number), format!("u-{}", inner.number));
    inner.users.insert(user.clone(), (session.clone(), hetu.clone()));
    inner.sessions.insert(session.clone(), hetu);
    Json(json!({ "sessionId": session, "userId": user })).into_response()
}

/// The register's own screens: the person chooses and is sent back.
async fn authorize(State(register): State<Register>, Query(asked): Query<HashMap<String, String>>) -> Response {
    let text = |name: &str| asked.get(name).cloned().unwrap_or_default();
    if text("client_id") != CLIENT || text("response_type") != "code" {
        return no(&register, "/oauth/authorize", "client", StatusCode::BAD_REQUEST);
    }
    let session = register.inner().users.get(&text("user")).map(|(session, _)| session.clone());
    let Some(session) = session else { return no(&register, "/oauth/authorize", "user", StatusCode::BAD_REQUEST) };
    let mut inner = register.inner();
    inner.number += 1;
    let code = format!("c-{}", inner.number);
    inner.codes.insert(code.clone(), (session, text("redirect_uri")));
    let back = format!("{}?code={code}&state={}", text("redirect_uri"), text("state"));
    (StatusCode::FOUND, AppendHeaders([(header::LOCATION, back)])).into_response()
}

async fn token(State(register): State<Register>, headers: HeaderMap, Query(asked): Query<HashMap<String, String>>) -> Response {
    if register.inner().silent {
        std::future::pending::<()>().await;
    }
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{OAUTH_SECRET}")));
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given.as_bytes() != basic.as_bytes()) {
        return no(&register, "/oauth/token", "basic", StatusCode::UNAUTHORIZED);
    }
    if asked.get("grant_type").map(String::as_str) != Some("authorization_code") {
        return no(&register, "/oauth/token", "grant", StatusCode::BAD_REQUEST);
    }
    // Taken out: a code does once.
    let kept = asked.get("code").and_then(|code| register.inner().codes.remove(code));
    let Some((session, redirect)) = kept else { return no(&register, "/oauth/token", "code", StatusCode::BAD_REQUEST) };
    if asked.get("redirect_uri") != Some(&redirect) {
        return no(&register, "/oauth/token", "redirect", StatusCode::BAD_REQUEST);
    }
    let mut inner = register.inner();
    inner.number += 1;
    let token = format!("t-{}", inner.number);
    inner.tokens.insert(token.clone(), session);
    Json(json!({ "access_token": token, "token_type": "bearer", "expires_in": 599, "scope": "read write trust" })).into_response()
}

/// The session of a request's token, when it is the one the path names.
fn bearer(register: &Register, headers: &HeaderMap, session: &str) -> bool {
    let given =
        headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer ")).unwrap_or_default();
    register.inner().tokens.get(given).is_some_and(|known| known == session)
}

async fn delegate(State(register): State<Register>, Path(session): Path<String>, headers: HeaderMap) -> Response {
    if !bearer(&register, &headers, &session) {
        return no(&register, "delegate", "bearer", StatusCode::UNAUTHORIZED);
    }
    let chosen: Vec<Value> = register.inner().chosen.iter().map(|one| json!({ "personId": one, "name": "Joku" })).collect();
    Json(chosen).into_response()
}

fn result(register: &Register, delegate: &str, principal: &str, asked: &HashMap<String, String>) -> Response {
    let issue = asked.get("issue").cloned().unwrap_or_default();
    let there = register.inner().mandates.contains(&(delegate.to_owned(), principal.to_owned(), issue));
    Json(json!({ "result": if there { "ALLOWED" } else { "DISALLOWED" } })).into_response()
}

async fn authorization(
    State(register): State<Register>,
    Path((session, principal)): Path<(String, String)>,
    headers: HeaderMap,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    if !bearer(&register, &headers, &session) {
        return no(&register, "authorization", "bearer", StatusCode::UNAUTHORIZED);
    }
    let who = register.inner().sessions.get(&session).cloned().unwrap_or_default();
    result(&register, &who, &principal, &asked)
}

async fn again(
    State(register): State<Register>,
    Path((client, delegate, principal)): Path<(String, String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    if client != CLIENT {
        return no(&register, "again", "client", StatusCode::BAD_REQUEST);
    }
    result(&register, &delegate, &principal, &asked)
}
