use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use rules::{Rules, WillWords};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::Error;

/// Where what is said of no register stands, and a row about a whole register.
pub(crate) fn scope_of(controller: Uuid, register: Option<Register>) -> Scope {
    let register = register.unwrap_or(Register::Social);
    Scope { controller, register, service_task: trust::opening::whole(register), catalogue_row: 1 }
}

/// That a client was told, and in which words.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Informing {
    pub id: Uuid,
    pub code: String,
    pub informed_at: DateTime<Utc>,
}

/// The latest telling of each choice in the words of a version, by code.
pub(crate) async fn latest(conn: &impl ConnectionTrait, clients: &[ClientId], version: &str) -> Result<HashMap<String, Informing>, DbErr> {
    let text = format!(
        "SELECT i.id, i.code, i.informed_at FROM will_informing i WHERE i.text_version = $1 AND i.client_id IN ({}) ORDER BY i.informed_at, i.id",
        sql::params(2, clients.len())
    );
    let values = std::iter::once(Value::from(version)).chain(clients.iter().map(|c| c.0.into()));
    let rows: Vec<Informing> = sql::all(conn, &text, values).await?;
    // A later one takes the place of an earlier.
    Ok(rows.into_iter().map(|row| (row.code.clone(), row)).collect())
}

/// Records that the client was told of a choice: read it on their own pages, or was told by a professional.
///
/// # Errors
/// [`Error::Invalid`] (`/code unknown`) for a code that is not among the choices; when the database does not take it.
pub async fn inform(work: &mut Work, rules: &Rules, client: ClientId, code: &str, channel: &str) -> Result<Uuid, Error> {
    let set = rules.will.on(work.today());
    let words: &WillWords = set.body.of(code).ok_or_else(|| Error::field("/code", "unknown"))?;
    let scope = scope_of(work.gate().controller(), words.register);
    let id = work.new_id();
    let by = work.actor_id().filter(|_| work.actor_kind() == "staff");
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "code",
        "text_version",
        "channel",
        "informed_by",
        "informed_at",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        client.0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        words.code.clone().into(),
        set.version.clone().into(),
        channel.to_owned().into(),
        by.into(),
        work.at().into(),
    ];
    sql::insert_many(work, "will_informing", &columns, vec![row]).await?;
    work.object("will_informing", id);
    let data = serde_json::json!({ "code": words.code, "text_version": set.version, "channel": channel });
    work.emit(NewEvent::new("will.informing.recorded", "will_informing", id).client(client.0).data(data)).await?;
    Ok(id)
}

/// The tasks of social care a denial of one task can be of.
pub(crate) fn is_social(task: ServiceTask) -> bool {
    task != ServiceTask::Health
}
