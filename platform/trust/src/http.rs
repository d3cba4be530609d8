//! What every route shares: the trail of a request, typed bodies with field errors, versions and If-Match, Idempotency-Key.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::problem::ProblemCode;
use kernel::{FieldError, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use store::sea_orm::{ConnectionTrait, FromQueryResult};
use store::sql;
use uuid::Uuid;

use crate::access::proof::failed;
use crate::access::work::Work;
use crate::gate::Gate;
use crate::log::{Line, Outcome, Ticket};

/// The action of each route, by method and path template, read from the OpenAPI document.
pub type RouteActions = Arc<HashMap<(Method, String), String>>;

/// Who asks, as far as the request has been recognised.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub kind: &'static str,
    pub id: Option<Uuid>,
    pub role: Option<&'static str>,
    pub unit_id: Option<Uuid>,
}

/// Put in an answer's extensions by whoever began, lengthened or ended a session: the line of the request then says whose it was.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// staff | client
    pub audience: String,
    pub subject_id: Uuid,
}

/// What a request asked for, so that nothing leaves before its log lines are durable, and no attempt leaves no trace.
pub struct Trail {
    pub request_id: Uuid,
    /// The action of the route, when the address is a route's.
    pub(crate) action: Option<String>,
    actor: Mutex<Actor>,
    tickets: Mutex<Vec<Ticket>>,
    attempts: Mutex<Vec<(Line, bool)>>,
}

impl Trail {
    fn new(request_id: Uuid, action: Option<String>) -> Self {
        let nobody = Actor { kind: "nobody", id: None, role: None, unit_id: None };
        Self { request_id, action, actor: Mutex::new(nobody), tickets: Mutex::default(), attempts: Mutex::default() }
    }
    pub(crate) fn recognise(&self, actor: Actor) {
        *self.actor.lock().unwrap_or_else(|e| e.into_inner()) = actor;
    }
    /// The line of a request that opened no client's data: own session, units, structures, or a refusal at the door.
    fn plain_line(&self, gate: &Gate, action: &str, outcome: Outcome, code: Option<&str>) -> Line {
        let actor = self.actor.lock().unwrap_or_else(|e| e.into_inner()).clone();
        Line {
            id: gate.ctx().new_id(),
            at: gate.ctx().now(),
            actor_kind: actor.kind.into(),
            actor_id: actor.id,
            role: actor.role.map(Into::into),
            unit_id: actor.unit_id,
            client_id: None,
            also: Vec::new(),
            action: action.into(),
            purpose: "plain".into(),
            ground: None,
            registers: None,
            categories: None,
            object_kind: None,
            objects: None,
            outcome,
            code: code.map(Into::into),
            request_id: self.request_id,
            acting: None,
        }
    }
    pub(crate) fn wait_for(&self, ticket: Ticket) {
        self.tickets.lock().unwrap_or_else(|e| e.into_inner()).push(ticket);
    }
    pub(crate) fn attempt(&self, line: Line) -> usize {
        let mut attempts = self.attempts.lock().unwrap_or_else(|e| e.into_inner());
        attempts.push((line, false));
        attempts.len() - 1
    }
    pub(crate) fn committed(&self, attempt: usize) {
        if let Some(entry) = self.attempts.lock().unwrap_or_else(|e| e.into_inner()).get_mut(attempt) {
            entry.1 = true;
        }
    }
    fn attempts_made(&self) -> usize {
        self.attempts.lock().unwrap_or_else(|e| e.into_inner()).len()
    }
    fn uncommitted(&self) -> Vec<Line> {
        let attempts = self.attempts.lock().unwrap_or_else(|e| e.into_inner());
        attempts.iter().filter(|(_, committed)| !committed).map(|(line, _)| line.clone()).collect()
    }
}

