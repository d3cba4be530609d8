//! Live screens: one stream per browser, ids only. The screen asks for what an id names, and rights are checked then; the
//! stream itself tells only what happens in one's own teams, and ends when the session does.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use futures::Stream;
use kernel::Problem;
use serde_json::json;
use store::event::{self, Cursor, Event};
use tokio::sync::{broadcast, watch};
use trust::{Action, Audience, Gate, Staff, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::metrics::Metrics;

pub static LIVE: Action = Action::plain("live.follow", Audience::Staff);

/// Reads the event log once for all streams of this process.
#[derive(Clone)]
pub struct Feed {
    gate: Gate,
    events: broadcast::Sender<Arc<Event>>,
    /// Becomes true when the node stops: open streams end, or the node could not.
    stopping: watch::Receiver<bool>,
    /// Set a while before that, so that a balancer sends nothing new here.
    leaving: Arc<AtomicBool>,
    metrics: Metrics,
}

/// How long an event of another process may wait to be seen here.
const GLANCE: Duration = Duration::from_millis(500);
/// How often an open stream checks that its session still holds.
const RECHECK: Duration = Duration::from_secs(20);

impl Feed {
    pub fn start(gate: Gate, stopping: watch::Receiver<bool>) -> Self {
        Self::measured(gate, stopping, Metrics::new())
    }

    /// As [`Feed::start`], counting its streams in the process's figures.
    pub fn measured(gate: Gate, stopping: watch::Receiver<bool>, metrics: Metrics) -> Self {
        let feed = Self { gate, events: broadcast::Sender::new(1024), stopping, leaving: Arc::default(), metrics };
        tokio::spawn(feed.clone().follow());
        feed
    }

    /// From now on the node says that it is not ready.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }
    pub fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed) || *self.stopping.borrow()
    }

    /// The events of all processes as they are seen here, for what follows them besides the screens.
    pub fn heard(&self) -> broadcast::Receiver<Arc<Event>> {
        self.events.subscribe()
    }

    async fn follow(self) {
        let db = self.gate.db().clone();
        let mut committed = db.committed();
        let mut cursor = loop {
            match event::newest(&db.reference()).await {
                Ok(cursor) => break cursor,
                Err(_) => tokio::time::sleep(GLANCE).await,
            }
        };
        while !*self.stopping.borrow() {
            match event::after(&db.reference(), cursor, 500).await {
                Ok(events) => {
                    for event in events {
                        cursor = event.cursor;
                        // No listeners is no fault.
                        let _ = self.events.send(Arc::new(event));
                    }
                }
                Err(error) => tracing::warn!(%error, "the event log cannot be read just now"),
            }
            let _ = tokio::time::timeout(GLANCE, committed.changed()).await;
        }
    }
}

pub fn router(feed: Feed) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(live)).with_state(feed)
}

pub fn openapi() -> utoipa::openapi::OpenApi {
    OpenApiRouter::<Feed>::new().routes(routes!(live)).into_openapi()
}

#[utoipa::path(
    get, path = "/api/v1/staff/live", tag = "live", extensions(("x-action" = json!("live.follow"))),
    responses((status = 200, description = "Server-sent events: {seq, kind, matter_id, client_id, team_id}; Last-Event-ID catches up", content_type = "text/event-stream"), (status = 401, body = Problem))
)]
async fn live(
    session: StaffSession,
    State(feed): State<Feed>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<SseEvent, Infallible>>>, Problem> {
    let since: Option<Cursor> = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    Ok(Sse::new(stream(session, feed, since)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

fn stream(session: StaffSession, feed: Feed, since: Option<Cursor>) -> impl Stream<Item = Result<SseEvent, Infallible>> {
    async_stream::stream! {
        // Subscribed before catching up, so nothing falls between.
        let mut events = feed.events.subscribe();
        let _counted = feed.metrics.stream();
        let mut staff = session.staff().clone();
        // A place the log has not come to yet is of another log (the database was restored): one begins from now.
        let newest = event::newest(&feed.gate.db().reference()).await.unwrap_or_default();
        let since = since.filter(|since| *since <= newest);
        let mut last = since.unwrap_or_default();
        if since.is_some() {
            for event in missed(&feed, &mut last).await {
                if concerns(&event, &staff) { yield Ok(told(&event)); }
            }
        }
        let mut stopping = feed.stopping.clone();
        let mut recheck = tokio::time::interval(RECHECK);
        recheck.tick().await;
        loop {
            tokio::select! {
                () = async { stopping.wait_for(|stop| *stop).await.map(|_| ()).unwrap_or_default() } => {
                    yield Ok(farewell(&feed.gate));
                    return;
                }
                _ = recheck.tick() => match session.again().await {
                    Some(now) => staff = now,
                    None => return,
                },
                event = events.recv() => match event {
                    Ok(event) if event.cursor > last => {
                        last = event.cursor;
                        if concerns(&event, &staff) { yield Ok(told(&event)); }
                    }
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        for event in missed(&feed, &mut last).await {
                            if concerns(&event, &staff) { yield Ok(told(&event)); }
                        }
                    }
                    Err(broadcast::error::RecvError::Closed) => return,
                },
            }
        }
    }
}

/// Tells the browser to come again soon, to this node when it is back or to another; not all at once.
fn farewell(gate: &Gate) -> SseEvent {
    let [chance] = gate.ctx().secret::<1>();
    SseEvent::default().event("reconnect").retry(Duration::from_millis(500 + u64::from(chance) * 10)).data("{}")
}

async fn missed(feed: &Feed, last: &mut Cursor) -> Vec<Event> {
    let events = event::after(&feed.gate.db().reference(), *last, 1000).await.unwrap_or_default();
    if let Some(event) = events.last() {
        *last = event.cursor;
    }
    events
}

/// Whether an event is about this one's teams, doings, role, or an absent colleague's matters.
fn concerns(event: &Event, staff: &Staff) -> bool {
    let handler = event.data.as_ref().and_then(|d| d.get("handler_id")).and_then(|v| v.as_str()).and_then(|v| v.parse().ok());
    let role = event.data.as_ref().and_then(|d| d.get("for_role")).and_then(|v| v.as_str());
    event.team_id.is_some_and(|t| staff.team_ids.contains(&t))
        || role == Some(staff.role.code())
        || event.actor_id == Some(staff.id)
        || handler.is_some_and(|h| h == staff.id || staff.substitutes_for.contains(&h))
}

fn told(event: &Event) -> SseEvent {
    let matter = (event.object_kind == "matter").then_some(event.object_id).map(|id| json!(id));
    let matter = matter.or_else(|| event.data.as_ref().and_then(|d| d.get("matter_id").cloned()));
    let body = json!({ "seq": event.cursor.to_string(), "kind": event.kind, "matter_id": matter, "client_id": event.client_id, "team_id": event.team_id });
    SseEvent::default().id(event.cursor.to_string()).data(body.to_string())
}
