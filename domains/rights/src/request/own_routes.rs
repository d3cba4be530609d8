use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Lang, Problem, Register, Scope, ServiceTask};
use owndata::Whose;
use serde::Deserialize;
use store::NewEvent;
use trust::{Answer, ClientSession, IdemJson, Json, Own, Query, known};

use super::answer;
use super::model::{NewCorrection, OwnThing, words};
use super::store::{NewRequest, due, insert};
use crate::copy::model::RightsMade;
use crate::{Error, RightsRoom, actions};

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ThingsQuery {
    /// A kind of own data.
    kind: String,
    #[serde(default)]
    lang: Lang,
}

/// What the client can point at, for the words of a request: nothing of it is from before what they see themself.
fn whose(own: &Own, lang: Lang) -> Whose {
    Whose { ids: own.clients().iter().map(|c| c.0).collect(), lang, log_since: own.at(), pairs: None }
}

/// My own rows of a kind, to point at what is wrong.
#[utoipa::path(get, path = "/api/v1/client/rights/things", tag = "own", operation_id = "own_things", params(ThingsQuery),
    responses((status = 200, body = Vec<OwnThing>), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("rights.own.things"))))]
pub(crate) async fn things(session: ClientSession, Query(query): Query<ThingsQuery>) -> Result<Json<Vec<OwnThing>>, Problem> {
    let own = session.open(&actions::OWN_THINGS).await?;
    let catalogue = owndata::Catalogue::get().map_err(owndata::OwnDataError::from).map_err(Error::from)?;
    let pointed: Vec<&str> = catalogue.kinds.iter().filter(|kind| kind.point.is_some()).map(|kind| kind.code.as_str()).collect();
    known("kind", Some(&query.kind), &pointed)?;
    let found = owndata::things(own.reader(), session.gate().keys(), &whose(&own, query.lang), &query.kind).await.map_err(Error::from)?;
    Ok(Json(found.into_iter().map(|t| OwnThing { id: t.id, label: t.label, at: t.at }).collect()))
}

/// Says that something is wrong and what is right.
#[utoipa::path(post, path = "/api/v1/client/rights/corrections", tag = "own", operation_id = "ask_correction",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewCorrection,
    responses((status = 201, body = RightsMade), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("rights.own.correct"))))]
pub(crate) async fn correct(
    session: ClientSession,
    State(room): State<RightsRoom>,
    body: IdemJson<NewCorrection>,
) -> Result<Answer, Problem> {
    let proof = session.change(&actions::OWN_CORRECT).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let (own, new) = (proof.own(), &body.value);
    let (wrong, correct) = (words("/wrong", &new.wrong)?, words("/correct", &new.correct)?);
    let kind = owndata::Catalogue::get().map_err(owndata::OwnDataError::from).map_err(Error::from)?.kind(&new.object_kind);
    if new.object_kind != "other" && kind.is_none_or(|k| k.point.is_none()) {
        return Err(Problem::invalid_field("/object_kind", "unknown"));
    }
    let thing = match new.object_id {
        Some(id) => {
            let found = owndata::one(own.reader(), session.gate().keys(), &whose(own, Lang::Fi), &new.object_kind, id).await;
            Some(found.map_err(Error::from)?.ok_or_else(Problem::not_found)?)
        }
        None => None,
    };
    let mut work = proof.begin().await?;
    let mut request = NewRequest::of(own.client(), work.gate().controller());
    // It belongs where what it is about belongs: the keeper of that register answers.
    if let Some((register, task)) = thing.as_ref().and_then(|t| t.belongs.as_ref()) {
        let register = Register::parse(register).unwrap_or(Register::Social);
        request.scope = Scope { register, service_task: ServiceTask::parse(task).unwrap_or(ServiceTask::OlderPeople), ..request.scope };
    }
    request.unit_id = trust::relation::unit_of(&work, own.clients(), request.scope).await.map_err(Error::from)?;
    let (due_on, rule_version) = due(&room.rules, work.today());
    request.object_kind = Some(new.object_kind.clone());
    request.object_id = new.object_id;
    // An address may be under protection, now or later: which contact detail it is stands in its key alone.
    request.object_label =
        thing.map(|t| t.label).filter(|l| !l.is_empty() && !["contacts", "close_ones"].contains(&new.object_kind.as_str()));
    request.wrong = Some(wrong.to_owned());
    request.correct = Some(correct.to_owned());
    request.due_on = due_on;
    request.rule_version = rule_version;
    let id = insert(&work, request).await.map_err(Error::from)?;
    work.object("rights_request", id);
    let data = serde_json::json!({ "kind": "correction", "object_kind": new.object_kind, "due_on": due_on });
    work.emit(NewEvent::new("rights.request.asked", "rights_request", id).client(own.client().0).data(data)).await.map_err(Error::from)?;
    let made = RightsMade { id };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// The client has seen the answers there are.
#[utoipa::path(post, path = "/api/v1/client/rights/seen", tag = "own", operation_id = "see_rights",
    responses((status = 204), (status = 401, body = Problem)), extensions(("x-action" = json!("rights.own.seen"))))]
pub(crate) async fn seen(session: ClientSession) -> Result<StatusCode, Problem> {
    let proof = session.change(&actions::OWN_SEEN).await?;
    let work = proof.begin().await?;
    answer::seen(&work, proof.own()).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
