//! Kanta's side: an HTTP server that keeps the permits and denials of people with their versions and a list of changes, checks every
//! message that comes, and answers, refuses, loses its answer, keeps silent or holds a change back as it is told.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use kanta::{Consent, format};
use serde_json::{Value, json};
use uuid::Uuid;

pub const CONTROLLER: &str = "1.2.246.10.32213086.19.0";
const TOKEN: &str = "salaisuus";

/// What becomes of the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it, and the answer is lost on the way.
    LosesTheAnswer,
    /// Takes it, and answers too late.
    Slow,
    /// Says no for good.
    Refuses,
}

#[derive(Default)]
struct Inner {
    /// By name, as Kanta writes them.
    wills: BTreeMap<String, Value>,
    /// Number, and the will as it was.
    changes: Vec<(i64, Value)>,
    held_back: HashSet<i64>,
    forgotten: i64,
    /// What was answered to a message, by its key; and what it said.
    answered: HashMap<String, (Value, Value)>,
    moods: VecDeque<Mood>,
    down: bool,
    backwards: bool,
    /// What was wrong with messages.
    faults: Vec<String>,
    /// How often anything was told.
    told: usize,
    asked: usize,
}

#[derive(Clone)]
pub struct Kanta {
    inner: Arc<Mutex<Inner>>,
    port: u16,
    token: Arc<tempfile::NamedTempFile>,
}

type Shared = State<Arc<Mutex<Inner>>>;
type Answer = Result<String, StatusCode>;

fn allowed(inner: &Inner, headers: &HeaderMap) -> Result<(), StatusCode> {
    if inner.down {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    let bearer = headers.get("authorization").is_some_and(|v| v == &format!("Bearer {TOKEN}"));
    if bearer { Ok(()) } else { Err(StatusCode::UNAUTHORIZED) }
}

/// What is wrong with a message.
fn check(headers: &HeaderMap, bundle: &Value) -> Result<Consent, String> {
    let is = |at: &str, what: &str| bundle.pointer(at).is_some_and(|v| v == what);
    let key = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).ok_or("no key")?;
    Uuid::parse_str(key).map_err(|_| "the key is no UUID")?;
    for (at, what) in [
        ("/resourceType", "Bundle"),
        ("/type", "transaction"),
        ("/entry/0/request/method", "PUT"),
        ("/entry/0/resource/resourceType", "Consent"),
        ("/entry/0/resource/patient/identifier/system", "urn:oid:1.2.246.21"),
        ("/entry/0/resource/scope/coding/0/code", "patient-privacy"),
    ] {
        if !is(at, what) {
            return Err(format!("{at} is not {what}"));
        }
    }
    if !is("/identifier/value", &format!("urn:uuid:{key}")) {
        return Err("the bundle is not the message of the key".into());
    }
    if !is("/entry/0/resource/organization/0/identifier/value", &format!("urn:oid:{CONTROLLER}")) {
        return Err("another controller".into());
    }
    if bundle["entry"].as_array().map(Vec::len) != Some(1) {
        return Err("not one will".into());
    }
    let resource = &bundle["entry"][0]["resource"];
    let (deny, denial) =
        (resource["provision"]["type"] == "deny", resource["policy"][0]["uri"].as_str().unwrap_or_default().contains("1505.9"));
    if deny != denial {
        return Err("a denial is THL's document 1505.9, a permit 1505.8".into());
    }
    let mut with_version = resource.clone();
    with_version["meta"] = json!({ "versionId": "0" });
    let consent = format::read(&with_version).ok_or("not a will")?;
    if !is("/entry/0/request/url", &format!("Consent?identifier=urn:ietf:rfc:3986|{}", consent.name)) {
        return Err("it goes to another".into());
    }
    Ok(consent)
}

impl Inner {
    /// A new version of a will, and a change of it.
    fn keep(&mut self, name: &str, mut resource: Value) -> i64 {
        let before = self.wills.get(name).and_then(|r| r["meta"]["versionId"].as_str()?.parse::<i64>().ok()).unwrap_or(0);
        resource["meta"] = json!({ "versionId": (before + 1).to_string() });
        self.wills.insert(name.to_owned(), resource.clone());
        let number = self.changes.last().map_or(100, |(number, _)| *number) + 3;
        self.changes.push((number, resource));
        before + 1
    }
}

