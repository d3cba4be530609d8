//! What was answered with success is on disk; a look leaves only when it is logged; nothing is half-done.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::common::House;
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::sea_orm::{ConnectionTrait, Database};
use store::testing::TestDb;
use store::{Health, sql};
use uuid::Uuid;

async fn lines(house: &House, action: &str, outcome: &str) -> usize {
    house.gate.flush_log().await;
    house.gate.flush_log().await;
    let job = house.gate.job("test.log", "test", None);
    sql::rows(job.reader(), "SELECT id FROM access_log WHERE action = $1 AND outcome = $2", [action.into(), outcome.into()])
        .await
        .unwrap()
        .len()
}

async fn a_client_of(house: &House, persona: &str) -> Uuid {
    house.gate.flush_log().await;
    let job = house.gate.job("test.fixture", "test", None);
    let text = "SELECT c.client_id AS id FROM matter m JOIN matter_client c ON c.matter_id = m.id WHERE m.handler_id = $1 AND m.state = 'open' ORDER BY m.number LIMIT 1";
    sql::rows(job.reader(), text, [house.subject(persona).into()]).await.unwrap()[0].try_get("", "id").unwrap()
}

/// What the spool holds.
fn spooled(db: &TestDb) -> String {
    let read = |half| std::fs::read_to_string(db.dir.path().join(half)).unwrap_or_default();
    ["looks.a.spool", "looks.b.spool"].map(read).concat().replace('\0', "")
}

/// PostgreSQL turned read-only under a running node: looks are kept in the spool and merged, changes are refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_database_shows_only_what_can_be_logged() {
    let mut db = TestDb::postgres().await;
    let house = House::new(&mut db).await;
    let client = a_client_of(&house, "case_manager").await;
    let caller = house.log_in("case_manager").await;
    let path = format!("/api/v1/staff/clients/{client}/summary");
    assert_eq!(caller.get(&path).await.status, StatusCode::OK);
    let before = lines(&house, "care.summary.read", "allowed").await;

    let name = db.url.rsplit('/').next().unwrap().to_owned();
    let admin = Database::connect(&std::env::var("PUNOS_TEST_POSTGRES").unwrap()).await.unwrap();
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.execute_unprepared(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await.unwrap();
    admin.execute_unprepared(&cut).await.unwrap();

    let mut look = caller.get(&path).await;
    for _ in 0..20 {
        // Connections that were cut fail once each before new, read-only ones stand in their place.
        if look.status == StatusCode::OK {
            break;
        }
        look = caller.get(&path).await;
    }
    assert_eq!(look.status, StatusCode::OK, "{}", look.body);
    assert!(spooled(&db).contains("care.summary.read"), "the look is in the spool");
    house.gate.flush_log().await;
    assert_ne!(house.gate.db().health(), Health::Well);
    assert!(spooled(&db).contains("care.summary.read"), "and stays there");
    let session = caller.get("/api/v1/session").await;
    assert_eq!(session.body["degraded"], "read_only");
    let change = caller.post("/api/v1/staff/views", json!({ "name": "x", "filter": {} })).await;
    assert_eq!(change.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(change.body["code"], "degraded");

    admin.execute_unprepared(&format!("ALTER DATABASE {name} SET default_transaction_read_only = off")).await.unwrap();
    admin.execute_unprepared(&cut).await.unwrap();
    let mut merged = 0;
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        if house.gate.db().health() == Health::Well {
            merged = lines(&house, "care.summary.read", "allowed").await;
            if merged > before {
                break;
            }
            // A new look wakes the writer.
            caller.get(&path).await;
        }
    }
    assert!(merged > before, "looks are written again");
}

/// SQLite whose writer is blocked by somebody else: the look waits, then goes to the spool; afterwards it is merged once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_writer_spools_looks_and_merges_them_once() {
    let mut db = TestDb::sqlite().await;
    let house = House::new(&mut db).await;
    let client = a_client_of(&house, "case_manager").await;
    let caller = house.log_in("case_manager").await;
    let path = format!("/api/v1/staff/clients/{client}/summary");
    assert_eq!(caller.get(&path).await.status, StatusCode::OK);
    let before = lines(&house, "care.summary.read", "allowed").await;

    let file = db.url.strip_prefix("sqlite://").unwrap();
    let other = Database::connect(format!("sqlite://{file}?mode=rw")).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    assert_eq!(caller.get(&path).await.status, StatusCode::OK);
    assert_eq!(lines(&house, "care.summary.read", "allowed").await, before, "not in the database yet");
    assert_eq!(caller.get(&path).await.status, StatusCode::OK, "and so the next, after the database has refused one");
    other.execute_unprepared("ROLLBACK").await.unwrap();

    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if lines(&house, "care.summary.read", "allowed").await > before + 1 {
            break;
        }
    }
    assert_eq!(lines(&house, "care.summary.read", "allowed").await, before + 2, "merged, once each");
    // Each is said to have come late: without that the sealed log would take it for one put in.
    let job = house.gate.job("test.late", "test", None);
    let told = sql::rows(job.reader(), "SELECT objects FROM access_log WHERE action = $1", [trust::MERGED.into()]).await.unwrap();
    let ranges: Vec<(Uuid, Uuid)> = told
        .iter()
        .map(|row| row.try_get::<String>("", "objects").unwrap())
        .map(|range| range.split_once("..").map(|(first, last)| (first.parse().unwrap(), last.parse().unwrap())).unwrap())
        .collect();
    let text = "SELECT id FROM access_log WHERE action = 'care.summary.read' ORDER BY at DESC, id DESC LIMIT 2";
    for row in sql::rows(job.reader(), text, []).await.unwrap() {
        let id: Uuid = row.try_get("", "id").unwrap();
        assert!(ranges.iter().any(|(first, last)| *first <= id && id <= *last), "{id} in {ranges:?}");
    }
    house.gate.flush_log().await;
    assert_eq!(spooled(&db), "", "and the spool is empty");
}

