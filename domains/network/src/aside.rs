//! Proposals set aside: the only place that reads and writes them.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::{NewEvent, sql};
use trust::{Opened, Work};
use uuid::Uuid;

use crate::Error;

/// The item of the data catalogue: matters and services.
const ROW: kernel::CatalogueRow = 18;
/// The most of one client.
const MOST: u32 = 200;

/// One that is set aside.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Aside {
    pub id: Uuid,
    pub rule: String,
    pub facts_key: String,
    pub reason: String,
    pub at: DateTime<Utc>,
    pub by_id: Uuid,
}

/// Those of the opened client that have not been taken back, newest first.
pub(crate) async fn of(opened: &Opened) -> Result<Vec<Aside>, DbErr> {
    let (clients, values) = opened.clients_sql("d", 1);
    let text = format!(
        "SELECT d.id, d.rule, d.facts_key, d.reason, d.at, d.by_id FROM network_dismissal d WHERE {clients} AND {} \
         AND d.restored_at IS NULL ORDER BY d.at DESC, d.id LIMIT {MOST}",
        opened.scopes().sql("d")
    );
    sql::all(opened.reader(), &text, values).await
}

/// What is set aside now.
pub(crate) struct NewAside<'a> {
    pub rule: &'a str,
    pub rules_version: &'a str,
    pub facts_key: &'a str,
    pub reason: &'a str,
    pub by: Uuid,
}

/// Keeps it where whoever did it works.
pub(crate) async fn set(work: &mut Work, tending: &Opened, new: &NewAside<'_>) -> Result<(), Error> {
    let (register, task) = tending.scopes().pairs().first().copied().ok_or(Error::NotFound)?;
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "rule",
        "rules_version",
        "facts_key",
        "reason",
        "at",
        "by_id",
    ];
    let id = work.new_id();
    let row: Vec<Value> = vec![
        id.into(),
        tending.client().0.into(),
        work.gate().controller().into(),
        register.code().into(),
        task.code().into(),
        ROW.into(),
        new.rule.into(),
        new.rules_version.into(),
        new.facts_key.into(),
        new.reason.into(),
        work.at().into(),
        new.by.into(),
    ];
    sql::insert_many(work, "network_dismissal", &columns, vec![row]).await?;
    tell(work, "network.proposal.dismissed", id, tending, new.rule).await
}

/// Takes it back. Whether it was there still.
pub(crate) async fn restore(work: &mut Work, tending: &Opened, aside: &Aside, by: Uuid) -> Result<bool, Error> {
    let text = "UPDATE network_dismissal SET restored_at = $1, restored_by = $2 WHERE id = $3 AND restored_at IS NULL";
    if sql::exec(work, text, [work.at().into(), by.into(), aside.id.into()]).await?.rows_affected() == 0 {
        return Ok(false);
    }
    tell(work, "network.proposal.restored", aside.id, tending, &aside.rule).await?;
    Ok(true)
}

async fn tell(work: &mut Work, kind: &'static str, id: Uuid, tending: &Opened, rule: &str) -> Result<(), Error> {
    work.object("network_dismissal", id);
    let event = NewEvent::new(kind, "network_dismissal", id).client(tending.client().0).data(serde_json::json!({ "rule": rule }));
    Ok(work.emit(event).await?)
}
