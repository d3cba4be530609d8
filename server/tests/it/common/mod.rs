//! A small county on a fresh database, behind the node's whole router.

pub mod kanta;
pub mod process;
pub mod rescue;
pub mod walk;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use kernel::{Clock, Context, SystemClock};
use serde_json::{Value, json};
use server::app::{Rooms, app};
use server::live::Feed;
use server::session::{Entry, Persona, set_personas};
use store::Birth;
use store::testing::{Kept, TestDb};
use tokio::sync::{OnceCell, watch};
use tower::ServiceExt;
use trust::Gate;
use uuid::Uuid;

pub struct House {
    pub gate: Gate,
    pub router: Router,
    pub personas: Vec<synth::MadePersona>,
    /// What this process uses; a change made here is taken up at once, one made elsewhere when it is heard.
    pub rules: Arc<rules::LiveRules>,
    pub rooms: Rooms,
    _stopping: watch::Sender<bool>,
}

/// A county that one test made and every other begins with a copy of.
struct Furnished {
    database: Kept,
    controller: Uuid,
    personas: Vec<synth::MadePersona>,
}

impl Furnished {
    /// Of the kind of database that `db` is.
    async fn like(db: &TestDb) -> &'static Self {
        static SQLITE: OnceCell<Furnished> = OnceCell::const_new();
        static POSTGRES: OnceCell<Furnished> = OnceCell::const_new();
        if db.url.starts_with("sqlite") {
            SQLITE.get_or_init(|| async { Self::made(TestDb::sqlite().await).await }).await
        } else {
            POSTGRES.get_or_init(|| async { Self::made(TestDb::postgres().await).await }).await
        }
    }

    async fn made(mut db: TestDb) -> Self {
        let rules = Arc::new(rules::LiveRules::new(rules::Rules::shipped().unwrap()));
        let controller = Context::system().new_id();
        let gate = gate(&mut db, &rules, Arc::new(SystemClock), controller);
        let personas = furnish(&db, &gate, &rules).await;
        gate.flush_log().await;
        drop(gate);
        Self { database: db.keep().await, controller, personas }
    }
}

fn gate(db: &mut TestDb, rules: &Arc<rules::LiveRules>, clock: Arc<dyn Clock>, controller: Uuid) -> Gate {
    let items = Arc::new(catalogue::InForce(rules.clone()));
    trust::testing::gate_with(db, Arc::new(people::Directory), items, clock, controller)
}

/// A county of 120 synthetic residents with its personas.
async fn furnish(db: &TestDb, gate: &Gate, rules: &Arc<rules::LiveRules>) -> Vec<synth::MadePersona> {
    db.db.born_as(Birth::Demo).await.unwrap();
    documents::load_shipped(&gate.job("documents.structures.load", "administration", None)).await.unwrap();
    let plan = synth::Plan { county: "etela-karjala".into(), residents: 120, seed: 7, load: None };
    let made = synth::make(&gate.job("synth", "demo", None), &rules.current(), &plan, |_| {}).await.unwrap();
    let personas: Vec<Persona> = made
        .personas
        .iter()
        .map(|p| Persona {
            key: p.key.clone(),
            audience: p.audience.clone(),
            name: p.name.clone(),
            title: p.title.clone(),
            about: p.about.clone(),
            subject_id: Some(p.subject_id),
        })
        .collect();
    set_personas(gate, &personas).await.unwrap();
    made.personas
}

impl House {
    /// A county of 120 synthetic residents with its personas.
    pub async fn new(db: &mut TestDb) -> Self {
        Self::with(db, |rooms| rooms).await
    }

    /// The same, and the rooms fitted with what they have outside.
    pub async fn with(db: &mut TestDb, fit: impl FnOnce(Rooms) -> Rooms) -> Self {
        let made = Furnished::like(db).await;
        db.refill(&made.database).await;
        let rules = Arc::new(rules::LiveRules::new(rules::Rules::shipped().unwrap()));
        let gate = gate(db, &rules, Arc::new(SystemClock), made.controller);
        Self::opened(gate, rules, made.personas.clone(), fit)
    }

    /// The same county behind other rooms.
    pub fn again(&self, rooms: Rooms) -> Self {
        Self::opened(self.gate.clone(), self.rules.clone(), self.personas.clone(), |_| rooms)
    }

    /// The same, made by a clock of one's own, and the rooms fitted with what they have outside.
    pub async fn fitted(db: &mut TestDb, clock: Arc<dyn Clock>, fit: impl FnOnce(Rooms) -> Rooms) -> Self {
        let rules = Arc::new(rules::LiveRules::new(rules::Rules::shipped().unwrap()));
        let gate = gate(db, &rules, clock, Context::system().new_id());
        let personas = furnish(db, &gate, &rules).await;
        Self::opened(gate, rules, personas, fit)
    }

    fn opened(gate: Gate, rules: Arc<rules::LiveRules>, personas: Vec<synth::MadePersona>, fit: impl FnOnce(Rooms) -> Rooms) -> Self {
        let stopping = watch::Sender::new(false);
        let feed = Feed::start(gate.clone(), stopping.subscribe());
        let rooms = fit(Rooms::new(rules.clone(), notices::Channels::default()));
        let router = app(Entry::new(gate.clone(), None, None), rooms.clone(), feed);
        Self { gate, router, rules, rooms, personas, _stopping: stopping }
    }

    pub fn subject(&self, key: &str) -> Uuid {
        self.personas.iter().find(|p| p.key == key).unwrap_or_else(|| panic!("no persona {key}")).subject_id
    }

    /// Logs in as the log-in page does.
    pub async fn log_in(&self, key: &str) -> Caller {
        let request = Request::post("/api/v1/session/persona")
            .header("content-type", "application/json")
            .body(Body::from(json!({ "key": key }).to_string()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "log-in as {key}");
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let body: Value = serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap();
        Caller { router: self.router.clone(), cookie: Some(cookie), csrf: body["csrf"].as_str().map(str::to_owned) }
    }

    /// A session of one who is no persona, as a log-in begins it.
    pub async fn enter(&self, audience: trust::Audience, subject: Uuid) -> Caller {
        let key = trust::start_session(&self.gate, audience, subject, "oidc", None).await.unwrap();
        let cookie = trust::Cookie::set(self.gate.secure(), &key).split(';').next().unwrap().to_owned();
        let row = trust::session_of(&self.gate, &key).await.unwrap().unwrap();
        Caller { router: self.router.clone(), cookie: Some(cookie), csrf: Some(row.csrf) }
    }

    pub fn nobody(&self) -> Caller {
        Caller { router: self.router.clone(), cookie: None, csrf: None }
    }
}

/// A browser.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    cookie: Option<String>,
    csrf: Option<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Value,
    /// The body as it came, whatever it is; empty of a stream that does not end.
    pub bytes: Bytes,
}

impl Caller {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        self.send_as(method, path, body.map(|b| ("application/json", b.to_string())), headers).await
    }
    /// A body of any kind: its content type and text.
    pub async fn send_as(&self, method: Method, path: &str, body: Option<(&str, String)>, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(csrf) = &self.csrf {
            request = request.header("x-csrf-token", csrf);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some((kind, body)) => request.header("content-type", kind).body(Body::from(body)),
            None => request.body(Body::empty()),
        };
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let streams = parts.headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/event-stream"));
        let bytes = if streams { Default::default() } else { to_bytes(body, 64 << 20).await.unwrap() };
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body, bytes }
    }
    /// The same browser without the page's token, as another site would send it.
    pub fn forged(&self) -> Self {
        Self { csrf: None, ..self.clone() }
    }
}
