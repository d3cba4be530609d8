use ::store::Reader;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use kernel::{ClientId, Problem};
use trust::{Answer, ClientSession, Gate, IdemJson, StaffSession};
use uuid::Uuid;

use super::ask::{Through, ask as asking};
use super::model::{NewCopy, NewStaffCopy, RightsMade};
use super::store;
use crate::request::model::words;
use crate::{Error, RightsRoom, actions};

/// Asks for a copy of all my own data.
#[utoipa::path(post, path = "/api/v1/client/rights/copies", tag = "own", operation_id = "ask_copy",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewCopy,
    responses((status = 201, body = RightsMade), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("rights.own.copy"))))]
pub(crate) async fn ask(session: ClientSession, State(room): State<RightsRoom>, body: IdemJson<NewCopy>) -> Result<Answer, Problem> {
    let proof = session.change(&actions::OWN_COPY).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = proof.begin().await?;
    let own = proof.own();
    let made = RightsMade { id: asking(&mut work, &room.rules, own.clients(), own.client(), body.value.language, None).await? };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// The file of a copy I asked for.
#[utoipa::path(get, path = "/api/v1/client/rights/copies/{id}/file", tag = "own", operation_id = "download_copy", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip"), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("rights.own.download"))))]
pub(crate) async fn download(session: ClientSession, Path(id): Path<Uuid>) -> Result<(HeaderMap, Vec<u8>), Problem> {
    let own = session.open(&actions::OWN_DOWNLOAD).await?;
    // One that a professional started for the client holds a part; it is theirs to give.
    let (whose, values) = own.clients_sql("c", 2);
    let copy = store::one(own.reader(), id, (format!("r.asked_by IS NULL AND {whose}"), values)).await.map_err(Error::from)?;
    file(session.gate(), own.reader(), copy).await
}

/// Asks for a copy for the client, who has no log-in or asks for help: it holds the registers open to the professional.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/rights/copies", tag = "rights", operation_id = "ask_copy_for_client",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewStaffCopy,
    responses((status = 201, body = RightsMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("rights.client.copy"))))]
pub(crate) async fn ask_for(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewStaffCopy>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::COPY).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    // What the copy holds is what looking opens, not what tending does; a register of which something is denied stays out whole.
    let looked = session.open(id, &actions::LOOK).await?;
    let new = &body.value;
    let through = Through {
        channel: new.channel.code(),
        identity_checked: new.identity_checked.code(),
        reason: words("/reason", &new.reason)?,
        pairs: looked.scopes().undenied(),
    };
    let mut work = change.begin().await?;
    let made = RightsMade { id: asking(&mut work, &room.rules, looked.clients(), id, new.language, Some(through)).await? };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// The file of a copy that this professional asked for for the client.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/rights/copies/{copy}/file", tag = "rights", operation_id = "download_copy_for_client",
    params(("id" = Uuid, Path), ("copy" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)),
    extensions(("x-action" = json!("rights.client.download"))))]
pub(crate) async fn give(session: StaffSession, Path((id, copy)): Path<(ClientId, Uuid)>) -> Result<(HeaderMap, Vec<u8>), Problem> {
    let opened = session.open(id, &actions::DOWNLOAD).await?;
    let (whose, mut values) = opened.clients_sql("c", 2);
    values.push(session.staff().id.into());
    let own = format!("r.asked_by = ${} AND {whose}", values.len() + 1);
    let copy = store::one(opened.reader(), copy, (own, values)).await.map_err(Error::from)?;
    file(session.gate(), opened.reader(), copy).await
}

/// Opens the sealed file. Saved by the browser, never shown.
async fn file(gate: &Gate, reader: &Reader, copy: Option<store::Row>) -> Result<(HeaderMap, Vec<u8>), Problem> {
    let copy = copy.ok_or_else(Problem::not_found)?;
    if copy.state != "ready" || copy.keep_until.is_none_or(|until| until <= gate.ctx().now()) {
        return Err(Problem::state_refused("copy_not_there"));
    }
    let sealed = store::content(reader, copy.id).await.map_err(Error::from)?.ok_or_else(|| Problem::state_refused("copy_not_there"))?;
    let plain = gate.keys().open(copy.id.as_bytes(), &sealed).map_err(|error| {
        tracing::error!(%error, "a copy of own data does not open");
        Problem::internal()
    })?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"omat-tiedot.zip\""));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, plain))
}