/// Middleware around every API route: hands the gate and the trail to the extractors, and holds the answer back until what
/// it shows is logged durably.
///
/// A route whose action is known and that opened no client's data leaves a plain line; public reads leave none.
pub async fn trail(gate: Gate, actions: RouteActions, mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let action = request.extensions().get::<MatchedPath>().and_then(|p| actions.get(&(method.clone(), p.as_str().to_owned()))).cloned();
    let trail = Arc::new(Trail::new(gate.ctx().new_id(), action.clone()));
    // What joins a trace to the access log.
    tracing::Span::current().record("punos.request_id", tracing::field::display(trail.request_id));
    request.extensions_mut().insert(gate.clone());
    request.extensions_mut().insert(trail.clone());
    let mut response = next.run(request).await;
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && unsafe_method(&method) && gate.db().health() != store::Health::Well {
        response = Problem::degraded().into_response();
    }
    let code = response.extensions().get::<ProblemCode>().map(|c| c.0);
    if let Some(who) = response.extensions().get::<Recognised>() {
        let kind = if who.audience == "client" { "client" } else { "staff" };
        trail.recognise(Actor { kind, id: Some(who.subject_id), role: None, unit_id: None });
    }
    let status = response.status();
    let refused: Vec<Line> = trail
        .uncommitted()
        .into_iter()
        .map(|mut line| {
            // A repeated request answered from memory changed nothing anew; it is a look at one's own answer.
            line.outcome = match status {
                s if s.is_success() => Outcome::Allowed,
                s if s.is_server_error() => Outcome::Failed,
                _ => Outcome::Refused,
            };
            line.code = Some(code.unwrap_or(if status.is_success() { "repeated" } else { "failed" }).to_owned());
            line
        })
        .collect();
    if !refused.is_empty() {
        trail.wait_for(gate.0.log.write(refused));
    }
    let silent = trail.tickets.lock().unwrap_or_else(|e| e.into_inner()).is_empty() && trail.attempts_made() == 0;
    if silent && let Some(action) = action.filter(|a| !(a.starts_with("public.") && method == Method::GET)) {
        let outcome = match status {
            s if s.is_server_error() => Outcome::Failed,
            // A refused log-in is told by a page, to which the answer leads.
            s if s.is_client_error() || code.is_some() => Outcome::Refused,
            _ => Outcome::Allowed,
        };
        if status != StatusCode::UNAUTHORIZED || gate.0.limits.written() {
            trail.wait_for(gate.0.log.write(vec![trail.plain_line(&gate, &action, outcome, code)]));
        }
    }
    let tickets = std::mem::take(&mut *trail.tickets.lock().unwrap_or_else(|e| e.into_inner()));
    for ticket in tickets {
        if !ticket.await.unwrap_or(false) {
            return Problem::degraded().into_response();
        }
    }
    if let Ok(id) = HeaderValue::from_str(&trail.request_id.to_string()) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

pub(crate) fn gate_of(parts: &Parts) -> Result<(Gate, Arc<Trail>), Problem> {
    let gate = parts.extensions.get::<Gate>().cloned();
    let trail = parts.extensions.get::<Arc<Trail>>().cloned();
    gate.zip(trail).ok_or_else(Problem::internal)
}

/// A JSON body; what does not fit is told by field.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = body(request, state).await?;
        parse(&bytes).map(Json)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.split(';').next().is_some_and(|t| t.trim().ends_with("json")));
    if !json {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", "The body must be application/json"));
    }
    Bytes::from_request(request, state).await.map_err(|e| {
        if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is too large")
        } else {
            Problem::new(StatusCode::BAD_REQUEST, "body_cut_short", "The body did not arrive whole")
        }
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|e| {
        // serde's message can quote a value the caller typed; only the place and the kind of fault are told.
        let (code, detail) = match e.classify() {
            serde_json::error::Category::Data => ("wrong_shape", shape(&e.to_string())),
            _ => ("not_json", None),
        };
        let mut error = FieldError::new("", code);
        error.params.insert("line".into(), e.line().into());
        error.params.insert("column".into(), e.column().into());
        if let Some(detail) = detail {
            error.params.insert("what".into(), detail.into());
        }
        Problem::invalid(vec![error])
    })
}

/// The part of serde's message that names fields of ours, never values of the caller's.
fn shape(message: &str) -> Option<String> {
    ["missing field `", "unknown field `"].iter().find_map(|p| {
        let rest = message.strip_prefix(*p)?;
        let field = rest.split('`').next()?;
        (*p == "missing field `").then(|| format!("missing {field}")).or(Some("unknown field".into()))
    })
}

/// What the address asks; a word that is not known or a value of the wrong form is told by field, without the value.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        axum::extract::Query::try_from_uri(&parts.uri).map(|asked| Self(asked.0)).map_err(|error| {
            // "…: field: what is wrong with `the value`"
            let text = error.body_text();
            let told = text.split_once(": ").map_or("", |(_, told)| told);
            let (field, why) =
                told.split_once(": ").filter(|(field, _)| field.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).unwrap_or(("", told));
            Problem::invalid(vec![match why.strip_prefix("unknown variant").and_then(|why| why.rsplit_once(", expected ")) {
                // "one of `these`, `words`": what is between the quotes is ours; the value stands before.
                Some((_, ours)) => FieldError::not_in_list(field, &ours.split('`').skip(1).step_by(2).collect::<Vec<_>>()),
                None => FieldError::new(field, "wrong_shape"),
            }])
        })
    }
}

/// Refuses a word of a filter that is none of those known, and tells those: an empty list would say that there is nothing.
///
/// # Errors
/// `not_in_list` for the field.
pub fn known(field: &str, given: Option<&str>, words: &[&str]) -> Result<(), Problem> {
    if given.is_none_or(|word| words.contains(&word)) { Ok(()) } else { Err(Problem::invalid(vec![FieldError::not_in_list(field, words)])) }
}

/// A JSON body with its Idempotency-Key. First ask [`IdemJson::replay`], then do, then [`Work::remember`] before the commit.
pub struct IdemJson<T> {
    pub value: T,
    key: Option<String>,
    hash: [u8; 32],
    route: String,
    gate: Gate,
    guard: Mutex<Option<Guard>>,
}

/// Keys whose first request is still under way in this process.
#[derive(Default, Clone)]
pub(crate) struct InFlight(Arc<Mutex<HashSet<(String, String, String)>>>);

