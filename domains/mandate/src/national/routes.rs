use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{AppendHeaders, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use kernel::Problem;
use kernel::hetu::Hetu;
use kernel::problem::ProblemCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use trust::{ClientSession, Json};

use super::{hetu_of, keep, minutes, store};
use crate::{Error, Mandate, actions};

/// How long a person may stay at the register.
const PATIENCE: Duration = Duration::minutes(15);
/// Where they land.
const PAGE: &str = "/my/acting";

#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct RegisterDeparture {
    /// Where the browser goes.
    redirect: String,
}

/// Sends me to the national register of mandates.
#[utoipa::path(post, path = "/api/v1/client/acting/register", tag = "own", operation_id = "go_to_mandates",
    responses((status = 200, body = RegisterDeparture), (status = 401, body = Problem), (status = 409, body = Problem), (status = 502, body = Problem)),
    extensions(("x-action" = json!("mandate.register.depart"))))]
pub(crate) async fn depart(session: ClientSession, State(room): State<Mandate>) -> Result<Json<RegisterDeparture>, Problem> {
    let me = session.oneself();
    let change = me.change(&actions::DEPART).await?;
    let national = room.national.as_deref().ok_or(Error::State("mandate_register_unused"))?;
    let gate = session.gate();
    let job = gate.job("mandate.register.depart", "own", Some(me.subject()));
    let who = hetu_of(&job, change.own().clients()).await?.ok_or(Error::State("no_hetu"))?;
    let registered = national.register(&who, gate.ctx()).await.map_err(Error::from)?;
    let state = URL_SAFE_NO_PAD.encode(gate.ctx().secret::<32>());
    let work = change.begin().await?;
    store::depart(&work, &hash(&state), &me.mark(), &registered.session_id, work.at() + PATIENCE).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(Json(RegisterDeparture { redirect: national.authorize(&registered.user_id, &state) }))
}

fn hash(state: &str) -> Vec<u8> {
    Sha256::digest(state.as_bytes()).to_vec()
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RegisterReturn {
    code: Option<String>,
    state: Option<String>,
    /// The register's own refusal, or the person's.
    error: Option<String>,
}

/// Takes me back from the register.
#[utoipa::path(get, path = "/api/v1/client/acting/register/callback", tag = "own", operation_id = "back_from_mandates", params(RegisterReturn),
    responses((status = 302, description = "To the page where one chooses, with ?register=<code>"), (status = 401, body = Problem)),
    extensions(("x-action" = json!("mandate.register.arrive"))))]
pub(crate) async fn arrive(
    session: ClientSession,
    State(room): State<Mandate>,
    Query(back): Query<RegisterReturn>,
) -> Result<Response, Problem> {
    let me = session.oneself();
    let change = me.change(&actions::ARRIVE).await?;
    // A person stands in front of this answer: the page says what happened and what to do.
    let landed = match taken(&session, &room, &change, back).await {
        Ok(landed) => landed,
        Err(Error::National(fault)) => {
            tracing::warn!(%fault, "the national register of mandates did not answer as it should");
            Landed::NoAnswer
        }
        Err(other) => return Err(other.into()),
    };
    let mut response = (StatusCode::FOUND, AppendHeaders([(LOCATION, format!("{PAGE}?register={}", landed.code()))])).into_response();
    if landed != Landed::Found {
        response.extensions_mut().insert(ProblemCode("mandate_register"));
    }
    Ok(response)
}

/// How one comes back from the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Landed {
    /// With somebody to act for.
    Found,
    Nobody,
    /// Not by the way this session left.
    OtherWay,
    Cancelled,
    NoAnswer,
    Unused,
}

impl Landed {
    const fn code(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Nobody => "none",
            Self::OtherWay => "state",
            Self::Cancelled => "cancelled",
            Self::NoAnswer => "no_answer",
            Self::Unused => "unused",
        }
    }
}

/// Keeps those whom the person may act for and who are clients here.
async fn taken(session: &ClientSession, room: &Mandate, change: &trust::OwnChange, back: RegisterReturn) -> Result<Landed, Error> {
    let Some(national) = room.national.as_deref() else { return Ok(Landed::Unused) };
    let (gate, me) = (session.gate(), session.oneself());
    let Some(state) = back.state else { return Ok(Landed::OtherWay) };
    // Taken first and in a transaction of its own: a state does once, whatever comes of the rest.
    let work = gate.job("mandate.register.return", "own", Some(me.subject())).begin().await?;
    let known = store::arrive(&work, &hash(&state), &me.mark()).await?;
    work.commit().await?;
    let Some(register_session) = known else { return Ok(Landed::OtherWay) };
    let Some(code) = back.code.filter(|_| back.error.is_none()) else { return Ok(Landed::Cancelled) };
    let token = national.token(&code).await?;
    let set = room.rules.mandates.on(gate.ctx().today());
    let job = gate.job("mandate.register.return", "own", Some(me.subject()));
    let mut allowed = Vec::new();
    for principal in national.principals(&register_session, &token, gate.ctx()).await? {
        let Ok(hetu) = Hetu::parse(&principal.person_id) else { continue };
        // Whoever is no client here has nothing to be shown; the register is not asked more of them.
        let Some(client) = people::population::find(job.reader(), gate.keys(), &hetu).await? else { continue };
        let mut issues = Vec::new();
        for issue in &set.body.register.issues {
            if national.allowed(&register_session, &token, &hetu, &issue.uri, gate.ctx()).await? {
                issues.push(issue.uri.clone());
            }
        }
        if !issues.is_empty() {
            allowed.push((client, issues));
        }
    }
    let work = change.begin().await?;
    for (client, issues) in &allowed {
        keep(&work, me.client(), *client, issues, minutes(set.body.register.minutes)).await?;
    }
    work.commit().await?;
    Ok(if allowed.is_empty() { Landed::Nobody } else { Landed::Found })
}
