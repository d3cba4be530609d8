//! The only place with queries for what the register told.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::client::store::scope;

/// A word as it is kept.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub(super) struct Fact {
    pub kind: String,
    pub value: Option<String>,
    pub person_id: Option<Uuid>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub changed_at: DateTime<Utc>,
    pub change_number: i64,
    pub taken_at: DateTime<Utc>,
}

/// All words of these clients, newest first.
pub(super) async fn of(conn: &impl ConnectionTrait, clients: &[ClientId], items: &str) -> Result<Vec<Fact>, DbErr> {
    let text = format!(
        "SELECT kind, value, person_id, valid_from, valid_to, changed_at, change_number, taken_at FROM population_fact \
         WHERE client_id IN ({}){items} ORDER BY change_number DESC, taken_at DESC, id DESC LIMIT 500",
        sql::params(1, clients.len())
    );
    sql::all(conn, &text, clients.iter().map(|c| Value::from(c.0))).await
}

pub(super) async fn keep(work: &Work, client: ClientId, at: Scope, facts: &[Fact]) -> Result<(), DbErr> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "kind",
        "value",
        "person_id",
        "valid_from",
        "valid_to",
        "changed_at",
        "change_number",
        "taken_at",
    ];
    let rows = facts.iter().map(|f| {
        let mut row: Vec<Value> = vec![work.new_id().into(), client.0.into()];
        // Official family relations are row 4 of the data catalogue, the rest row 1.
        let family = ["guardian", "ward", "child"].contains(&f.kind.as_str());
        row.extend(scope(Scope { catalogue_row: if family { 4 } else { 1 }, ..at }));
        row.extend::<[Value; 8]>([
            f.kind.clone().into(),
            f.value.clone().into(),
            f.person_id.into(),
            f.valid_from.into(),
            f.valid_to.into(),
            f.changed_at.into(),
            f.change_number.into(),
            f.taken_at.into(),
        ]);
        row
    });
    sql::insert_many(work, "population_fact", &columns, rows.collect()).await
}

/// Where the client's own row belongs: what the register says of them goes there too.
pub(super) async fn place(work: &Work, client: ClientId) -> Result<Option<Scope>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        controller: Uuid,
        register: String,
        service_task: String,
    }
    let text = "SELECT controller, register, service_task FROM client WHERE id = $1";
    let row: Option<Row> = sql::one(work, text, [client.0.into()]).await?;
    let unknown = || DbErr::Custom("an unknown code in client".into());
    row.map(|r| {
        Ok(Scope {
            controller: r.controller,
            register: kernel::Register::parse(&r.register).ok_or_else(unknown)?,
            service_task: kernel::ServiceTask::parse(&r.service_task).ok_or_else(unknown)?,
            catalogue_row: 1,
        })
    })
    .transpose()
}

/// Ends the register's address that read so.
pub(super) async fn end_address(work: &Work, client: ClientId, value: &str) -> Result<(), DbErr> {
    let text = "UPDATE contact_detail SET ended_at = $1, updated_at = $1, version = version + 1 \
                WHERE client_id = $2 AND type = 'address' AND origin = 'register' AND value = $3 AND ended_at IS NULL";
    sql::exec(work, text, [work.at().into(), client.0.into(), value.into()]).await?;
    Ok(())
}
