//! Staff log in at the county's provider.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Problem;
use trust::Audience;

use super::door::{Door, Entered, Leaving, Returning};
use super::info::Entry;

/// Where the provider sends a professional back.
pub const CALLBACK: &str = "/api/v1/session/oidc/callback";

fn door(entry: &Entry) -> Door<'_> {
    Door { entry, oidc: &entry.oidc, cookie: "punos-login", path: "/api/v1/session/oidc" }
}

#[utoipa::path(
    get, path = "/api/v1/session/oidc/start", tag = "session", extensions(("x-action" = json!("public.session.oidc.depart"))),
    params(Leaving), responses((status = 302, description = "To the log-in provider"), (status = 404, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem))
)]
pub async fn depart(State(entry): State<Entry>, headers: HeaderMap, Query(leaving): Query<Leaving>) -> Result<Response, Problem> {
    door(&entry).leave(&headers, &leaving).await
}

#[utoipa::path(
    get, path = "/api/v1/session/oidc/callback", tag = "session", extensions(("x-action" = json!("session.oidc.arrive"))),
    params(Returning), responses((status = 302, description = "Logged in, or back to the log-in page with ?login=<code>"))
)]
pub async fn arrive(State(entry): State<Entry>, headers: HeaderMap, Query(back): Query<Returning>) -> Response {
    let came = come(&entry, &headers, back).await;
    door(&entry).land(came)
}

async fn come(entry: &Entry, headers: &HeaderMap, back: Returning) -> Result<(Entered, String), Problem> {
    let door = door(entry);
    let arrival = door.returned(headers, back).await?;
    let subject = trust::oidc::professional(&entry.gate, &arrival.told.subject).await?;
    let entered = Entered { audience: Audience::Staff, subject, next: arrival.next.unwrap_or_else(|| "/".into()) };
    let key = door.enter(headers, &entered, arrival.id_token).await?;
    Ok((entered, key))
}
