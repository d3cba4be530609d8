//! Choosing whom to act for, beginning and ending.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{ClientId, Problem, Text};
use serde::{Deserialize, Serialize};
use trust::{Acting, ActingGround, ClientSession, Gate, Job, Json, SessionRow, Standing};
use uuid::Uuid;

use crate::whom::{self, ActingChoice};
use crate::{Error, Mandate, actions, national};

/// Whom a session acts for, as every page of it says.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ActingNow {
    pub client_id: Uuid,
    pub name: String,
    pub given_name: String,
    pub ground: ActingGround,
    /// Codes of the groups that are open.
    pub opens: Vec<String>,
    /// Told to whoever acts for a minor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Text>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ActingChoices {
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<ActingNow>,
    choices: Vec<ActingChoice>,
    /// The national register of mandates can be asked.
    register: bool,
    /// What nobody does for another.
    never: Vec<Text>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartActing {
    client_id: ClientId,
    ground: ActingGround,
}

/// Whom a session acts for; none when it acts for nobody or the ground has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn now(rules: &rules::Rules, gate: &Gate, row: &SessionRow) -> Result<Option<ActingNow>, Problem> {
    let Some((acting, standing)) = trust::acting_in(gate, row).await? else { return Ok(None) };
    let job = gate.job("mandate.greeting", "own", Some(acting.actor.0));
    told(rules, &job, &acting, &standing).await
}

/// What is told of whom a session acts for; none when they are no longer here.
async fn told(rules: &rules::Rules, job: &Job, acting: &Acting, standing: &Standing) -> Result<Option<ActingNow>, Problem> {
    let Some((name, given_name)) = people::own_name(job, acting.client).await.map_err(Error::from)? else { return Ok(None) };
    let today = job.gate().ctx().today();
    let about = (acting.ground == ActingGround::Custody).then(|| rules.mandates.on(today).body.minor.about.clone());
    let opens = whom::opened(rules, acting, standing, today);
    Ok(Some(ActingNow { client_id: acting.client.0, name, given_name, ground: acting.ground, opens, about }))
}

/// For whom I may act, and for whom I act now.
#[utoipa::path(get, path = "/api/v1/client/acting", tag = "own", operation_id = "acting_choices",
    responses((status = 200, body = ActingChoices), (status = 401, body = Problem)), extensions(("x-action" = json!("mandate.acting.list"))))]
pub(crate) async fn list(session: ClientSession, State(room): State<Mandate>) -> Result<Json<ActingChoices>, Problem> {
    let me = session.oneself();
    let own = me.open(&actions::LIST).await?;
    let gate = session.gate();
    let job = gate.job("mandate.choices", "own", Some(me.subject()));
    let choices = whom::choices(&job, me.client()).await?;
    let set = room.rules.mandates.on(own.today());
    let now = match session.acting() {
        Some(acting) => told(&room.rules, &job, acting, session.standing()).await?,
        None => None,
    };
    let never = set.body.never.iter().map(|never| never.label.clone()).collect();
    Ok(Json(ActingChoices { now, choices, register: room.national.is_some(), never }))
}

/// Begins to act for another. A mandate is asked of the national register anew.
#[utoipa::path(post, path = "/api/v1/client/acting", tag = "own", operation_id = "start_acting", request_body = StartActing,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 502, body = Problem)),
    extensions(("x-action" = json!("mandate.acting.start"))))]
pub(crate) async fn start(
    session: ClientSession,
    State(room): State<Mandate>,
    Json(body): Json<StartActing>,
) -> Result<StatusCode, Problem> {
    let me = session.oneself();
    let job = session.gate().job("mandate.choices", "own", Some(me.subject()));
    let mut acting = whom::by(&job, me.client(), body.client_id, body.ground).await?;
    if body.ground == ActingGround::Mandate {
        acting.reference = national::again(&room, &job, me.client(), body.client_id).await?;
    }
    me.act_for(acting, &actions::START).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends acting for another.
#[utoipa::path(post, path = "/api/v1/client/acting/stop", tag = "own", operation_id = "stop_acting",
    responses((status = 204), (status = 401, body = Problem)), extensions(("x-action" = json!("mandate.acting.stop"))))]
pub(crate) async fn stop(session: ClientSession) -> Result<StatusCode, Problem> {
    session.act_no_more(&actions::STOP).await?;
    Ok(StatusCode::NO_CONTENT)
}
