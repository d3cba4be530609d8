use ::store::NewEvent;
use ::store::sea_orm::Value;
use ::store::sql;
use jobs::NewJob;
use kernel::{ClientId, Lang};
use owndata::Pair;
use rules::Rules;
use trust::Work;
use uuid::Uuid;

use super::model::{code, written};
use super::store;
use crate::Error;
use crate::request::store::{NewRequest, due, insert};

/// How a professional asked for it for the client.
pub(super) struct Through<'a> {
    pub channel: &'static str,
    pub identity_checked: &'static str,
    pub reason: &'a str,
    /// What is open to them.
    pub pairs: Vec<Pair>,
}

/// Asks for a copy: the request with its clock, the copy that waits to be made, and the job that makes it, together.
///
/// # Errors
/// `copy_under_way` when one that was asked for in the same way is being made; the database's.
pub(super) async fn ask(
    work: &mut Work,
    rules: &Rules,
    clients: &[ClientId],
    client: ClientId,
    lang: Lang,
    through: Option<Through<'_>>,
) -> Result<Uuid, Error> {
    let by = through.as_ref().and(work.actor_id());
    // One at a time of one client: who presses twice gets one.
    trust::will::one_at_a_time(work, client).await?;
    if store::under_way(work, clients, by).await? {
        return Err(Error::State("copy_under_way"));
    }
    let (due_on, version) = due(rules, work.today());
    let request = NewRequest {
        client,
        kind: "copy",
        channel: through.as_ref().map_or("own", |t| t.channel),
        asked_by: by,
        identity_checked: through.as_ref().map(|t| t.identity_checked.to_owned()),
        reason: through.as_ref().map(|t| t.reason.to_owned()),
        due_on,
        rule_version: version,
        ..NewRequest::of(client, work.gate().controller())
    };
    let request_scope = request.scope;
    let request = insert(work, request).await?;
    let id = work.new_id();
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "request_id",
        "language",
        "state",
        "progress",
        "pairs",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        client.0.into(),
        request_scope.controller.into(),
        request_scope.register.code().into(),
        request_scope.service_task.code().into(),
        request_scope.catalogue_row.into(),
        request.into(),
        code(lang).into(),
        "making".into(),
        0i32.into(),
        through.map(|t| written(&t.pairs)).into(),
    ];
    sql::insert_many(work, "rights_copy", &columns, vec![row]).await?;
    jobs::put(work, NewJob::new(super::make::KIND, serde_json::json!({ "copy_id": id })).key(id.to_string())).await?;
    work.object("rights_copy", id);
    let data = serde_json::json!({ "due_on": due_on, "language": code(lang) });
    work.emit(NewEvent::new("rights.copy.asked", "rights_copy", id).client(client.0).data(data)).await?;
    Ok(id)
}
