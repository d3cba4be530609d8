//! The rescue authority's side: an HTTP server that checks every notification against the form that is written down for it, keeps each once by
//! its key, and answers, answers late, loses its answer or says no as it is told.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Json, Router, routing::post};
use homesafety::{Rescue, RescueSettings};
use serde_json::{Value, json};

const TOKEN: &str = "pelastus";
const FORM: &str = include_str!("../../../../docs/api/rescue-notification.json");

/// What becomes of the next notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it, and the answer is lost on the way.
    LosesTheAnswer,
    /// Takes it, and answers too late.
    Slow,
    /// Takes nothing now.
    Away,
    /// Says no for good, and why.
    Refuses(&'static str),
}

#[derive(Default)]
struct Inner {
    /// What was taken, by its key, with its receipt.
    taken: HashMap<String, (Value, String)>,
    moods: VecDeque<Mood>,
    /// How often anything came.
    came: usize,
    /// What was wrong with what came.
    faults: Vec<String>,
}

#[derive(Clone)]
pub struct Receiver {
    inner: Arc<Mutex<Inner>>,
    port: u16,
    token: Arc<tempfile::NamedTempFile>,
}

/// What is wrong with a value by the form: told by its place.
fn faults(form: &Value, rule: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let rule = match rule["$ref"].as_str() {
        Some(name) => form.pointer(name.trim_start_matches('#')).unwrap(),
        None => rule,
    };
    if let Some(only) = rule.get("const")
        && only != value
    {
        found.push(format!("{place}: not {only}"));
    }
    if let Some(some) = rule["enum"].as_array()
        && !some.contains(value)
    {
        found.push(format!("{place}: none of {some:?}"));
    }
    let fits = match rule["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.as_array().is_some_and(|all| all.len() as u64 >= rule["minItems"].as_u64().unwrap_or(0)),
        Some("string") => value.as_str().is_some_and(|text| text.len() as u64 >= rule["minLength"].as_u64().unwrap_or(0)),
        Some("boolean") => value.is_boolean(),
        _ => true,
    };
    if !fits {
        found.push(format!("{place}: not {}", rule["type"]));
    }
    for name in rule["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            found.push(format!("{place}/{name}: missing"));
        }
    }
    for (name, one) in value.as_object().into_iter().flatten() {
        match rule["properties"].get(name) {
            Some(rule) => faults(form, rule, one, &format!("{place}/{name}"), found),
            None => found.push(format!("{place}/{name}: told and not in the form")),
        }
    }
    for (index, one) in value.as_array().into_iter().flatten().enumerate() {
        faults(form, &rule["items"], one, &format!("{place}/{index}"), found);
    }
}

async fn receive(State(inner): State<Arc<Mutex<Inner>>>, headers: HeaderMap, body: String) -> (StatusCode, Json<Value>) {
    let no = |status: StatusCode, reason: &str| (status, Json(json!({ "reason": reason })));
    let (answer, slow) = {
        let mut inner = inner.lock().unwrap();
        inner.came += 1;
        if !headers.get("authorization").is_some_and(|value| value == &format!("Bearer {TOKEN}")) {
            return no(StatusCode::UNAUTHORIZED, "token");
        }
        let message: Value = serde_json::from_str(&body).unwrap_or_default();
        let form: Value = serde_json::from_str(FORM).unwrap();
        let mut found = Vec::new();
        faults(&form, &form, &message, "", &mut found);
        let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        if message["id"] != key {
            found.push("another key than the message's own".into());
        }
        if !found.is_empty() {
            inner.faults.extend(found);
            return no(StatusCode::BAD_REQUEST, "form");
        }
        let mood = inner.moods.pop_front();
        match mood {
            Some(Mood::Away) => return no(StatusCode::SERVICE_UNAVAILABLE, "away"),
            Some(Mood::Refuses(why)) => return no(StatusCode::UNPROCESSABLE_ENTITY, why),
            _ => {}
        }
        let number = inner.taken.len() + 1;
        let (said, receipt) = inner.taken.entry(key).or_insert_with(|| (message.clone(), format!("PEL-2026-{number}"))).clone();
        if said != message {
            inner.faults.push("another message under the same key".into());
            return no(StatusCode::CONFLICT, "key");
        }
        if mood == Some(Mood::LosesTheAnswer) {
            return no(StatusCode::GATEWAY_TIMEOUT, "lost");
        }
        (json!({ "id": message["id"], "receipt": receipt }), mood == Some(Mood::Slow))
    };
    if slow {
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    (StatusCode::CREATED, Json(answer))
}

impl Receiver {
    pub async fn start() -> Self {
        use std::io::Write;
        let inner = Arc::<Mutex<Inner>>::default();
        let app = Router::new().route("/ilmoitukset", post(receive)).with_state(inner.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let mut token = tempfile::NamedTempFile::new().unwrap();
        writeln!(token, "{TOKEN}").unwrap();
        Self { inner, port, token: Arc::new(token) }
    }

    /// A client of it that waits no longer than a second.
    pub fn client(&self) -> Rescue {
        let url = format!("http://127.0.0.1:{}/ilmoitukset", self.port);
        Rescue::patient(&RescueSettings { url, token_file: Some(self.token.path().into()) }, Duration::from_secs(1)).unwrap()
    }
    /// What it does with the notifications to come, one each; then it takes them.
    pub fn next(&self, moods: &[Mood]) {
        self.inner.lock().unwrap().moods.extend(moods);
    }
    pub fn came(&self) -> usize {
        self.inner.lock().unwrap().came
    }
    /// What it has.
    pub fn taken(&self) -> Vec<Value> {
        self.inner.lock().unwrap().taken.values().map(|(message, _)| message.clone()).collect()
    }
    /// Nothing was ever wrong with what came.
    pub fn content(&self) {
        assert_eq!(self.inner.lock().unwrap().faults, Vec::<String>::new());
    }
}
