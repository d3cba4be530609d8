//! The program as a process: how soon it answers on an existing database, and what it holds when idle.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::county::{Made, punos};

pub async fn run(county: &Made) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let began = Instant::now();
    let mut child = Command::new(punos())
        .args(["demo", "--port", &port.to_string(), "--database", &county.database, "--data"])
        .arg(county.data.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let url = format!("http://127.0.0.1:{port}/healthz");
    while reqwest::get(&url).await.is_err() {
        assert!(child.try_wait().unwrap().is_none(), "the program ended before it answered");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    println!("start on an existing database: {:.2} s", began.elapsed().as_secs_f64());
    tokio::time::sleep(Duration::from_secs(3)).await;
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let kb: f64 = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).and_then(|l| l.split_whitespace().next()).unwrap().parse().unwrap();
    println!("memory, idle: {:.0} MB", kb / 1024.0);
    child.kill().unwrap();
    child.wait().unwrap();
}
