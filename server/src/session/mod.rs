//! Who is logged in: session information, demo personas, log-in by OpenID Connect, log-out.

mod door;
mod identification;
mod info;
mod oidc;
mod own;
mod persona;

pub use identification::CALLBACK as IDENTIFICATION_CALLBACK;
pub use info::{Entry, SessionInfo};
pub use oidc::CALLBACK as OIDC_CALLBACK;
pub(crate) use persona::subjects;
pub use persona::{Persona, personas, set_personas};

use axum::Extension;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Response};
use kernel::Problem;
use serde::Serialize;
use trust::{AnySession, Cookie, Json, Recognised, SessionRow};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod actions {
    use trust::{Action, Audience};
    pub static READ: Action = Action::plain("public.session.read", Audience::Public);
    pub static PERSONA: Action = Action::plain("session.persona", Audience::Public);
    pub static END: Action = Action::plain("session.end", Audience::Public);
    pub static EXTEND: Action = Action::plain("session.extend", Audience::Public);
    pub static OWN_LIST: Action = Action::plain("session.own.list", Audience::Public);
    pub static OWN_END: Action = Action::plain("session.own.end", Audience::Public);
    pub static DEPART: Action = Action::plain("public.session.oidc.depart", Audience::Public);
    pub static ARRIVE: Action = Action::plain("session.oidc.arrive", Audience::Public);
    pub static IDENTIFY: Action = Action::plain("public.session.identification.depart", Audience::Public);
    pub static IDENTIFIED: Action = Action::plain("session.identification.arrive", Audience::Public);
    pub static ALL: &[&Action] = &[&READ, &PERSONA, &END, &EXTEND, &OWN_LIST, &OWN_END, &DEPART, &ARRIVE, &IDENTIFY, &IDENTIFIED];
}

pub fn router(entry: Entry) -> OpenApiRouter {
    routes().with_state(entry)
}

pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}

fn routes() -> OpenApiRouter<Entry> {
    OpenApiRouter::new()
        .routes(routes!(info::read))
        .routes(routes!(persona::choose))
        .routes(routes!(end))
        .routes(routes!(extend))
        .routes(routes!(own::list))
        .routes(routes!(own::end))
        .routes(routes!(oidc::depart))
        .routes(routes!(oidc::arrive))
        .routes(routes!(identification::depart))
        .routes(routes!(identification::arrive))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Ended {
    /// Where to go to end the session at the log-in provider too.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<String>,
}

#[utoipa::path(
    post, path = "/api/v1/session/end", tag = "session", extensions(("x-action" = json!("session.end"))),
    responses((status = 200, body = Ended), (status = 403, body = Problem))
)]
async fn end(session: AnySession, State(entry): State<Entry>) -> Result<Response, Problem> {
    let mut redirect = None;
    let who = session.row.as_ref().map(recognised);
    if let (Some(row), Some(key)) = (&session.row, &session.key) {
        trust::end_session(&session.gate, key).await?;
        let provider = if row.audience == "client" { &entry.identification } else { &entry.oidc };
        if let (Some(id_token), Some(oidc)) = (trust::id_token_of(row, key), provider) {
            redirect = oidc.farewell(&id_token).await;
        }
    }
    let cookie = Cookie::clear(session.gate.secure());
    let mut response = (AppendHeaders([(SET_COOKIE, cookie)]), Json(Ended { redirect })).into_response();
    if let Some(who) = who {
        response.extensions_mut().insert(who);
    }
    Ok(response)
}

/// Whose session it is, for the line of the log.
fn recognised(row: &SessionRow) -> Recognised {
    Recognised { audience: row.audience.clone(), subject_id: row.subject_id }
}

/// Makes one's own session last longer, before it ends by itself.
#[utoipa::path(
    post, path = "/api/v1/session/extend", tag = "session", extensions(("x-action" = json!("session.extend"))),
    responses((status = 200, body = SessionInfo), (status = 401, body = Problem), (status = 403, body = Problem))
)]
async fn extend(session: AnySession, State(entry): State<Entry>) -> Result<(Extension<Recognised>, Json<SessionInfo>), Problem> {
    let key = session.key.filter(|_| session.row.is_some()).ok_or_else(Problem::not_signed_in)?;
    let row = trust::extend_session(&session.gate, &key).await?.ok_or_else(Problem::not_signed_in)?;
    let info = info::info(&entry, Some(&row)).await?;
    Ok((Extension(recognised(&row)), Json(info)))
}