struct Guard(InFlight, (String, String, String));

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(|e| e.into_inner()).remove(&self.1);
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for IdemJson<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let key = match request.headers().get("idempotency-key") {
            None => None,
            Some(v) => match v.to_str() {
                Ok(v) if (1..=200).contains(&v.len()) => Some(v.to_owned()),
                _ => return Err(Problem::invalid_field("Idempotency-Key", "length")),
            },
        };
        let route = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned()).unwrap_or_default();
        let route = format!("{} {route} {}", request.method(), request.uri().path());
        let gate = request.extensions().get::<Gate>().cloned().ok_or_else(Problem::internal)?;
        let bytes = body(request, state).await?;
        let value = parse(&bytes)?;
        Ok(Self { value, key, hash: Sha256::digest(&bytes).into(), route, gate, guard: Mutex::default() })
    }
}

#[derive(FromQueryResult)]
struct Kept {
    body_hash: Vec<u8>,
    status: i32,
    answer: serde_json::Value,
}

impl<T> IdemJson<T> {
    /// The kept answer of the same request made before; 422 when the body differs, 409 while the first is under way.
    /// `caller` is the session's subject.
    pub async fn replay(&self, caller: Uuid) -> Result<Option<Answer>, Problem> {
        let Some(key) = &self.key else { return Ok(None) };
        let flight = (caller.to_string(), self.route.clone(), key.clone());
        let in_flight = &self.gate.0.in_flight;
        if !in_flight.0.lock().unwrap_or_else(|e| e.into_inner()).insert(flight.clone()) {
            return Err(Problem::new(StatusCode::CONFLICT, "in_flight", "The first request with this key is still under way"));
        }
        let guard = Guard(in_flight.clone(), flight);
        let text = "SELECT body_hash, status, answer FROM idempotency WHERE caller = $1 AND route = $2 AND key = $3";
        let kept: Option<Kept> =
            sql::one(&self.gate.reader(), text, [caller.to_string().into(), self.route.clone().into(), key.clone().into()])
                .await
                .map_err(failed)?;
        *self.guard.lock().unwrap_or_else(|e| e.into_inner()) = Some(guard);
        match kept {
            None => Ok(None),
            Some(kept) if kept.body_hash == self.hash => Ok(Some(Answer {
                status: u16::try_from(kept.status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::OK),
                body: kept.answer,
                etag: None,
            })),
            Some(_) => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_mismatch", "This key was used with another body")),
        }
    }

    pub(crate) async fn remember(&self, work: &Work, status: u16, answer: &impl Serialize) -> Result<(), Problem> {
        let Some(key) = &self.key else { return Ok(()) };
        let Some(caller) = work.actor_id() else { return Ok(()) };
        let answer = serde_json::to_value(answer).map_err(|_| Problem::internal())?;
        if work.get_database_backend() == store::sea_orm::DbBackend::Postgres {
            // Another process may have the same key under way.
            let free = sql::rows(
                work,
                "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free",
                [format!("{caller}/{}/{key}", self.route).into()],
            )
            .await
            .map_err(failed)?;
            if !free.first().and_then(|r| r.try_get::<bool>("", "free").ok()).unwrap_or(false) {
                return Err(Problem::new(StatusCode::CONFLICT, "in_flight", "The first request with this key is still under way"));
            }
        }
        let text = "INSERT INTO idempotency (caller, route, key, body_hash, status, answer, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            caller.to_string().into(),
            self.route.clone().into(),
            key.clone().into(),
            self.hash.to_vec().into(),
            i32::from(status).into(),
            answer.into(),
            work.at().into(),
        ];
        sql::exec(work, text, values).await.map_err(failed)?;
        Ok(())
    }
}

/// An answer with its status, and an ETag when the thing has a version.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    body: serde_json::Value,
    etag: Option<i32>,
}

impl Answer {
    pub fn created(body: &impl Serialize) -> Result<Self, Problem> {
        Self::with(StatusCode::CREATED, body)
    }
    pub fn with(status: StatusCode, body: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { status, body: serde_json::to_value(body).map_err(|_| Problem::internal())?, etag: None })
    }
    #[must_use]
    pub fn version(mut self, version: i32) -> Self {
        self.etag = Some(version);
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.body)).into_response();
        if let Some(version) = self.etag {
            set_etag(response.headers_mut(), version);
        }
        response
    }
}

fn set_etag(headers: &mut HeaderMap, version: i32) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{version}\"")) {
        headers.insert(header::ETAG, value);
    }
}

/// A row with its version as ETag.
pub struct Versioned<T>(pub i32, pub T);

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = axum::Json(self.1).into_response();
        set_etag(response.headers_mut(), self.0);
        response
    }
}

/// The version the caller saw. 428 when it is not said.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i32);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let value = parts.headers.get(header::IF_MATCH).ok_or_else(Problem::precondition_required)?;
        let version = value.to_str().ok().and_then(|v| v.trim().trim_start_matches("W/").trim_matches('"').parse().ok());
        version.map(IfMatch).ok_or_else(|| Problem::invalid_field("If-Match", "not_a_version"))
    }
}

/// Whether a method changes something and so needs the CSRF token.
pub(crate) fn unsafe_method(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
