//! Figures for whoever watches the node, as Prometheus reads them. Labels are route templates, methods, statuses and codes of
//! our own: never an address as it was asked for, a client, a person, or words anybody wrote; so they are bounded too.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use store::Health;
use trust::Gate;

use crate::process;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Named {
    state: &'static str,
}

/// Seconds: from a look answered by an index to a report nobody waits for.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The figures of one process. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram>,
    in_flight: Gauge,
    streams: Gauge,
    database: Family<Named, Gauge>,
    connections: Family<Named, Gauge>,
    memory: Gauge,
    files: Gauge,
    cpu: Gauge<f64, std::sync::atomic::AtomicU64>,
    jobs: Family<Named, Gauge>,
    unsealed: Gauge,
    unsealed_seconds: Gauge,
    sealed: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    pub fn new() -> Self {
        let inner = Inner {
            registry: Registry::default(),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            in_flight: Gauge::default(),
            streams: Gauge::default(),
            database: Family::default(),
            connections: Family::default(),
            memory: Gauge::default(),
            files: Gauge::default(),
            cpu: Gauge::default(),
            jobs: Family::default(),
            unsealed: Gauge::default(),
            unsealed_seconds: Gauge::default(),
            sealed: Gauge::default(),
        };
        let mut r = Registry::default();
        r.register("punos_http_requests", "Requests answered, by route template", inner.requests.clone());
        r.register_with_unit("punos_http_request_duration", "Time until the answer begins", Unit::Seconds, inner.seconds.clone());
        r.register("punos_http_requests_in_flight", "Requests being answered", inner.in_flight.clone());
        r.register("punos_live_streams", "Open live streams", inner.streams.clone());
        r.register("punos_database_state", "1 for the state the database is in", inner.database.clone());
        r.register("punos_database_connections", "Connections of the pool, by state", inner.connections.clone());
        r.register("punos_queued_jobs", "Jobs in the queue that are not over, by state", inner.jobs.clone());
        r.register("punos_log_unsealed_lines", "Lines of the access log that wait to be sealed", inner.unsealed.clone());
        r.register_with_unit(
            "punos_log_unsealed_age",
            "Age of the oldest line that waits to be sealed",
            Unit::Seconds,
            inner.unsealed_seconds.clone(),
        );
        r.register("punos_log_sealed_entries", "Entries under the last signed checkpoint", inner.sealed.clone());
        r.register_with_unit("process_resident_memory", "Resident memory", Unit::Bytes, inner.memory.clone());
        r.register("process_open_fds", "Open file descriptors", inner.files.clone());
        r.register("process_cpu_seconds", "CPU time used, user and system", inner.cpu.clone());
        r.register("punos_build", "The program", Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]));
        Self(Arc::new(Inner { registry: r, ..inner }))
    }

    /// Counts an open stream until it is dropped.
    pub fn stream(&self) -> Counted {
        self.0.streams.inc();
        Counted(self.0.streams.clone())
    }

    /// What is read only when somebody asks.
    async fn look(&self, gate: &Gate) {
        let inner = &self.0;
        let now = match gate.db().health() {
            Health::Well => "well",
            Health::ReadOnly => "read_only",
            Health::Unreachable => "unreachable",
        };
        for state in ["well", "read_only", "unreachable"] {
            inner.database.get_or_create(&Named { state }).set(i64::from(state == now));
        }
        let (open, idle) = gate.db().connections();
        inner.connections.get_or_create(&Named { state: "idle" }).set(i64::from(idle));
        inner.connections.get_or_create(&Named { state: "used" }).set(i64::from(open.saturating_sub(idle)));
        if let Ok(counts) = jobs::admin::counts(&gate.db().reference()).await {
            for state in ["waiting", "running", "dead"] {
                let number = counts.iter().filter(|c| c.state == state).map(|c| c.number).sum();
                inner.jobs.get_or_create(&Named { state }).set(number);
            }
        }
        let log = gate.log_reader();
        if let Ok(waiting) = sealing::state::waiting(&log).await {
            inner.unsealed.set(i64::try_from(waiting.lines).unwrap_or(i64::MAX));
            let age = waiting.oldest_at.map_or(0, |at| (gate.ctx().now() - at).num_seconds().max(0));
            inner.unsealed_seconds.set(age);
        }
        if let Ok(Some(sealed)) = sealing::state::sealed(&log).await {
            inner.sealed.set(i64::try_from(sealed.size).unwrap_or(i64::MAX));
        }
        let usage = process::usage();
        inner.memory.set(usage.resident_bytes);
        inner.files.set(usage.open_files);
        inner.cpu.set(usage.cpu_seconds);
    }
}

/// Takes itself off the gauge when dropped.
pub struct Counted(Gauge);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// The method's name; anything unheard of is "other", so that strangers cannot make names.
pub fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// Middleware that measures every request, addresses nobody serves under one name.
pub async fn measure(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |p| p.as_str().to_owned());
    let asked = Asked { method: method(request.method()), route };
    let begun = Instant::now();
    metrics.0.in_flight.inc();
    // Also when the caller goes away before the answer.
    let under_way = Counted(metrics.0.in_flight.clone());
    let response = next.run(request).await;
    drop(under_way);
    metrics.0.seconds.get_or_create(&asked).observe(begun.elapsed().as_secs_f64());
    let answered = Answered { method: asked.method, route: asked.route, status: response.status().as_u16().to_string() };
    metrics.0.requests.get_or_create(&answered).inc();
    response
}

/// What the listener of its own serves: `/metrics` and nothing else.
pub fn router(metrics: Metrics, gate: Gate) -> Router {
    Router::new().route("/metrics", get(tell)).with_state((metrics, gate))
}

async fn tell(State((metrics, gate)): State<(Metrics, Gate)>) -> Response {
    // A database that hangs must not hide the other figures.
    let _ = tokio::time::timeout(Duration::from_secs(2), metrics.look(&gate)).await;
    let mut text = String::new();
    match encode(&mut text, &metrics.0.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response(),
        Err(_) => kernel::Problem::internal().into_response(),
    }
}
