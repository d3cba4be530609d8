use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use trust::{ActingGround, Answer, ClientSession, IdemJson, Json, Own};
use uuid::Uuid;

use crate::give::Said;
use crate::model::{ClientWill, NewExpression, NewInforming, WillMade};
use crate::national::outbox::Doing;
use crate::{Error, Will, actions, view};

/// What the client has said of their data, and what they can say.
#[utoipa::path(get, path = "/api/v1/client/will", tag = "own", operation_id = "own_will",
    responses((status = 200, body = ClientWill), (status = 401, body = Problem)), extensions(("x-action" = json!("will.own.look"))))]
pub(crate) async fn look(session: ClientSession, State(room): State<Will>) -> Result<Json<ClientWill>, Problem> {
    let own = session.open(&actions::OWN).await?;
    let will = view::own(&room.rules, &own).await?;
    Ok(Json(room.in_kanta(own.reader(), own.clients(), will).await.map_err(Error::from)?))
}

/// That the client has read what a choice means, in the words now in force.
#[utoipa::path(post, path = "/api/v1/client/will/informings", tag = "own", operation_id = "own_will_inform",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewInforming,
    responses((status = 201, body = WillMade), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("will.own.inform"))))]
pub(crate) async fn inform(session: ClientSession, State(room): State<Will>, body: IdemJson<NewInforming>) -> Result<Answer, Problem> {
    let change = session.change(&actions::OWN_INFORM).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let id = crate::inform::inform(&mut work, &room.rules, change.own().client(), &body.value.code, "own").await?;
    let made = WillMade { id };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Gives a permit, a denial or a consent. It holds from the next request on.
#[utoipa::path(post, path = "/api/v1/client/will", tag = "own", operation_id = "own_will_give",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewExpression,
    responses((status = 201, body = WillMade), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("will.own.give"))))]
pub(crate) async fn give(session: ClientSession, State(room): State<Will>, body: IdemJson<NewExpression>) -> Result<Answer, Problem> {
    let change = session.change(&actions::OWN_GIVE).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let (own, new) = (change.own(), &body.value);
    let given_by = giver(&room, own, &new.code)?;
    let document = match new.document_id {
        Some(id) => Some(documents::read_shown(&room.documents, own, id).await?),
        None => None,
    };
    let mut work = change.begin().await?;
    let said = Said {
        clients: own.clients(),
        client: own.client(),
        code: &new.code,
        service_task: new.service_task,
        document: document.as_ref(),
        emergency_ok: new.emergency_ok,
        given_by,
        channel: "own",
    };
    let made = WillMade { id: crate::give::give(&mut work, &room.rules, said).await? };
    room.tell(&work, made.id, Doing::Give).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Who gives it. A guardian gives for a minor what is not the minor's alone; nobody else gives anything for another.
fn giver(room: &Will, own: &Own, code: &str) -> Result<&'static str, Problem> {
    match own.acting().map(|acting| acting.ground) {
        None => Ok("client"),
        Some(ActingGround::Custody) if !room.rules.mandates.on(own.today()).body.will_is_own(code) => Ok("guardian"),
        Some(_) => Err(Problem::refused("not_for_another", &["oneself"])),
    }
}

/// Withdraws one; no reason is asked. It has ended from the next request on.
#[utoipa::path(post, path = "/api/v1/client/will/{id}/withdraw", tag = "own", operation_id = "own_will_withdraw", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("will.own.withdraw"))))]
pub(crate) async fn withdraw(session: ClientSession, State(room): State<Will>, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::OWN_WITHDRAW).await?;
    let mut work = change.begin().await?;
    if change.own().acting().is_some() {
        // Whoever acts for the client takes back what was given so, never what the client gave.
        crate::withdraw::given_for(&work, change.own(), id).await?;
    }
    if crate::withdraw::withdraw(&mut work, change.own().clients(), id).await? {
        room.tell(&work, id, Doing::End).await?;
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks Kanta, as a job, for what the client has said there; the page asks when it is opened.
#[utoipa::path(post, path = "/api/v1/client/will/refresh", tag = "own", operation_id = "own_will_refresh",
    responses((status = 202, description = "Asked for"), (status = 401, body = Problem)), extensions(("x-action" = json!("will.own.refresh"))))]
pub(crate) async fn refresh(session: ClientSession, State(room): State<Will>) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::OWN_REFRESH).await?;
    let work = change.begin().await?;
    room.refresh(&work, change.own().clients()).await?;
    work.commit().await?;
    Ok(StatusCode::ACCEPTED)
}
