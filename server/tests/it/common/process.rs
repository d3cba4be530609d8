//! The program itself, started as whoever operates it starts it, and browsers that ask it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use store::testing::TestDb;

use super::House;

/// The key of the tests' databases, as the program takes it.
pub const KEY: &str = "KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";

pub fn punos() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_punos"));
    for name in ["PUNOS_DATABASE", "PUNOS_DATA", "PUNOS_KEY", "PUNOS_KEY_FILE"] {
        command.env_remove(name);
    }
    command
}

/// A node that runs.
pub struct Node {
    pub child: Child,
    pub url: String,
    pub metrics: Option<String>,
}

impl Node {
    /// `punos serve` on a test's PostgreSQL, marked as production.
    pub fn serve(db: &TestDb, data: &Path, more: &[&str]) -> Self {
        Self::serve_with(db, data, more, ("PUNOS_KEY", KEY))
    }
    /// The same with its key from elsewhere.
    pub fn serve_with(db: &TestDb, data: &Path, more: &[&str], key: (&str, &str)) -> Self {
        let mut command = punos();
        command.args(["serve", "--listen", "127.0.0.1:0", "--oidc-issuer", "http://127.0.0.1:9", "--connections", "6"]).args(more);
        command.args(["--database", &db.url, "--data"]).arg(data).env(key.0, key.1);
        Self::start(command)
    }
    pub fn demo(data: &Path) -> Self {
        let mut command = punos();
        command.args(["demo", "--residents", "60", "--port", "0", "--data"]).arg(data);
        Self::start(command)
    }
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, heard) = std::sync::mpsc::channel();
        let streams: [Box<dyn std::io::Read + Send>; 2] = [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        let mut metrics = None;
        let deadline = Instant::now() + Duration::from_secs(120);
        let url = loop {
            let line = heard.recv_timeout(deadline.saturating_duration_since(Instant::now())).expect("the node says where it listens");
            if let Some(at) = line.strip_prefix("punos: metrics at ") {
                metrics = Some(at.to_owned());
            } else if let Some(rest) = line.strip_prefix("punos: listening on ") {
                break format!("http://{}", rest.split_whitespace().next().unwrap());
            } else if let Some(at) = line.strip_prefix("Punos runs at ") {
                break at.split_whitespace().next().unwrap().to_owned();
            }
        };
        Self { child, url, metrics }
    }
    pub fn address(&self) -> String {
        self.url.trim_start_matches("http://").to_owned()
    }
    pub fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap().success());
    }
    pub async fn ended(&mut self, within: Duration) -> std::process::ExitStatus {
        let until = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the node did not stop in time");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser that opens a connection for each request, so that a balancer spreads them.
#[derive(Clone)]
pub struct Browser {
    pub http: reqwest::Client,
    pub cookie: String,
    pub csrf: String,
}

impl Browser {
    /// Logged in by a session as the log-in provider's answer makes it.
    pub async fn of(house: &House, persona: &str, url: &str) -> Self {
        let key = trust::start_session(&house.gate, trust::Audience::Staff, house.subject(persona), "oidc", None).await.unwrap();
        let http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let mut browser = Self { http, cookie: format!("punos={key}"), csrf: String::new() };
        let session: Value = browser.get(&format!("{url}/api/v1/session")).send().await.unwrap().json().await.unwrap();
        browser.csrf = session["csrf"].as_str().unwrap_or_else(|| panic!("{session}")).to_owned();
        browser
    }
    /// Logged in as the demo's log-in page does.
    pub async fn persona(key: &str, url: &str) -> Self {
        let http = reqwest::Client::new();
        let answer = http.post(format!("{url}/api/v1/session/persona")).json(&json!({ "key": key })).send().await.unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let session: Value = answer.json().await.unwrap();
        Self { http, cookie, csrf: session["csrf"].as_str().unwrap().to_owned() }
    }
    pub fn get(&self, url: &str) -> reqwest::RequestBuilder {
        self.http.get(url).header("cookie", &self.cookie)
    }
    pub fn post(&self, url: &str, body: &Value) -> reqwest::RequestBuilder {
        self.http.post(url).header("cookie", &self.cookie).header("x-csrf-token", &self.csrf).json(body)
    }
    /// A matter ready to be sent from the lobby.
    pub async fn matter(&self, url: &str) -> Value {
        let q = json!({ "q": "virtanen" });
        let found: Value = self.post(&format!("{url}/api/v1/staff/clients/search"), &q).send().await.unwrap().json().await.unwrap();
        let mut matter = json!({
            "client_ids": [found["cards"][0]["id"].clone()], "situation": "guidance", "service_task": "older_people", "urgency": "non_urgent"
        });
        let proposal: Value = self.post(&format!("{url}/api/v1/staff/lobby/propose"), &matter).send().await.unwrap().json().await.unwrap();
        for (name, value) in [
            ("team_id", proposal["team"]["id"].clone()),
            ("need_reasons", json!(["1"])),
            ("notifier", json!("7")),
            ("why_another", json!("koe")),
        ] {
            matter[name] = value;
        }
        matter
    }
}

pub async fn production(db: &mut TestDb) -> House {
    let house = House::new(db).await;
    db.db.set_meta("kind", "production").await.unwrap();
    db.db.set_meta("controller", &house.gate.controller().to_string()).await.unwrap();
    house
}