async fn told(State(inner): Shared, headers: HeaderMap, body: String) -> Answer {
    let (answer, slow) = {
        let mut inner = inner.lock().unwrap();
        allowed(&inner, &headers)?;
        let bundle: Value = serde_json::from_str(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
        let consent = match check(&headers, &bundle) {
            Ok(consent) => consent,
            Err(fault) => {
                inner.faults.push(fault);
                return Err(StatusCode::BAD_REQUEST);
            }
        };
        inner.told += 1;
        let mood = inner.moods.pop_front();
        if mood == Some(Mood::Refuses) {
            return Err(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let key = headers["idempotency-key"].to_str().unwrap().to_owned();
        let answer = match inner.answered.get(&key) {
            Some((said, _)) if *said != bundle => {
                inner.faults.push("another message under the same key".into());
                return Err(StatusCode::CONFLICT);
            }
            Some((_, answer)) => answer.clone(),
            None => {
                let version = inner.keep(&consent.name, bundle["entry"][0]["resource"].clone());
                let location = format!("Consent/{}/_history/{version}", inner.wills.len());
                let answer = json!({ "resourceType": "Bundle", "type": "transaction-response", "entry": [{ "response": { "status": "200", "location": location } }] });
                inner.answered.insert(key, (bundle, answer.clone()));
                answer
            }
        };
        if mood == Some(Mood::LosesTheAnswer) {
            return Err(StatusCode::GATEWAY_TIMEOUT);
        }
        (answer, mood == Some(Mood::Slow))
    };
    if slow {
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    Ok(answer.to_string())
}

async fn state(State(inner): Shared, headers: HeaderMap, body: String) -> Answer {
    let mut inner = inner.lock().unwrap();
    allowed(&inner, &headers)?;
    inner.asked += 1;
    let url = reqwest::Url::parse(&format!("http://kanta/?{body}")).unwrap();
    let person = url.query_pairs().find(|(name, _)| name == "patient.identifier").map(|(_, value)| value.into_owned());
    let Some(hetu) = person.as_deref().and_then(|p| p.strip_prefix("urn:oid:1.2.246.21|")) else {
        inner.faults.push("a question about nobody".into());
        return Err(StatusCode::BAD_REQUEST);
    };
    let theirs = inner.wills.values().filter(|r| r["patient"]["identifier"]["value"] == hetu);
    let entries: Vec<Value> = theirs.map(|resource| json!({ "resource": resource })).collect();
    Ok(json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries }).to_string())
}

/// Pages of two.
async fn changes(State(inner): Shared, headers: HeaderMap, Query(query): Query<HashMap<String, i64>>) -> Answer {
    let inner = inner.lock().unwrap();
    allowed(&inner, &headers)?;
    let newest = inner.changes.last().map_or(100, |(number, _)| *number);
    let link = |relation: &str, number: i64| json!({ "relation": relation, "url": format!("Consent/_history/{number}") });
    let mut entries = Vec::new();
    if let Some(after) = query.get("_after") {
        if *after < inner.forgotten {
            return Err(StatusCode::GONE);
        }
        let mut previous = 100;
        for (number, resource) in &inner.changes {
            if number > after && !inner.held_back.contains(number) && entries.len() < 2 {
                entries.push(json!({ "resource": resource, "link": [link("self", *number), link("previous", previous)] }));
            }
            previous = *number;
        }
    }
    if inner.backwards {
        entries.reverse();
    }
    Ok(json!({ "resourceType": "Bundle", "type": "history", "link": [link("newest", newest)], "entry": entries }).to_string())
}

impl Kanta {
    pub async fn start() -> Self {
        let inner = Arc::new(Mutex::new(Inner::default()));
        let app = Router::new()
            .route("/r4/", post(told))
            .route("/r4/Consent/_search", post(state))
            .route("/r4/Consent/_history", get(changes))
            .with_state(inner.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let token = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(token.path(), format!("{TOKEN}\n")).unwrap();
        Self { inner, port, token: Arc::new(token) }
    }

    /// The node's client of it, which waits a second.
    pub fn client(&self) -> kanta::Kanta {
        kanta::Kanta::patient(&self.settings(), Duration::from_secs(1)).unwrap()
    }

    pub fn settings(&self) -> kanta::KantaSettings {
        let url = format!("http://127.0.0.1:{}/r4", self.port);
        kanta::KantaSettings { url, token_file: self.token.path().to_owned(), controller: CONTROLLER.into() }
    }

    pub fn set_token(&self, token: &str) {
        std::fs::write(self.token.path(), token).unwrap();
    }

    /// Somebody gives it in OmaKanta. Its name is Kanta's.
    pub fn say(&self, consent: Consent) -> String {
        let mut inner = self.inner.lock().unwrap();
        let name = format!("urn:oid:1.2.246.10.1234567.11.{}", inner.wills.len() + 1);
        let consent = Consent { name: name.clone(), ..consent };
        let resource = format::told(Uuid::nil(), CONTROLLER, &consent)["entry"][0]["resource"].clone();
        inner.keep(&name, resource);
        name
    }

    /// Somebody ends it in OmaKanta.
    pub fn end(&self, name: &str, at: &str) {
        let mut inner = self.inner.lock().unwrap();
        let mut resource = inner.wills[name].clone();
        resource["status"] = json!("inactive");
        resource["provision"]["period"]["end"] = json!(at);
        inner.keep(name, resource);
    }

    /// It is not in Kanta any more, and no change says so.
    pub fn lose(&self, name: &str) {
        self.inner.lock().unwrap().wills.remove(name).unwrap();
    }

    pub fn next(&self, moods: &[Mood]) {
        self.inner.lock().unwrap().moods = moods.iter().copied().collect();
    }
    pub fn down(&self, down: bool) {
        self.inner.lock().unwrap().down = down;
    }
    pub fn backwards(&self) {
        self.inner.lock().unwrap().backwards = true;
    }
    /// The newest change does not come until it is let go.
    pub fn hold_newest_back(&self) -> i64 {
        let mut inner = self.inner.lock().unwrap();
        let number = inner.changes.last().unwrap().0;
        inner.held_back.insert(number);
        number
    }
    pub fn let_go(&self, number: i64) {
        self.inner.lock().unwrap().held_back.remove(&number);
    }
    /// Numbers so far are not known any more.
    pub fn forget(&self) {
        let mut inner = self.inner.lock().unwrap();
        inner.forgotten = inner.changes.last().unwrap().0;
    }

    /// How often anything was told, and the state and version of one; `None`: it is not there.
    pub fn told(&self) -> usize {
        self.inner.lock().unwrap().told
    }
    pub fn asked(&self) -> usize {
        self.inner.lock().unwrap().asked
    }
    pub fn has(&self, name: &str) -> Option<(String, String)> {
        let inner = self.inner.lock().unwrap();
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        inner.wills.get(name).map(|r| (text(&r["status"]), text(&r["meta"]["versionId"])))
    }
    /// Nothing was wrong with any message.
    pub fn content(&self) {
        assert_eq!(self.inner.lock().unwrap().faults, Vec::<String>::new());
    }
}
