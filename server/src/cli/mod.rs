//! The command line. Results go to standard output (as JSON with `--json`), progress and faults to standard error.
//! Exit codes: 0 done · 1 done with faults, or failed · 2 wrong usage.
#![allow(clippy::print_stdout, clippy::print_stderr)]

/// Writes a line of result. A reader that has gone away (`punos … | head`) is no fault of ours.
macro_rules! say {
    ($($part:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($part)*);
    }};
}

pub mod backup;
mod channels;
pub mod demo;
mod doctor;
pub mod import;
pub(crate) mod key;
pub mod log;
mod log_in;
mod mandates;
mod migrate;
mod openapi;
pub mod orders;
pub mod predictions;
mod registers;
mod restore;
pub mod retention;
pub mod rules;
mod scanning;
mod serve;
pub mod staff;
mod synth;
mod token;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::node::{NodeError, NodeOptions};
use crate::traces::{TraceArgs, Traces};

#[derive(Parser)]
#[command(
    name = "punos",
    version,
    about = "Punos: open customership management for social, health and wellbeing services",
    propagate_version = true
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Database address: sqlite://PATH or postgres://USER@HOST/NAME. Default: sqlite://DATA/punos.db
    #[arg(long, global = true, env = "PUNOS_DATABASE", value_name = "ADDRESS")]
    database: Option<String>,
    /// Directory for the key file, the spool of looks and the SQLite file
    #[arg(long, global = true, env = "PUNOS_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,
    /// Results as JSON on standard output; no progress bars
    #[arg(long, global = true)]
    json: bool,
    /// Database connections
    #[arg(long, global = true, env = "PUNOS_CONNECTIONS", default_value_t = 16, value_name = "N")]
    connections: u32,
}

impl Common {
    fn node(&self, secure: bool) -> NodeOptions {
        let database = self.database.clone().unwrap_or_else(|| format!("sqlite://{}", self.data.join("punos.db").display()));
        NodeOptions { database, data: self.data.clone(), connections: self.connections, secure, watch: None }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Run the node (a production database; log-in by OpenID Connect)
    Serve(serve::Serve),
    /// Make a county of synthetic people if there is none yet, and run it with personas to log in as
    Demo(demo::Demo),
    /// Bring the database's schema to this program's version; a new database is made and marked as production
    Migrate(migrate::Migrate),
    /// Take data in
    #[command(subcommand)]
    Import(import::Import),
    /// Write a county of synthetic people into a demo database
    Synth(synth::Synth),
    /// Make, list and revoke tokens of systems
    #[command(subcommand)]
    Token(token::Token),
    /// Copy the whole database to a file while the node runs (SQLite and PostgreSQL)
    Backup(backup::Backup),
    /// Put a copy back into an empty database of either kind; the node must not run meanwhile
    Restore(restore::Restore),
    /// What is kept beyond its time: reports, approval, proofs, holds
    #[command(subcommand)]
    Retention(retention::Retention),
    /// Carry the node's key apart from the backups, and change it while the node works
    #[command(subcommand)]
    Key(key::Key),
    /// Employ, list and end staff
    #[command(subcommand)]
    Staff(staff::Staff),
    /// Read, check and change the county's rules: routing, time limits, lenses, grounds, codes
    #[command(subcommand)]
    Rules(rules::Rules),
    /// Data for training prediction models
    #[command(subcommand)]
    Predictions(predictions::Predictions),
    /// The sealed access log: verify it, show its checkpoint and key
    #[command(subcommand)]
    Log(log::Log),
    /// Check that everything a node needs is there and in order
    Doctor(doctor::Doctor),
    /// Print the OpenAPI 3.1 document of this program
    Openapi,
}

/// What a command ended with.
pub type Done = Result<ExitCode, Fault>;

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Node(#[from] NodeError),
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error("{0}")]
    Problem(#[from] kernel::Problem),
    #[error(transparent)]
    Backup(#[from] store::backup::BackupError),
    #[error(transparent)]
    KeyCopy(#[from] store::keycopy::KeyCopyError),
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Other(String),
}

pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("punos: {error}");
            return ExitCode::FAILURE;
        }
    };
    let json = cli.common.json;
    let started = {
        let _inside = runtime.enter();
        cli.command.traces().map_or(Ok(None), Traces::start)
    };
    logging(json, started.as_ref().ok().and_then(Option::as_ref));
    let done = match started {
        Ok(traces) => {
            let done = runtime.block_on(dispatch(cli));
            if let Some(traces) = traces {
                traces.stop();
            }
            done
        }
        Err(error) => Err(Fault::Usage(format!("--otlp-endpoint: {error}"))),
    };
    match done {
        Ok(code) => code,
        Err(fault) => {
            if json {
                say!("{}", serde_json::json!({ "error": fault.to_string() }));
            }
            eprintln!("punos: {fault}");
            if matches!(fault, Fault::Usage(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

async fn dispatch(cli: Cli) -> Done {
    let common = cli.common;
    match cli.command {
        Command::Serve(c) => c.run(&common).await,
        Command::Demo(c) => c.run(&common).await,
        Command::Migrate(c) => c.run(&common).await,
        Command::Import(c) => c.run(&common).await,
        Command::Synth(c) => c.run(&common).await,
        Command::Token(c) => c.run(&common).await,
        Command::Backup(c) => c.run(&common).await,
        Command::Restore(c) => c.run(&common).await,
        Command::Retention(c) => c.run(&common).await,
        Command::Predictions(c) => c.run(&common).await,
        Command::Key(c) => c.run(&common).await,
        Command::Staff(c) => c.run(&common).await,
        Command::Rules(c) => c.run(&common).await,
        Command::Log(c) => c.run(&common).await,
        Command::Doctor(c) => c.run(&common).await,
        Command::Openapi => openapi::run(),
    }
}

impl Command {
    /// Only a node that runs is followed.
    fn traces(&self) -> Option<&TraceArgs> {
        match self {
            Self::Serve(c) => Some(&c.operating.traces),
            Self::Demo(c) => Some(&c.operating.traces),
            _ => None,
        }
    }
}

fn logging(json: bool, traces: Option<&Traces>) {
    use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};
    let filter =
        EnvFilter::try_from_env("PUNOS_LOG").unwrap_or_else(|_| EnvFilter::new("warn,server=info,trust=info,jobs=info,cedar_policy=error"));
    let writer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(true);
    let lines = if json { writer.json().boxed() } else { writer.compact().boxed() };
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).with(traces.map(Traces::layer)).try_init();
}

/// Resolves when the process is asked to stop: SIGTERM or Ctrl-C.
pub(crate) async fn stop_asked() {
    let mut term = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(term) => term,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}

/// A progress bar on a terminal; nothing when output is read by a program.
pub(crate) fn bar(common: &Common, total: u64, what: &'static str) -> indicatif::ProgressBar {
    if common.json {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template("{msg:<26} {bar:30} {pos:>8}/{len} {elapsed_precise} (eta {eta})")
        .unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
    indicatif::ProgressBar::new(total).with_style(style).with_message(what)
}
