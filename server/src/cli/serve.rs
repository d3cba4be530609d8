use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use store::Birth;

use super::channels::ChannelArgs;
use super::log_in::{Identification, LogIn};
use super::mandates::MandateArgs;
use super::predictions::PredictorArgs;
use super::registers::RegisterArgs;
use super::scanning::ScanArgs;
use super::{Common, Done, Fault, stop_asked};
use crate::node::Node;
use crate::traces::TraceArgs;
use crate::{app, metrics};

#[derive(Args)]
pub struct Serve {
    /// Address to listen on; plain http is served on loopback only (a proxy in front ends TLS)
    #[arg(long, env = "PUNOS_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// How people reach the node, e.g. https://punos.example; decides the cookie's kind
    #[arg(long, env = "PUNOS_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    #[command(flatten)]
    log_in: LogIn,
    #[command(flatten)]
    identification: Identification,
    #[command(flatten)]
    channels: ChannelArgs,
    #[command(flatten)]
    scanning: ScanArgs,
    #[command(flatten)]
    registers: RegisterArgs,
    #[command(flatten)]
    mandates: MandateArgs,
    #[command(flatten)]
    predictor: PredictorArgs,
    #[command(flatten)]
    pub operating: Operating,
}

impl Serve {
    pub async fn run(self, common: &Common) -> Done {
        self.operating.check()?;
        let base_url = self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen)).trim_end_matches('/').to_owned();
        let secure = base_url.starts_with("https://");
        if !secure && !loopback(self.listen.ip()) {
            return Err(Fault::Usage(
                "plain http is served on loopback only; put a proxy with TLS in front and say --base-url https://…".into(),
            ));
        }
        let oidc = self.log_in.provider(&base_url)?;
        if oidc.is_none() {
            return Err(Fault::Usage("staff log in by OpenID Connect: say --oidc-issuer URL (or PUNOS_OIDC_ISSUER)".into()));
        }
        let identification = self.identification.provider(&base_url)?;
        let channels = self.channels.channels(&base_url)?;
        let node = Arc::new(Node::open(&common.node(secure), Some(Birth::Production)).await?);
        node.load_structures().await?;
        let mandates = self.mandates.register(&base_url)?;
        let outside = app::Outside {
            oidc,
            identification,
            channels,
            scanner: self.scanning.scanner(),
            mandates,
            predictor: self.predictor.predictor()?,
            ..self.registers.outside()?
        };
        listen(node, self.listen, outside, &self.operating, |address| eprintln!("punos: listening on {address} ({base_url})")).await
    }
}

pub fn loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

/// How the node is watched and how it stops.
#[derive(Args, Clone)]
pub struct Operating {
    /// Where Prometheus reads /metrics: a listener of its own, on loopback only; none by default
    #[arg(long, env = "PUNOS_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    metrics_listen: Option<SocketAddr>,
    /// Seconds the node says "not ready" before it stops taking requests, so that a balancer has time to notice
    #[arg(long, env = "PUNOS_DRAIN", default_value_t = 0, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(0..=300))]
    drain: u64,
    /// Seconds that requests under way may take after that
    #[arg(long, env = "PUNOS_STOP_LIMIT", default_value_t = 30, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    stop_limit: u64,
    #[command(flatten)]
    pub traces: TraceArgs,
    /// Another node whose access log is followed and cosigned: its address, and after # its log's key when that is known
    /// beforehand; may be given several times
    #[arg(long = "follow-log", env = "PUNOS_FOLLOW_LOGS", value_name = "URL[#KEY]", value_delimiter = ',')]
    follow_logs: Vec<String>,
    /// Minutes after which a session ends by itself; ten minutes before that one is asked whether it goes on
    #[arg(long = "session-minutes", env = "PUNOS_SESSION_MINUTES", default_value_t = 600, value_name = "MINUTES", value_parser = clap::value_parser!(i64).range(11..=720))]
    session: i64,
    /// Minutes after which a session that nobody uses ends; ten minutes before that one is asked whether it goes on
    #[arg(long = "idle-minutes", env = "PUNOS_IDLE_MINUTES", default_value_t = 30, value_name = "MINUTES", value_parser = clap::value_parser!(i64).range(11..=720))]
    idle: i64,
}

impl Operating {
    pub fn check(&self) -> Result<(), Fault> {
        match self.metrics_listen {
            Some(address) if !loopback(address.ip()) => {
                Err(Fault::Usage("metrics are told on loopback only; an agent or a proxy with TLS carries them further".into()))
            }
            _ => Ok(()),
        }
    }

    fn watched(&self) -> Result<Vec<sealing::Watched>, Fault> {
        let named = self.follow_logs.iter().filter(|text| !text.trim().is_empty());
        named.map(|text| sealing::Watched::parse(text).map_err(|e| Fault::Usage(format!("--follow-log: {e}")))).collect()
    }
}

/// How long the database may take to close when something still holds it.
const CLOSING: Duration = Duration::from_secs(10);

/// Serves until asked to stop, then lets requests under way end, within a limit.
pub async fn listen(
    node: Arc<Node>,
    address: SocketAddr,
    mut outside: app::Outside,
    operating: &Operating,
    started: impl FnOnce(SocketAddr),
) -> Done {
    operating.check()?;
    outside.watched = operating.watched()?;
    node.gate.set_session_life(chrono::Duration::minutes(operating.session));
    node.gate.set_session_idle(chrono::Duration::minutes(operating.idle));
    let bind =
        async |address: SocketAddr| tokio::net::TcpListener::bind(address).await.map_err(|e| Fault::Other(format!("{address}: {e}")));
    let listener = bind(address).await?;
    let local = listener.local_addr().map_err(|e| Fault::Other(e.to_string()))?;
    let watched = match operating.metrics_listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let running = app::Running::start(&node, outside);
    let watching = watched.map(|listener| {
        if let Ok(at) = listener.local_addr() {
            eprintln!("punos: metrics at http://{at}/metrics");
        }
        let router = metrics::router(running.metrics(), node.gate.clone());
        tokio::spawn(async move { axum::serve(listener, router).await })
    });
    started(local);
    let (stopping, feed, drain) = (running.stopping(), running.feed(), Duration::from_secs(operating.drain));
    let mut stopped = stopping.subscribe();
    let serving = axum::serve(listener, running.router()).with_graceful_shutdown(async move {
        stop_asked().await;
        tracing::info!("asked to stop");
        feed.leave();
        tokio::time::sleep(drain).await;
        stopping.send_replace(true);
    });
    let limit = Duration::from_secs(operating.stop_limit);
    let too_long = async {
        let _ = stopped.wait_for(|stop| *stop).await;
        tokio::time::sleep(limit).await;
    };
    tokio::select! {
        served = serving.into_future() => served.map_err(|e| Fault::Other(e.to_string()))?,
        () = too_long => tracing::warn!(seconds = operating.stop_limit, "requests under way took too long and were cut"),
    }
    if let Some(watching) = watching {
        watching.abort();
    }
    running.stop().await;
    if tokio::time::timeout(CLOSING, node.close()).await.is_err() {
        tracing::warn!("the database did not close in time; what was answered is on disk all the same");
    }
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
