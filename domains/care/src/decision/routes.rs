use ::rules::Notice;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use serde::de::DeserializeOwned;
use trust::{Answer, Group, IdemJson, IfMatch, Opened, StaffSession, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{Decide, Decision, DecisionRefusal, DecisionState, NewDecision, SendDecision};
use super::{decide, draft, send, store, withdraw};
use crate::matter::Matter;
use crate::{Care, Error, actions, matter, remedy};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(look))
        .routes(routes!(make))
        .routes(routes!(dispatch))
        .routes(routes!(drop_draft))
}

/// Drafts a decision with its document; gives the one that is being drafted already.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/decisions", tag = "care", params(("id" = Uuid, Path)), operation_id = "draft_decision",
    request_body = NewDecision,
    responses((status = 201, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.decision.draft"))))]
async fn begin(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewDecision>,
) -> Result<Answer, Problem> {
    let proof = session.change_object("matter", id, &actions::DECISION_DRAFT).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let work = proof.begin().await?;
    let opened = proof.client()?;
    let decision = draft::draft(&work, opened, &care.rules, id, input.value.client_id, input.value.structure_id).await?;
    let matter = matter::lock(&work, opened, id).await?;
    let decision = told(&care, opened, &matter, decision).await?;
    work.remember(&input, 201, &decision).await?;
    work.commit().await?;
    Ok(Answer::created(&decision)?.version(decision.version))
}

/// A decision, with what can be done to it and what not.
#[utoipa::path(get, path = "/api/v1/staff/decisions/{id}", tag = "care", params(("id" = Uuid, Path)), operation_id = "read_decision",
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.decision.look"))))]
async fn look(session: StaffSession, State(care): State<Care>, Path(id): Path<Uuid>) -> Result<Versioned<Decision>, Problem> {
    let opened = session.open_object("decision", id, &actions::DECISION_LOOK).await?;
    let row = store::by_id(opened.reader(), &opened, id).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
    let matter = matter::load(&opened, row.matter_id).await?;
    let people = store::people_of(opened.reader(), &row).await.map_err(Error::from)?;
    let decision = told(&care, &opened, &matter, row.told(&people)).await?;
    Ok(Versioned(decision.version, decision))
}

/// Makes the decision; needs the power of decision.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/decide", tag = "care", operation_id = "decide",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = Decide,
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.decision.decide"))))]
async fn make(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    body: Bytes,
) -> Result<Versioned<Decision>, Problem> {
    let input: Decide = optional(&body)?;
    let proof = match session.change_object("decision", id, &actions::DECISION_DECIDE).await {
        Ok(proof) => proof,
        Err(problem) if problem.code == "refused" => return Err(with_deciders(&session, id, problem).await),
        Err(problem) => return Err(problem),
    };
    let opened = proof.client()?;
    let row = store::by_id(opened.reader(), opened, id).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
    let document_seen = match input.document_version {
        Some(version) => version,
        None => documents::read(opened, row.document_id).await?.version,
    };
    let work = proof.begin().await?;
    let decision = decide::decide(&work, opened, &care.rules, id, seen, document_seen).await?;
    work.commit().await?;
    let matter = matter::load(opened, decision.matter_id).await?;
    let decision = told(&care, opened, &matter, decision).await?;
    Ok(Versioned(decision.version, decision))
}

/// Sends the decision to the client.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/send", tag = "care", operation_id = "send_decision",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = SendDecision,
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.decision.send"))))]
async fn dispatch(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    body: Bytes,
) -> Result<Versioned<Decision>, Problem> {
    let input: SendDecision = optional(&body)?;
    let proof = session.change_object("decision", id, &actions::DECISION_SEND).await?;
    let opened = proof.client()?;
    let work = proof.begin().await?;
    let decision = send::send(&care, &work, opened, id, seen, input.channel.unwrap_or(Notice::Letter)).await?;
    work.commit().await?;
    let matter = matter::load(opened, decision.matter_id).await?;
    let decision = told(&care, opened, &matter, decision).await?;
    Ok(Versioned(decision.version, decision))
}

/// Withdraws a draft.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/withdraw-draft", tag = "care", operation_id = "withdraw_decision_draft",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")),
    responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.decision.withdraw"))))]
async fn drop_draft(session: StaffSession, Path(id): Path<Uuid>, IfMatch(seen): IfMatch) -> Result<StatusCode, Problem> {
    let proof = session.change_object("decision", id, &actions::DECISION_WITHDRAW).await?;
    let work = proof.begin().await?;
    withdraw::withdraw(&work, proof.client()?, id, seen).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A body that may be left out.
fn optional<T: DeserializeOwned + Default>(body: &Bytes) -> Result<T, Problem> {
    if body.is_empty() { Ok(T::default()) } else { serde_json::from_slice(body).map_err(|_| Problem::invalid_field("", "wrong_shape")) }
}

fn may(opened: &Opened, matter: &Matter, group: Group) -> bool {
    opened.offers_in(group, matter.scope.register, matter.scope.service_task)
}

/// With what the asker may do now; what cannot be done says why, and for the power of decision who has it.
pub(crate) async fn told(care: &Care, opened: &Opened, matter: &Matter, mut decision: Decision) -> Result<Decision, Error> {
    let closed = matter.must_be_open().err();
    let works = may(opened, matter, Group::Work);
    let mut refuse = |action: &str, reason: &str, who_can| {
        decision.refusals.push(DecisionRefusal { action: action.into(), reason: reason.into(), until: None, who_can });
    };
    let mut permitted: Vec<String> = Vec::new();
    match (decision.state, closed) {
        (DecisionState::Draft, None) => {
            if may(opened, matter, Group::Decide) {
                permitted.push("decide".into());
            } else {
                let who_can = people::organisation::deciders(opened.reader(), matter.team_id, opened.today()).await?;
                refuse("decide", "no_power", who_can);
            }
            refuse("send", "not_decided", Vec::new());
        }
        (DecisionState::Draft, Some(reason)) => refuse("decide", reason, Vec::new()),
        (DecisionState::Decided, None) if works => permitted.push("send".into()),
        (DecisionState::Decided, Some(reason)) => refuse("send", reason, Vec::new()),
        (DecisionState::Decided, None) => refuse("send", "rights", Vec::new()),
        (DecisionState::Sent, _) => {}
    }
    if decision.state == DecisionState::Draft && works {
        permitted.push("withdraw_draft".into());
    }
    decision.permitted_actions = permitted;
    let may = remedy::May { work: works, decide: may(opened, matter, Group::Decide) };
    remedy::with(&care.rules, opened, matter, &mut decision, may).await?;
    Ok(decision)
}

/// Says who has the power of decision in the matter's team, to one who may at least look at the decision.
pub(crate) async fn with_deciders(session: &StaffSession, id: Uuid, problem: Problem) -> Problem {
    let who = async {
        let opened = session.open_object("decision", id, &actions::DECISION_LOOK).await?;
        let row = store::by_id(opened.reader(), &opened, id).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
        let matter = matter::load(&opened, row.matter_id).await?;
        people::organisation::deciders(opened.reader(), matter.team_id, opened.today()).await.map_err(|e| Problem::from(Error::from(e)))
    };
    match who.await {
        Ok(people) if !session.staff().can_decide => {
            problem.with("reason", "no_power").with("what_helps", ["ask_decider"]).with("who_can", people)
        }
        Ok(people) => problem.with("who_can", people),
        Err(_) => problem,
    }
}
