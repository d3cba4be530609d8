//! A county on a fresh database, made by the program itself; a node opened over it in this process, where the statements it runs can
//! be heard; and people who log in, here or at the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::{Value, json};
use server::app::{Outside, Running};
use server::node::{Node, NodeOptions};
use store::Birth;
use store::sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;

use crate::Settings;

pub struct County {
    pub url: String,
    pub node: Arc<Node>,
    pub statements: Arc<Mutex<Option<Vec<Statement>>>>,
}

/// The program beside this one.
pub fn punos() -> PathBuf {
    std::env::current_exe().unwrap().with_file_name("punos")
}

pub async fn fresh(backend: &str, data: &Path) -> String {
    if backend == "sqlite" {
        return format!("sqlite://{}", data.join("punos.db").display());
    }
    let server = std::env::var("PUNOS_TEST_POSTGRES").expect("PUNOS_TEST_POSTGRES; `make bench` starts one");
    let name = format!("bench_{}", uuid::Uuid::now_v7().simple());
    Database::connect(&server).await.unwrap().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

/// A county that nobody has open.
pub struct Made {
    pub database: String,
    pub data: PathBuf,
    /// Goes with this value, unless the county is kept for the next run.
    _passing: Option<TempDir>,
}

/// Makes a county; with `--county DIR` it is kept there, and the next run asks the same one.
pub async fn make(backend: &str, settings: &Settings) -> Made {
    let (data, passing) = match &settings.county {
        Some(kept) => (kept.join(backend), None),
        None => {
            let passing = tempfile::tempdir().unwrap();
            (passing.path().to_path_buf(), Some(passing))
        }
    };
    std::fs::create_dir_all(&data).unwrap();
    // Written when the county is whole: its database's address.
    let whole = data.join("bench-county");
    if let Ok(database) = std::fs::read_to_string(&whole) {
        println!("the county made before, {}", data.display());
        return Made { database, data, _passing: passing };
    }
    let database = fresh(backend, &data).await;
    let began = Instant::now();
    let mut command = Command::new(punos());
    command.args(["synth", "--json", "--residents", &settings.residents.to_string(), "--database", &database, "--data"]).arg(&data);
    if settings.full {
        command.args(["--matters", "1000000", "--open", "50000", "--teams", "200"]);
    }
    let made = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(made.status.success());
    let report: Value = serde_json::from_slice(&made.stdout).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    println!("county made in {seconds:.1} s, {:.0} service rows/s: {report}", report["service_rows"].as_f64().unwrap() / seconds);
    std::fs::write(&whole, &database).unwrap();
    Made { database, data, _passing: passing }
}

pub async fn open(made: &Made) -> County {
    let statements: Arc<Mutex<Option<Vec<Statement>>>> = Arc::default();
    let kept = statements.clone();
    let watch: store::Watch = Arc::new(move |statement| {
        if let Some(list) = kept.lock().unwrap().as_mut() {
            list.push(statement.clone());
        }
    });
    let options =
        NodeOptions { database: made.database.clone(), data: made.data.clone(), connections: 16, secure: false, watch: Some(watch) };
    let node = Arc::new(Node::open(&options, Some(Birth::Demo)).await.unwrap());
    let running = Running::start(&node, Outside::default());
    let url = serve(running.router()).await;
    // The jobs and the router live as long as this process.
    std::mem::forget(running);
    County { url, node, statements }
}

pub async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

impl County {
    pub async fn close(&self) {
        self.node.close().await;
    }
}

/// A browser logged in as a persona: client and CSRF token.
pub async fn log_in(url: &str, key: &str) -> (reqwest::Client, String) {
    let http = reqwest::Client::builder().cookie_store(true).pool_max_idle_per_host(64).build().unwrap();
    let answer = http.post(format!("{url}/api/v1/session/persona")).json(&json!({ "key": key })).send().await.unwrap();
    let info: Value = answer.json().await.unwrap();
    (http, info["csrf"].as_str().expect("logged in").to_owned())
}
