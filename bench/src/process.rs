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
        let worked = rest(child.id()).await;
        if worked > Duration::from_secs(5) {
            println!("what a first start reads through: {:.0} s", worked.as_secs_f64());
        }
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let resident = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).and_then(|l| l.split_whitespace().next());
        println!("memory, idle: {:.0} MB", resident.unwrap().parse::<f64>().unwrap() / 1024.0);
        Self { url, child }
    }
}

/// Waits until the program does next to nothing by itself; gives how long that took. On a county it has not met before it asks its
/// alert rules of everybody once.
async fn rest(process: u32) -> Duration {
    let began = Instant::now();
    let mut busy = began;
    let used = || {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
        // Fields 14 and 15 of proc(5)'s stat, in hundredths of a second.
        stat.rsplit_once(')').unwrap().1.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum::<u64>()
    };
    let mut before = used();
    while busy.elapsed() < Duration::from_secs(4) && began.elapsed() < Duration::from_secs(900) {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = used();
        if now - before > 25 {
            busy = Instant::now();
        }
        before = now;
    }
    busy - began
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
