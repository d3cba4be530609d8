use axum::extract::State;
use kernel::{Problem, ServiceTask};
use rules::CodeLabel;
use serde::Serialize;
use trust::{Json, StaffSession};

use crate::Care;

/// What the form offers, from the rules.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LobbyForm {
    pub situations: Vec<CodeLabel>,
    pub service_tasks: Vec<CodeLabel>,
    pub need_reasons: Vec<CodeLabel>,
    pub notifiers: Vec<CodeLabel>,
    pub urgencies: Vec<CodeLabel>,
    pub return_reasons: Vec<CodeLabel>,
    pub close_reasons: Vec<CodeLabel>,
    pub pause_reasons: Vec<CodeLabel>,
}

/// A matter of the lobby is a matter of social care; health care has its own ways of referral.
pub fn offered(task: ServiceTask) -> bool {
    task != ServiceTask::Health
}

/// The codes the lobby's form offers, with their words.
#[utoipa::path(get, path = "/api/v1/staff/lobby/form", tag = "care", extensions(("x-action" = json!("care.lobby.form"))), responses((status = 200, body = LobbyForm)))]
pub async fn form(session: StaffSession, State(care): State<Care>) -> Result<Json<LobbyForm>, Problem> {
    let needs = &care.rules.needs.on(session.gate().ctx().today()).body;
    Ok(Json(LobbyForm {
        situations: needs.situations.clone(),
        service_tasks: needs.service_tasks.iter().filter(|t| ServiceTask::parse(&t.code).is_some_and(offered)).cloned().collect(),
        need_reasons: needs.need_reasons.clone(),
        notifiers: needs.notifiers.clone(),
        urgencies: needs.urgencies.clone(),
        return_reasons: needs.return_reasons.clone(),
        close_reasons: needs.matter_close_reasons.clone(),
        pause_reasons: needs.pause_reasons.clone(),
    }))
}
