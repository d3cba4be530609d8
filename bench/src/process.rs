//! The program as a process of its own, as people meet it: how soon it answers on an existing database, what it holds when idle,
//! and an address for the screens to be asked from.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::county::{Made, punos};

/// The running program; ends with this value.
pub struct Program {
    pub url: String,
    child: Child,
}

impl Program {
    pub async fn start(county: &Made) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let began = Instant::now();
        let mut child = Command::new(punos())
            .args(["demo", "--unlimited", "--port", &port.to_string(), "--database", &county.database, "--data"])
            .arg(&county.data)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let url = format!("http://127.0.0.1:{port}");
        while reqwest::get(format!("{url}/healthz")).await.is_err() {
            assert!(child.try_wait().unwrap().is_none(), "the program ended before it answered");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        println!("start on an existing database: {:.2} s", began.elapsed().as_secs_f64());
        tokio::time::sleep(Duration::from_secs(3)).await;
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let resident = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).and_then(|l| l.split_whitespace().next());
        println!("memory, idle: {:.0} MB", resident.unwrap().parse::<f64>().unwrap() / 1024.0);
        Self { url, child }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
