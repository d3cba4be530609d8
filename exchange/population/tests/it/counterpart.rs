//! The register's side: an HTTP server that keeps a log of changes under running keys and the data of people as they are, and
//! answers, keeps silent or forgets as it is told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use serde_json::{Value, json};

#[derive(Default)]
struct Inner {
    key: i64,
    /// Keys this old are forgotten.
    forgotten: i64,
    log: Vec<(i64, Value)>,
    basics: BTreeMap<String, Value>,
    down: bool,
    page: usize,
    asked: usize,
}

#[derive(Clone)]
pub struct Register {
    inner: Arc<Mutex<Inner>>,
    pub port: u16,
}

fn authorised(headers: &HeaderMap) -> bool {
    let has = |name: &str, value: &str| headers.get(name).is_some_and(|v| v == value);
    has("mutp-tunnus", "punos") && has("mutp-salasana", "salaisuus") && has("x-road-client", "FI/GOV/1234567-8/punos")
}

type Shared = State<Arc<Mutex<Inner>>>;

async fn first_key(State(inner): Shared, headers: HeaderMap) -> Result<String, StatusCode> {
    let inner = inner.lock().unwrap();
    if inner.down {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    if !authorised(&headers) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    // One client of the interface reads keys as numbers, another as text.
    Ok(json!({ "viimeisinKirjausavain": inner.key.to_string() }).to_string())
}

fn people(body: &Value) -> Vec<String> {
    body["hetulista"].as_array().unwrap().iter().map(|h| h.as_str().unwrap().to_owned()).collect()
}

async fn changes(State(inner): Shared, headers: HeaderMap, body: String) -> Result<String, StatusCode> {
    let mut inner = inner.lock().unwrap();
    inner.asked += 1;
    if inner.down {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    if !authorised(&headers) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let body: Value = serde_json::from_str(&body).unwrap();
    let (after, people) = (body["viimeisinKirjausavain"].as_i64().unwrap(), people(&body));
    if after < inner.forgotten {
        return Err(StatusCode::NOT_FOUND);
    }
    let theirs = |m: &Value| m["henkilotunnus"].as_str().is_none_or(|h| people.iter().any(|p| p == h) || !h.contains(['-', 'A', 'Y']));
    let mut found: Vec<&(i64, Value)> = inner.log.iter().filter(|(key, m)| *key > after && theirs(m)).collect();
    found.sort_by_key(|(key, _)| *key);
    let (now, whole) = if found.len() > inner.page { (found[inner.page - 1].0, false) } else { (inner.key, true) };
    found.truncate(inner.page);
    let messages: Vec<&Value> = found.into_iter().map(|(_, m)| m).collect();
    Ok(json!({ "viimeisinKirjausavain": now, "muutokset": messages, "ajanTasalla": whole }).to_string())
}

async fn basics(State(inner): Shared, headers: HeaderMap, body: String) -> Result<String, StatusCode> {
    let inner = inner.lock().unwrap();
    if inner.down {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    if !authorised(&headers) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let people = people(&serde_json::from_str(&body).unwrap());
    let all: Vec<Value> =
        people.iter().filter_map(|hetu| Some(json!({ "henkilotunnus": hetu, "tietoryhmat": inner.basics.get(hetu)? }))).collect();
    Ok(json!({ "perustiedot": all }).to_string())
}

impl Register {
    pub async fn start() -> Self {
        let inner = Arc::new(Mutex::new(Inner { key: 100, page: 2, ..Inner::default() }));
        let app = Router::new()
            .route("/api/v1/kirjausavain/{day}", get(first_key))
            .route("/api/v1/muutokset", post(changes))
            .route("/api/v1/perustiedot", post(basics))
            .with_state(inner.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { inner, port }
    }

    /// A change in the log; gives its number.
    pub fn tell(&self, hetu: &str, groups: Value) -> i64 {
        let number = self.inner.lock().unwrap().key + 1;
        self.tell_at(
            number,
            json!({ "henkilotunnus": hetu, "muutospv": format!("2026-11-20T10:00:0{}Z", number % 10), "tietoryhmat": groups }),
        );
        number
    }

    /// A message under a number, whatever it says; behind the newest, it came to the log late.
    pub fn tell_at(&self, number: i64, mut message: Value) {
        let mut inner = self.inner.lock().unwrap();
        inner.key = inner.key.max(number);
        message["kirjausavain"] = number.into();
        inner.log.push((number, message));
    }

    pub fn skip(&self, to: i64) {
        self.inner.lock().unwrap().key = to;
    }
    pub fn basics(&self, hetu: &str, groups: Value) {
        self.inner.lock().unwrap().basics.insert(hetu.into(), groups);
    }
    pub fn down(&self, down: bool) {
        self.inner.lock().unwrap().down = down;
    }
    /// Keys below this are not known any more.
    pub fn forget(&self, below: i64) {
        self.inner.lock().unwrap().forgotten = below;
    }
    pub fn asked(&self) -> usize {
        self.inner.lock().unwrap().asked
    }
}
