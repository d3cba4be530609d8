use ::store::NewEvent;
use ::store::sea_orm::Value;
use ::store::sql;
use kernel::{ClientId, Problem};
use notices::Waiting;
use trust::{Staff, Work};
use uuid::Uuid;

use super::model::{NewLifting, NewRestriction};
use super::store::{self, Row};
use crate::request::answer::held as request;
use crate::request::model::words;
use crate::{Error, RightsRoom};

/// Marks what a request is about, or its whole register and task, as restricted.
///
/// # Errors
/// `already_restricted`; an unknown ground; words too short; [`Error::NotFound`] for a request of another's desk.
pub(super) async fn mark(
    room: &RightsRoom,
    work: &mut Work,
    staff: &Staff,
    of: Uuid,
    new: &NewRestriction,
) -> Result<(Uuid, ClientId), Error> {
    let why = words("/why", &new.why)?;
    if room.rules.rights.on(work.today()).body.ground(&new.ground).is_none() {
        return Err(Error::field("/ground", "unknown"));
    }
    let asked = request(work, staff, of).await?;
    trust::will::one_at_a_time(work, ClientId(asked.client_id)).await?;
    let whole = new.whole || asked.object_id.is_none();
    let before = "SELECT 1 AS one FROM rights_restriction WHERE request_id = $1 AND lifted_at IS NULL LIMIT 1";
    if !sql::rows(work, before, [of.into()]).await?.is_empty() {
        return Err(Error::State("already_restricted"));
    }
    let id = work.new_id();
    let scope = asked.scope();
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "object_kind",
        "object_id",
        "object_label",
        "ground",
        "why",
        "request_id",
        "marked_at",
        "marked_by",
        "version",
        "created_at",
        "updated_at",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        asked.client_id.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        if whole { "register".to_owned() } else { asked.object_kind.clone().unwrap_or_else(|| "other".to_owned()) }.into(),
        asked.object_id.filter(|_| !whole).into(),
        asked.object_label.clone().filter(|_| !whole).into(),
        new.ground.clone().into(),
        why.into(),
        of.into(),
        work.at().into(),
        staff.id.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ];
    sql::insert_many(work, "rights_restriction", &columns, vec![row]).await?;
    work.object("rights_restriction", id);
    let data = serde_json::json!({ "ground": new.ground, "whole": whole });
    work.emit(NewEvent::new("rights.restriction.marked", "rights_restriction", id).client(asked.client_id).data(data)).await?;
    Ok((id, ClientId(asked.client_id)))
}

/// One that this supervisor may work on: of a request of their own desk.
async fn own(work: &Work, staff: &Staff, id: Uuid, seen: i32) -> Result<(Row, kernel::Scope), Error> {
    let row = store::held(work, id).await?.ok_or(Error::NotFound)?;
    let asked = request(work, staff, row.request_id.ok_or(Error::NotFound)?).await?;
    if row.lifted_at.is_some() {
        return Err(Error::State("already_lifted"));
    }
    if row.version != seen {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    Ok((row, asked.scope()))
}

/// Tells the client that the restriction will be lifted, and why: before it is (18(3)).
///
/// # Errors
/// `already_lifted`; a version that has moved on; words too short.
pub(super) async fn inform(
    room: &RightsRoom,
    work: &Work,
    staff: &Staff,
    id: Uuid,
    seen: i32,
    new: &NewLifting,
) -> Result<ClientId, Error> {
    let reason = words("/reason", &new.reason)?;
    let (row, scope) = own(work, staff, id, seen).await?;
    let text = "UPDATE rights_restriction SET informed_at = $1, lift_reason = $2, updated_at = $1, version = version + 1 WHERE id = $3";
    sql::exec(work, text, [work.at().into(), reason.into(), id.into()]).await?;
    work.emit(NewEvent::new("rights.restriction.informed", "rights_restriction", id).client(row.client_id)).await?;
    let waiting = Waiting {
        client: ClientId(row.client_id),
        scope,
        matter_id: None,
        occasion: "message",
        object_kind: "rights_restriction",
        object_id: id,
        key: format!("rights_restriction/{id}/{}", row.version),
    };
    room.notices.tell(work, waiting).await?;
    Ok(ClientId(row.client_id))
}

/// Lifts a restriction that the client has been told of.
///
/// # Errors
/// `not_informed` before the client has been told; `already_lifted`; a version that has moved on.
pub(super) async fn lift(work: &Work, staff: &Staff, id: Uuid, seen: i32) -> Result<ClientId, Error> {
    let (row, _) = own(work, staff, id, seen).await?;
    if row.informed_at.is_none() {
        return Err(Error::State("client_not_told"));
    }
    let text = "UPDATE rights_restriction SET lifted_at = $1, lifted_by = $2, updated_at = $1, version = version + 1 WHERE id = $3";
    sql::exec(work, text, [work.at().into(), staff.id.into(), id.into()]).await?;
    work.emit(NewEvent::new("rights.restriction.lifted", "rights_restriction", id).client(row.client_id)).await?;
    Ok(ClientId(row.client_id))
}
