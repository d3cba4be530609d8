//! Residents log in by strong identification: the provider tells the personal identity code, the county's own rows who has it.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Problem;
use kernel::hetu::Hetu;
use people::{Identified, Resident};
use trust::Audience;
use trust::oidc::{Told, refused};
use uuid::Uuid;

use super::door::{Door, Entered, Leaving, Returning};
use super::info::Entry;

/// Where the provider sends a resident back.
pub const CALLBACK: &str = "/api/v1/session/identification/callback";

fn door(entry: &Entry) -> Door<'_> {
    Door { entry, oidc: &entry.identification, cookie: "punos-identification", path: "/api/v1/session/identification" }
}

#[utoipa::path(
    get, path = "/api/v1/session/identification/start", tag = "session", extensions(("x-action" = json!("public.session.identification.depart"))),
    params(Leaving), responses((status = 302, description = "To the provider of strong identification"), (status = 404, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem))
)]
pub async fn depart(State(entry): State<Entry>, headers: HeaderMap, Query(leaving): Query<Leaving>) -> Result<Response, Problem> {
    door(&entry).leave(&headers, &leaving).await
}

#[utoipa::path(
    get, path = "/api/v1/session/identification/callback", tag = "session", extensions(("x-action" = json!("session.identification.arrive"))),
    params(Returning), responses((status = 302, description = "Logged in, or back to the log-in page with ?login=<code>"))
)]
pub async fn arrive(State(entry): State<Entry>, headers: HeaderMap, Query(back): Query<Returning>) -> Response {
    let came = come(&entry, &headers, back).await;
    door(&entry).land(came)
}

async fn come(entry: &Entry, headers: &HeaderMap, back: Returning) -> Result<(Entered, String), Problem> {
    let door = door(entry);
    let arrival = door.returned(headers, back).await?;
    let subject = resident(entry, &arrival.told).await?;
    let entered = Entered { audience: Audience::Client, subject, next: arrival.next.unwrap_or_else(|| "/my".into()) };
    let key = door.enter(headers, &entered, arrival.id_token).await?;
    Ok((entered, key))
}

async fn resident(entry: &Entry, told: &Told) -> Result<Uuid, Problem> {
    let hetu = told.code.as_deref().and_then(|code| Hetu::parse(code).ok()).ok_or_else(|| {
        tracing::warn!(told = told.code.is_some(), "the provider of identification told no personal identity code that is one");
        refused("login_no_code")
    })?;
    let person = Identified { hetu: &hetu, family_name: told.family_name.as_deref(), given_names: told.given_names.as_deref() };
    match people::identified(&entry.gate, &person).await? {
        Resident::Client(client) | Resident::Added(client) => Ok(client.0),
        Resident::Unknown => Err(refused("login_unknown_client")),
        Resident::Unclear => Err(refused("login_unclear_client")),
    }
}