/// Neither the database nor the spool takes the line: the data stay closed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_logged_is_not_shown() {
    let mut db = TestDb::sqlite().await;
    for half in ["looks.a.spool", "looks.b.spool"] {
        std::fs::create_dir(db.dir.path().join(half)).unwrap();
    }
    let house = House::new(&mut db).await;
    let client = a_client_of(&house, "case_manager").await;
    let caller = house.log_in("case_manager").await;
    let file = db.url.strip_prefix("sqlite://").unwrap();
    let other = Database::connect(format!("sqlite://{file}?mode=rw")).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let look = caller.get(&format!("/api/v1/staff/clients/{client}/summary")).await;
    other.execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!(look.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(look.body["code"], "degraded");
    assert!(look.body.get("header").is_none());
}

/// kill -9 in the middle of many sends: every one that was answered with success is there afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_loses_nothing_that_was_answered() {
    let data = tempfile::tempdir().unwrap();
    let mut node = Started::new(data.path());
    let http = reqwest::Client::builder().cookie_store(true).build().unwrap();
    let session: Value = http
        .post(format!("{}/api/v1/session/persona", node.url))
        .json(&json!({ "key": "home_care_nurse" }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let csrf = session["csrf"].as_str().unwrap().to_owned();
    let found: Value = http
        .post(format!("{}/api/v1/staff/clients/search", node.url))
        .header("x-csrf-token", &csrf)
        .json(&json!({ "q": "virtanen" }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let client = found["cards"][0]["id"].clone();
    let form = json!({ "client_ids": [client], "situation": "guidance", "service_task": "older_people", "urgency": "non_urgent" });
    let proposal: Value = http
        .post(format!("{}/api/v1/staff/lobby/propose", node.url))
        .header("x-csrf-token", &csrf)
        .json(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let mut matter = form.clone();
    for (name, value) in [
        ("team_id", proposal["team"]["id"].clone()),
        ("need_reasons", json!(["1"])),
        ("notifier", json!("7")),
        ("why_another", json!("koe")),
    ] {
        matter[name] = value;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(std::sync::Mutex::new(Vec::<String>::new()));
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let (http, csrf, matter, url, stop, answered) =
                (http.clone(), csrf.clone(), matter.clone(), node.url.clone(), stop.clone(), answered.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let sent = http.post(format!("{url}/api/v1/staff/lobby/send")).header("x-csrf-token", &csrf).json(&matter).send().await;
                    let Ok(response) = sent else { return };
                    assert_eq!(response.status(), 201);
                    if let Ok(body) = response.json::<Value>().await {
                        answered.lock().unwrap().push(body["number"].as_str().unwrap().to_owned());
                    }
                }
            })
        })
        .collect();
    while answered.lock().unwrap().len() < 25 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    node.kill();
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }
    let answered = answered.lock().unwrap().clone();

    let node = Started::new(data.path());
    let http = reqwest::Client::builder().cookie_store(true).build().unwrap();
    http.post(format!("{}/api/v1/session/persona", node.url)).json(&json!({ "key": "home_care_nurse" })).send().await.unwrap();
    let mut kept = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: Value = http.get(format!("{}/api/v1/staff/lobby/sent?{cursor}", node.url)).send().await.unwrap().json().await.unwrap();
        kept.extend(page["items"].as_array().unwrap().iter().map(|m| m["number"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("cursor={next}"),
            None => break,
        }
    }
    for number in &answered {
        assert!(kept.contains(number), "{number} was answered with success and is gone");
    }
}

/// The program itself, as a person starts it.
struct Started {
    child: std::process::Child,
    url: String,
}

impl Started {
    fn new(data: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_punos"))
            .args(["demo", "--residents", "60", "--port", "0", "--data"])
            .arg(data)
            .env_remove("PUNOS_DATABASE")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        let url = first.split_whitespace().find(|w| w.starts_with("http://")).unwrap_or_else(|| panic!("{first:?}")).to_owned();
        Self { child, url }
    }
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
