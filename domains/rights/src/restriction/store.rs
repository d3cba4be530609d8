//! The only place with queries for restrictions.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, ServiceTask};
use people::organisation::people_by_id;
use rules::Rules;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

use super::model::Restriction;

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub object_kind: String,
    pub object_id: Option<Uuid>,
    pub object_label: Option<String>,
    pub ground: String,
    pub why: String,
    pub request_id: Option<Uuid>,
    pub marked_at: DateTime<Utc>,
    pub marked_by: Option<Uuid>,
    pub informed_at: Option<DateTime<Utc>>,
    pub lifted_at: Option<DateTime<Utc>>,
    pub lift_reason: Option<String>,
    pub version: i32,
}

const COLUMNS: &str = "s.id, s.client_id, s.register, s.service_task, s.object_kind, s.object_id, s.object_label, s.ground, s.why, s.request_id, \
     s.marked_at, s.marked_by, s.informed_at, s.lifted_at, s.lift_reason, s.version";

/// Those a predicate over `s` names, newest first.
pub(crate) async fn of(
    rules: &Rules,
    conn: &impl ConnectionTrait,
    today: NaiveDate,
    (whose, values): (String, Vec<Value>),
) -> Result<Vec<(Option<Uuid>, Restriction)>, DbErr> {
    let rows: Vec<Row> =
        sql::all(conn, &format!("SELECT {COLUMNS} FROM rights_restriction s WHERE {whose} ORDER BY s.id DESC LIMIT 200"), values).await?;
    let people = people_by_id(conn, &rows.iter().filter_map(|r| r.marked_by).collect::<Vec<_>>()).await?;
    let grounds = rules.rights.on(today);
    let told = rows.into_iter().map(|row| {
        let one = Restriction {
            id: row.id,
            version: row.version,
            register: Register::parse(&row.register).unwrap_or(Register::Social),
            service_task: ServiceTask::parse(&row.service_task).unwrap_or(ServiceTask::OlderPeople),
            object_kind: row.object_kind,
            object_id: row.object_id,
            object_label: row.object_label,
            ground_label: grounds.body.ground(&row.ground).map(|g| g.label.clone()),
            ground: row.ground,
            why: row.why,
            marked_at: row.marked_at,
            marked_by: row.marked_by.and_then(|id| people.get(&id).cloned()),
            informed_at: row.informed_at,
            lifted_at: row.lifted_at,
            lift_reason: row.lift_reason,
        };
        (row.request_id, one)
    });
    Ok(told.collect())
}

/// Those marked because of these requests.
pub(crate) async fn of_requests(
    rules: &Rules,
    conn: &impl ConnectionTrait,
    today: NaiveDate,
    requests: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Restriction>>, DbErr> {
    let mut all: HashMap<Uuid, Vec<Restriction>> = HashMap::new();
    if requests.is_empty() {
        return Ok(all);
    }
    let whose = format!("s.request_id IN ({})", sql::params(1, requests.len()));
    for (request, one) in of(rules, conn, today, (whose, requests.iter().map(|id| Value::from(*id)).collect())).await? {
        if let Some(request) = request {
            all.entry(request).or_default().push(one);
        }
    }
    Ok(all)
}

/// One, inside a change.
pub(super) async fn held(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Row>, DbErr> {
    sql::one(conn, &format!("SELECT {COLUMNS} FROM rights_restriction s WHERE s.id = $1"), [id.into()]).await
}
