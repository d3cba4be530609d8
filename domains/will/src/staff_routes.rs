use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{Answer, IdemJson, Json, StaffSession};
use uuid::Uuid;

use crate::give::Said;
use crate::model::{ClientWill, NewStaffExpression, NewStaffInforming, WillMade};
use crate::national::outbox::Doing;
use crate::{Error, Will, actions, view};

/// What the client has said of their data, as far as it is the viewer's to know, and what they can say.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/will", tag = "will", operation_id = "client_will", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientWill), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("will.staff.look"))))]
pub(crate) async fn look(session: StaffSession, State(room): State<Will>, Path(id): Path<ClientId>) -> Result<Json<ClientWill>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    let will = view::seen(&room.rules, &opened).await?;
    Ok(Json(room.in_kanta(opened.reader(), opened.clients(), will).await.map_err(Error::from)?))
}

/// That the professional has told the client what a choice means.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/will/informings", tag = "will", operation_id = "client_will_inform",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewStaffInforming,
    responses((status = 201, body = WillMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("will.staff.inform"))))]
pub(crate) async fn inform(
    session: StaffSession,
    State(room): State<Will>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewStaffInforming>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::INFORM).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made = crate::inform::inform(&mut work, &room.rules, id, &body.value.code, body.value.channel.code()).await?;
    let made = WillMade { id: made };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Writes down what the client says. It holds from the next request on.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/will", tag = "will", operation_id = "client_will_give",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewStaffExpression,
    responses((status = 201, body = WillMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("will.staff.give"))))]
pub(crate) async fn give(
    session: StaffSession,
    State(room): State<Will>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewStaffExpression>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::GIVE).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let (opened, new) = (change.client()?, &body.value);
    let document = match new.document_id {
        Some(document) => Some(documents::read(opened, document).await?),
        None => None,
    };
    let mut work = change.begin().await?;
    let said = Said {
        clients: opened.clients(),
        client: id,
        code: &new.code,
        service_task: new.service_task,
        document: document.as_ref(),
        emergency_ok: new.emergency_ok,
        given_by: new.given_by.code(),
        channel: new.channel.code(),
    };
    let made = WillMade { id: crate::give::give(&mut work, &room.rules, said).await? };
    room.tell(&work, made.id, Doing::Give).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Withdraws one for the client; no reason is asked.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/will/{expression}/withdraw", tag = "will", operation_id = "client_will_withdraw",
    params(("id" = Uuid, Path), ("expression" = Uuid, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("will.staff.withdraw"))))]
pub(crate) async fn withdraw(
    session: StaffSession,
    State(room): State<Will>,
    Path((id, expression)): Path<(ClientId, Uuid)>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::WITHDRAW).await?;
    let mut work = change.begin().await?;
    if crate::withdraw::withdraw(&mut work, change.client()?.clients(), expression).await? {
        room.tell(&work, expression, Doing::End).await?;
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks Kanta, as a job, for what the client has said there; the page asks when it is opened.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/will/refresh", tag = "will", operation_id = "client_will_refresh",
    params(("id" = Uuid, Path)),
    responses((status = 202, description = "Asked for"), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("will.staff.refresh"))))]
pub(crate) async fn refresh(session: StaffSession, State(room): State<Will>, Path(id): Path<ClientId>) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::REFRESH).await?;
    let work = change.begin().await?;
    room.refresh(&work, change.client()?.clients()).await?;
    work.commit().await?;
    Ok(StatusCode::ACCEPTED)
}
