//! Traces of requests for whoever looks for where the time went, sent by OTLP over HTTP when a collector is named. A span says
//! route template, method, status, request id and the text of statements: never an address as it was asked for, a value, a
//! client, a person, or words anybody wrote.

use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use clap::Args;
use opentelemetry::KeyValue;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::{Instrument, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::registry::LookupSpan;

use crate::metrics::method;

/// Where traces go.
#[derive(Args, Clone, Debug)]
pub struct TraceArgs {
    /// Collector that takes traces by OTLP over HTTP, e.g. http://127.0.0.1:4318; none by default
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "URL")]
    otlp_endpoint: Option<String>,
    /// Share of requests that are traced, from 0 to 1
    #[arg(long, env = "PUNOS_TRACE_SHARE", default_value_t = 1.0, value_name = "SHARE", value_parser = share)]
    trace_share: f64,
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "a number from 0 to 1".to_owned())
}

/// Sends what is gathered until it is stopped.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// `None` when no collector was named. Runs on the current tokio runtime.
    ///
    /// # Errors
    /// The collector's address cannot be used.
    pub fn start(args: &TraceArgs) -> Result<Option<Self>, String> {
        let Some(endpoint) = &args.otlp_endpoint else { return Ok(None) };
        let client = client().map_err(|e| e.to_string())?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client { client, runtime: tokio::runtime::Handle::current() })
            .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
            .build()
            .map_err(|e| e.to_string())?;
        let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            // Not the caller's own wish whether to trace: a stranger could ask for all.
            .with_sampler(Sampler::TraceIdRatioBased(args.trace_share))
            .with_resource(Resource::builder().with_service_name("punos").with_attribute(version).build())
            .build();
        Ok(Some(Self(provider)))
    }

    /// What hands the spans of the trace, and nothing else, on.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> impl Layer<S> {
        let only = Targets::new().with_target(store::TRACE, LevelFilter::INFO);
        // Where in the source a span was made, and in which thread, tells an operator nothing.
        tracing_opentelemetry::layer().with_tracer(self.0.tracer("punos")).with_location(false).with_threads(false).with_filter(only)
    }

    /// Sends what waits, within the exporter's limits.
    pub fn stop(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// The HTTP client the node has anyway. The exporter has a thread of its own, so the request runs on the node's runtime.
#[derive(Debug)]
struct Client {
    client: reqwest_client::Client,
    runtime: tokio::runtime::Handle,
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: opentelemetry_http::Request<Bytes>) -> Result<opentelemetry_http::Response<Bytes>, HttpError> {
        let (client, request) = (self.client.clone(), request.try_into()?);
        let answer = async move {
            let answer = client.execute(request).await?;
            let status = answer.status();
            Ok::<_, reqwest_client::Error>((status, answer.bytes().await?))
        };
        let (status, body) = self.runtime.spawn(answer).await??;
        Ok(opentelemetry_http::Response::builder().status(status).body(body)?)
    }
}

/// Follows no redirects: traces go where the settings say.
fn client() -> Result<reqwest_client::Client, reqwest_client::Error> {
    let stay = reqwest_client::redirect::Policy::none();
    reqwest_client::Client::builder().timeout(Duration::from_secs(10)).redirect(stay).build()
}

/// Middleware: one span for the request, under which statements and commits stand. A caller's `traceparent` is its parent.
pub async fn follow(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    let method = method(request.method());
    let span = tracing::info_span!(
        target: store::TRACE,
        "request",
        otel.name = format_args!("{method} {route}"),
        otel.kind = "server",
        http.request.method = method,
        http.route = route,
        http.response.status_code = tracing::field::Empty,
        punos.request_id = tracing::field::Empty,
    );
    if span.is_disabled() {
        return next.run(request).await;
    }
    let parent = TraceContextPropagator::new().extract(&HeaderExtractor(request.headers()));
    // Fails only without a layer that takes it, and then the span is disabled.
    let _ = span.set_parent(parent);
    let response = next.run(request).instrument(span.clone()).await;
    span.record("http.response.status_code", i64::from(response.status().as_u16()));
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says no by panicking")]

    use axum::routing::post;
    use axum::{Router, response::Redirect};

    #[tokio::test]
    async fn what_is_traced_does_not_follow_a_collector_elsewhere() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1/traces", listener.local_addr().unwrap());
        let collector =
            Router::new().route("/v1/traces", post(async || Redirect::temporary("/elsewhere"))).route("/elsewhere", post(async || "taken"));
        tokio::spawn(async move { axum::serve(listener, collector).await });
        let answer = super::client().unwrap().post(url).body("spans").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 307);
    }
}
