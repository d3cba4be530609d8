use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use store::Birth;
use trust::oidc::{Oidc, OidcConfig};

use super::{Common, Done, Fault};
use crate::app;
use crate::node::Node;

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
}

/// The OpenID Connect provider staff log in with.
#[derive(Args)]
pub struct LogIn {
    /// The provider's address
    #[arg(long, env = "PUNOS_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// How the provider knows this node
    #[arg(long, env = "PUNOS_OIDC_CLIENT_ID", default_value = "punos", value_name = "ID")]
    oidc_client_id: String,
    /// File that holds the client's secret
    #[arg(long, env = "PUNOS_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    oidc_client_secret_file: Option<PathBuf>,
}

impl LogIn {
    /// The provider, when one was named.
    pub fn provider(&self, base_url: &str) -> Result<Option<Oidc>, Fault> {
        let Some(issuer) = &self.oidc_issuer else { return Ok(None) };
        let client_secret = match &self.oidc_client_secret_file {
            Some(path) => {
                Some(std::fs::read_to_string(path).map_err(|e| Fault::Usage(format!("{}: {e}", path.display())))?.trim().to_owned())
            }
            None => None,
        };
        let config =
            OidcConfig { issuer: issuer.clone(), client_id: self.oidc_client_id.clone(), client_secret, base_url: base_url.into() };
        Oidc::new(config).map(Some).map_err(|e| Fault::Other(e.to_string()))
    }
}

impl Serve {
    pub async fn run(self, common: &Common) -> Done {
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
        let node = Arc::new(Node::open(&common.node(secure), Some(Birth::Production)).await?);
        node.load_structures().await?;
        listen(node, self.listen, oidc, |address| eprintln!("punos: listening on {address} ({base_url})")).await
    }
}

pub fn loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

/// Serves until asked to stop, then lets requests under way end.
pub async fn listen(node: Arc<Node>, address: SocketAddr, oidc: Option<Oidc>, started: impl FnOnce(SocketAddr)) -> Done {
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|e| Fault::Other(format!("{address}: {e}")))?;
    let local = listener.local_addr().map_err(|e| Fault::Other(e.to_string()))?;
    let running = app::Running::start(&node, oidc);
    started(local);
    let stop = running.stopping();
    axum::serve(listener, running.router())
        .with_graceful_shutdown(async move {
            stop_asked().await;
            stop.send_replace(true);
        })
        .await
        .map_err(|e| Fault::Other(e.to_string()))?;
    running.stop().await;
    node.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn stop_asked() {
    let mut term = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(term) => term,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
