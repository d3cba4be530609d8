//! What a node does per second, and how far that is from the floor: the same rows by bare SQL on the same connections, through the same
//! HTTP server, in the same run. What people wait for is asked of the program itself, a process apart. Prints ratios and percentiles;
//! asserts nothing.
//!
//! `bench [--residents N] [--seconds S] [--only sqlite|postgres] [--full] [--county DIR] [--log] [--cost] [--alerts [--plans]] [--dashboard] [--map] [--fit]`; PostgreSQL is the server `PUNOS_TEST_POSTGRES` names.
//! `--alerts`: only what alerts cost and how long rules are tried; `--plans` prints the plans of the statements.
//! `--map`: only the map of processes and the queues.
//! `--dashboard`: only the figures of teams and of the county, and forecasts.
//! `--fit`: only the whole plan of a client, read and checked.
//! `--log`: only what the sealed log costs. `--cost`: only what proof, log line and sealing cost a situation picture. `--full`: 126,000 residents, about 6 million service rows, 1,000,000 matters of which 50,000 are open, 200 teams more.
//! `--county DIR`: the county is made there once, and asked again by the next run.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and stops at the first fault"
)]

mod alerting;
mod cost;
mod county;
mod dashboard;
mod fit;
mod floor;
mod import;
mod load;
mod map;
mod picture;
mod process;
mod screens;
mod sealed_log;

use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone)]
pub struct Settings {
    pub residents: u32,
    pub seconds: Duration,
    /// A county at its full size and as much work.
    pub full: bool,
    /// Where the county is kept from run to run.
    pub county: Option<PathBuf>,
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).cloned();
    let full = args.iter().any(|a| a == "--full");
    let settings = Settings {
        full,
        county: value("--county").map(PathBuf::from),
        residents: value("--residents").map_or(if full { 126_000 } else { 20_000 }, |v| v.parse().expect("--residents N")),
        seconds: Duration::from_secs(value("--seconds").map_or(8, |v| v.parse().expect("--seconds S"))),
    };
    let only = value("--only");
    for backend in ["sqlite", "postgres"] {
        if only.as_deref().is_some_and(|o| o != backend) {
            continue;
        }
        if args.iter().any(|a| a == "--log") {
            println!("\n## {backend}, the sealed log");
            sealed_log::run(backend).await;
            continue;
        }
        println!("\n## {backend}, {} residents", settings.residents);
        let made = county::make(backend, &settings).await;
        if args.iter().any(|a| a == "--alerts") {
            alerting::run(&made, args.iter().any(|a| a == "--plans")).await;
            continue;
        }
        if args.iter().any(|a| a == "--cost") {
            cost::run(&made).await;
            continue;
        }
        if args.iter().any(|a| a == "--fit") {
            let county = county::open(&made).await;
            fit::run(&county, &settings).await;
            county.close().await;
            continue;
        }
        // One process holds the file at a time: first the program, as it starts on what it finds, then this one.
        let program = process::Program::start(&made).await;
        if args.iter().any(|a| a == "--map") {
            map::run(&program.url).await;
            continue;
        }
        if args.iter().any(|a| a == "--dashboard") {
            dashboard::run(&program.url).await;
            continue;
        }
        screens::run(&program.url).await;
        dashboard::run(&program.url).await;
        picture::steady(&program.url, &settings).await;
        drop(program);
        let county = county::open(&made).await;
        picture::ratio(&county, &settings).await;
        county.close().await;
        cost::run(&made).await;
        import::run(backend).await;
        sealed_log::run(backend).await;
    }
}
