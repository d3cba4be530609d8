//! The way out to a log-in provider and back, the same for each provider.

use axum::Extension;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use kernel::Problem;
use serde::Deserialize;
use trust::oidc::{Arrival, Oidc};
use trust::{Audience, Cookie, Recognised};
use uuid::Uuid;

use super::info::Entry;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    /// Where to land after the log-in; a path of this node.
    next: Option<String>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Returning {
    code: Option<String>,
    state: Option<String>,
    /// The provider's own refusal.
    error: Option<String>,
}

/// One provider's door: its own cookie, read at its own addresses alone, binds the provider's answer to the browser that left.
pub struct Door<'a> {
    pub entry: &'a Entry,
    pub oidc: &'a Option<Oidc>,
    pub cookie: &'static str,
    /// The addresses the cookie goes to.
    pub path: &'static str,
}

/// Who came in, and what is kept of it.
pub struct Entered {
    pub audience: Audience,
    pub subject: Uuid,
    pub next: String,
}

impl Door<'_> {
    pub async fn leave(&self, headers: &HeaderMap, leaving: &Leaving) -> Result<Response, Problem> {
        let oidc = self.oidc.as_ref().ok_or_else(Problem::not_found)?;
        self.entry.departures.take(&trust::limits::source(headers))?;
        let departure = oidc.depart(&self.entry.gate, leaving.next.as_deref()).await?;
        let secure = if self.entry.gate.secure() { "; Secure" } else { "" };
        let cookie = format!("{}={}; Path={}; Max-Age=600; HttpOnly; SameSite=Lax{secure}", self.cookie, departure.browser_key, self.path);
        Ok((StatusCode::FOUND, AppendHeaders([(LOCATION, departure.url), (SET_COOKIE, cookie)])).into_response())
    }

    /// The provider's answer, verified.
    pub async fn returned(&self, headers: &HeaderMap, back: Returning) -> Result<Arrival, Problem> {
        let oidc = self.oidc.as_ref().ok_or_else(Problem::not_found)?;
        if back.error.is_some() {
            return Err(trust::oidc::refused("login_refused"));
        }
        let (Some(code), Some(state)) = (back.code, back.state) else {
            return Err(Problem::new(StatusCode::BAD_REQUEST, "login_state", "The provider's answer is not whole"));
        };
        let browser = headers.get_all("cookie").iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';')).find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == self.cookie).then(|| value.to_owned())
        });
        oidc.arrive(&self.entry.gate, &code, &state, browser.as_deref()).await
    }

    /// Begins the session of who came in; whoever was logged in with this browser is not any more.
    pub async fn enter(&self, headers: &HeaderMap, entered: &Entered, id_token: String) -> Result<String, Problem> {
        let gate = &self.entry.gate;
        let key = trust::start_session(gate, entered.audience, entered.subject, "oidc", Some(id_token)).await?;
        if let Some(old) = Cookie::read(gate.secure(), headers) {
            trust::end_session(gate, &old).await?;
        }
        trust::note_device(gate, &key, headers).await?;
        Ok(key)
    }

    /// The page one lands on; a person stands in front of a refusal too: the log-in page says what happened and what to do.
    pub fn land(&self, came: Result<(Entered, String), Problem>) -> Response {
        match came {
            Ok((entered, session_key)) => {
                let forget = format!("{}=; Path={}; Max-Age=0; HttpOnly; SameSite=Lax", self.cookie, self.path);
                let set = Cookie::set(self.entry.gate.secure(), &session_key);
                let audience = if entered.audience == Audience::Client { "client" } else { "staff" };
                let who = Recognised { audience: audience.into(), subject_id: entered.subject };
                let cookies = [(LOCATION, entered.next), (SET_COOKIE, set), (SET_COOKIE, forget)];
                (StatusCode::FOUND, Extension(who), AppendHeaders(cookies)).into_response()
            }
            Err(problem) => {
                let mut response = (StatusCode::FOUND, AppendHeaders([(LOCATION, format!("/?login={}", problem.code))])).into_response();
                response.extensions_mut().insert(kernel::problem::ProblemCode(problem.code));
                response
            }
        }
    }
}
