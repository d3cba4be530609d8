use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{Action, Answer, Change, IdemJson, IfMatch, Json, StaffSession};
use uuid::Uuid;

use crate::fit::check;
use crate::model::{NewPlanFinding, NewPlanSettling, NewPlanWords, PlanFindingMade, PlanVoice, WholePlan};
use crate::row::{self, FindingRow};
use crate::{Error, Planning, actions, part, talk, whole};

/// The client's whole plan: the plans of all services open to the viewer, their goals, what relies on what, and what does not fit together.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/whole-plan", tag = "planning", operation_id = "whole_plan", params(("id" = Uuid, Path)),
    responses((status = 200, body = WholePlan), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("planning.client.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<Planning>,
    Path(id): Path<ClientId>,
) -> Result<Json<WholePlan>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    Ok(Json(whole::of(&room, &opened).await.map_err(Error::from)?))
}

/// Opens a finding for talk with the first words.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-findings", tag = "planning", operation_id = "open_plan_finding",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewPlanFinding,
    responses((status = 201, body = PlanFindingMade), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("planning.finding.open"))))]
pub(crate) async fn open(
    session: StaffSession,
    State(room): State<Planning>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewPlanFinding>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::OPEN).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let tending = change.client()?;
    // What does not fit together is looked for by what the opener may see, which can be more than where they work.
    let looked = session.open(id, &actions::LOOK).await?;
    let rules = room.rules.now();
    let parts = part::of(&looked, &room.sources).await.map_err(Error::from)?;
    let found = check(&rules.fit.on(looked.today()).body, looked.at(), &parts);
    let mut work = change.begin().await?;
    let made = PlanFindingMade { id: talk::open(&mut work, &rules, tending, &looked, &found, &body.value).await? };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// A finding that one takes part in: all its parts are open to one, and one works where one of them is.
async fn held(session: &StaffSession, change: &Change, id: ClientId, finding: Uuid) -> Result<FindingRow, Problem> {
    change.unrestricted(&[finding]).await?;
    let looked = session.open(id, &actions::LOOK).await?;
    let (clients, values) = looked.clients_sql("f", 2);
    let whose = format!("{clients} AND {}", looked.scopes().sql("f"));
    let row = row::one(looked.reader(), finding, (whose, values)).await.map_err(Error::from)?;
    let tending = change.client()?;
    row.filter(|row| row.covered(looked.scopes()) && row.touches(tending.scopes())).ok_or_else(Problem::not_found)
}

/// Begins a change of a finding.
async fn begin(session: &StaffSession, id: ClientId, finding: Uuid, action: &'static Action) -> Result<(Change, FindingRow), Problem> {
    let change = session.change(&[id], action).await?;
    let row = held(session, &change, id, finding).await?;
    Ok((change, row))
}

/// Says something in the talk.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-findings/{finding}/talk", tag = "planning", operation_id = "talk_of_plan_finding",
    params(("id" = Uuid, Path), ("finding" = Uuid, Path)), request_body = NewPlanWords,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("planning.finding.talk"))))]
pub(crate) async fn talk(
    session: StaffSession,
    Path((id, finding)): Path<(ClientId, Uuid)>,
    Json(new): Json<NewPlanWords>,
) -> Result<StatusCode, Problem> {
    let (change, row) = begin(&session, id, finding, &actions::TALK).await?;
    let mut work = change.begin().await?;
    talk::say(&mut work, &row, (PlanVoice::Staff, session.subject()), &new.words).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Agrees to what was said.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-findings/{finding}/agree", tag = "planning", operation_id = "agree_of_plan_finding",
    params(("id" = Uuid, Path), ("finding" = Uuid, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("planning.finding.agree"))))]
pub(crate) async fn agree(session: StaffSession, Path((id, finding)): Path<(ClientId, Uuid)>) -> Result<StatusCode, Problem> {
    let (change, row) = begin(&session, id, finding, &actions::AGREE).await?;
    let mut work = change.begin().await?;
    talk::agree(&mut work, &row, (PlanVoice::Staff, session.subject())).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Settles the talk: what was agreed, and why.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-findings/{finding}/settle", tag = "planning", operation_id = "settle_plan_finding",
    params(("id" = Uuid, Path), ("finding" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewPlanSettling,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("planning.finding.settle"))))]
pub(crate) async fn settle(
    session: StaffSession,
    Path((id, finding)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewPlanSettling>,
) -> Result<StatusCode, Problem> {
    let (change, row) = begin(&session, id, finding, &actions::SETTLE).await?;
    let mut work = change.begin().await?;
    talk::settle(&mut work, &row, seen.0, (PlanVoice::Staff, session.subject()), (new.how, &new.words)).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a settled talk again.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-findings/{finding}/reopen", tag = "planning", operation_id = "reopen_plan_finding",
    params(("id" = Uuid, Path), ("finding" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewPlanWords,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("planning.finding.reopen"))))]
pub(crate) async fn reopen(
    session: StaffSession,
    Path((id, finding)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewPlanWords>,
) -> Result<StatusCode, Problem> {
    let (change, row) = begin(&session, id, finding, &actions::REOPEN).await?;
    let mut work = change.begin().await?;
    talk::reopen(&mut work, &row, seen.0, (PlanVoice::Staff, session.subject()), &new.words).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
