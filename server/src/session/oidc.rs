use axum::Extension;
use axum::extract::{Query, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use kernel::Problem;
use serde::Deserialize;
use trust::oidc::Arrival;
use trust::{Cookie, Recognised};

use super::info::Entry;

/// Binds the answer of the provider to the browser that left.
const BROWSER: &str = "punos-login";

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    /// Where to land after the log-in; a path of this node.
    next: Option<String>,
}

#[utoipa::path(
    get, path = "/api/v1/session/oidc/start", tag = "session", extensions(("x-action" = json!("public.session.oidc.depart"))),
    params(Leaving), responses((status = 302, description = "To the log-in provider"), (status = 404, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem))
)]
pub async fn depart(State(entry): State<Entry>, headers: HeaderMap, Query(leaving): Query<Leaving>) -> Result<Response, Problem> {
    let oidc = entry.oidc.as_ref().ok_or_else(Problem::not_found)?;
    entry.departures.take(&trust::limits::source(&headers))?;
    let departure = oidc.depart(&entry.gate, leaving.next.as_deref()).await?;
    let secure = if entry.gate.secure() { "; Secure" } else { "" };
    let cookie = format!("{BROWSER}={}; Path=/api/v1/session/oidc; Max-Age=600; HttpOnly; SameSite=Lax{secure}", departure.browser_key);
    Ok((StatusCode::FOUND, AppendHeaders([(LOCATION, departure.url), (SET_COOKIE, cookie)])).into_response())
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Returning {
    code: Option<String>,
    state: Option<String>,
    /// The provider's own refusal.
    error: Option<String>,
}

#[utoipa::path(
    get, path = "/api/v1/session/oidc/callback", tag = "session", extensions(("x-action" = json!("session.oidc.arrive"))),
    params(Returning), responses((status = 302, description = "Logged in, or back to the log-in page with ?login=<code>"))
)]
pub async fn arrive(State(entry): State<Entry>, headers: HeaderMap, Query(back): Query<Returning>) -> Response {
    match try_arrive(&entry, &headers, back).await {
        Ok(arrival) => {
            let forget = format!("{BROWSER}=; Path=/api/v1/session/oidc; Max-Age=0; HttpOnly; SameSite=Lax");
            let set = Cookie::set(entry.gate.secure(), &arrival.session_key);
            let cookies = [(LOCATION, arrival.next), (SET_COOKIE, set), (SET_COOKIE, forget)];
            let who = Recognised { audience: "staff".into(), subject_id: arrival.professional };
            (StatusCode::FOUND, Extension(who), AppendHeaders(cookies)).into_response()
        }
        // A person stands in front of this answer: the log-in page says what happened and what to do.
        Err(problem) => {
            let mut response = (StatusCode::FOUND, AppendHeaders([(LOCATION, format!("/?login={}", problem.code))])).into_response();
            response.extensions_mut().insert(kernel::problem::ProblemCode(problem.code));
            response
        }
    }
}

async fn try_arrive(entry: &Entry, headers: &HeaderMap, back: Returning) -> Result<Arrival, Problem> {
    let oidc = entry.oidc.as_ref().ok_or_else(Problem::not_found)?;
    if back.error.is_some() {
        return Err(Problem::new(StatusCode::FORBIDDEN, "login_refused", "The provider refused the log-in"));
    }
    let (Some(code), Some(state)) = (back.code, back.state) else {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "login_state", "The provider's answer is not whole"));
    };
    let browser = headers.get_all("cookie").iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == BROWSER).then(|| value.to_owned())
    });
    let arrival = oidc.arrive(&entry.gate, &code, &state, browser.as_deref()).await?;
    // Whoever was logged in with this browser is not any more.
    if let Some(old) = Cookie::read(entry.gate.secure(), headers) {
        trust::end_session(&entry.gate, &old).await?;
    }
    trust::note_device(&entry.gate, &arrival.session_key, headers).await?;
    Ok(arrival)
}
