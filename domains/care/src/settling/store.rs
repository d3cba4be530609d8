//! The only place with queries for what waits to be settled.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope, ServiceTask};
use rules::{RegisterCause, RegisterObject};
use sea_orm::{DbErr, FromQueryResult, Value};
use store::{NewEvent, sql};
use trust::{Listed, Work};
use uuid::Uuid;

use crate::thing;

/// Something to be asked about.
pub struct New {
    pub client: ClientId,
    pub scope: Scope,
    pub cause: RegisterCause,
    pub on: Option<NaiveDate>,
    pub object: RegisterObject,
    pub object_id: Uuid,
    pub team_id: Option<Uuid>,
    pub handler_id: Option<Uuid>,
}

/// Puts it before whom it belongs to; `false` when the same was asked already.
pub async fn ask(work: &Work, new: &New, rule_version: &str) -> Result<bool, DbErr> {
    let id = work.new_id();
    let on = new.on.map(|d| d.to_string()).unwrap_or_default();
    let key = format!("{}/{}/{on}", new.cause, new.object_id);
    let text = "INSERT INTO to_settle (id, client_id, controller, register, service_task, catalogue_row, cause, happened_on, object_kind, object_id, \
                team_id, handler_id, rule_version, key, state, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', 1, $15, $15) ON CONFLICT (key) DO NOTHING";
    let mut values = thing::owned(id, new.client, Scope { catalogue_row: 18, ..new.scope });
    values.extend::<[Value; 9]>([
        new.cause.code().into(),
        new.on.into(),
        new.object.code().into(),
        new.object_id.into(),
        new.team_id.into(),
        new.handler_id.into(),
        rule_version.into(),
        key.into(),
        work.at().into(),
    ]);
    if sql::exec(work, text, values).await?.rows_affected() == 0 {
        return Ok(false);
    }
    let event = NewEvent::new("care.to_settle.made", "to_settle", id).client(new.client.0);
    let event = event.data(serde_json::json!({ "handler_id": new.handler_id, "cause": new.cause }));
    work.emit(match new.team_id {
        Some(team) => event.team(team),
        None => event,
    })
    .await?;
    Ok(true)
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub cause: String,
    pub happened_on: Option<NaiveDate>,
    pub object_kind: String,
    pub object_id: Uuid,
    pub handler_id: Option<Uuid>,
    pub rule_version: String,
    pub state: String,
    pub outcome: Option<String>,
    pub reason: Option<String>,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<Uuid>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub number: Option<String>,
    pub starts_at: Option<DateTime<Utc>>,
    pub object_over: bool,
}

const ROW: &str = "s.id, s.client_id, s.register, s.service_task, s.cause, s.happened_on, s.object_kind, s.object_id, s.handler_id, \
    s.rule_version, s.state, s.outcome, s.reason, s.settled_at, s.settled_by, s.version, s.created_at, m.number, a.starts_at, \
    COALESCE(m.state = 'closed', a.state = 'cancelled', c.state = 'closed', FALSE) AS object_over";
const OBJECTS: &str = "LEFT JOIN matter m ON m.id = s.object_id LEFT JOIN appointment a ON a.id = s.object_id \
    LEFT JOIN customership c ON c.id = s.object_id";

impl Row {
    pub fn cause(&self) -> Result<RegisterCause, DbErr> {
        RegisterCause::parse(&self.cause).ok_or_else(|| unknown("cause"))
    }
    pub fn object(&self) -> Result<RegisterObject, DbErr> {
        RegisterObject::parse(&self.object_kind).ok_or_else(|| unknown("object_kind"))
    }
    pub fn task(&self) -> Result<ServiceTask, DbErr> {
        ServiceTask::parse(&self.service_task).ok_or_else(|| unknown("service_task"))
    }
    pub fn register(&self) -> Result<kernel::Register, DbErr> {
        kernel::Register::parse(&self.register).ok_or_else(|| unknown("register"))
    }
}

fn unknown(what: &str) -> DbErr {
    crate::matter::store::unknown(&format!("to_settle.{what}"))
}

/// What waits for the asker or their teams, or what has been settled there; one more than `limit` when there is more.
pub async fn listed(listed: &Listed, open: bool, after: Option<Uuid>, limit: usize) -> Result<Vec<Row>, DbErr> {
    let (reach, mut values) = listed.sql_of_clients("s", 1);
    let (state, order, beyond) = if open { ("open", "s.id", ">") } else { ("settled", "s.id DESC", "<") };
    let mut text = format!("SELECT {ROW} FROM to_settle s {OBJECTS} WHERE s.state = '{state}' AND {reach}");
    if let Some(after) = after {
        values.push(after.into());
        text.push_str(&format!(" AND s.id {beyond} ${}", values.len()));
    }
    text.push_str(&format!(" ORDER BY {order} LIMIT {}", limit + 1));
    sql::all(listed.reader(), &text, values).await
}

/// How many wait.
pub async fn count(listed: &Listed) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let (reach, values) = listed.sql_of_clients("s", 1);
    let text = format!("SELECT COUNT(*) AS n FROM to_settle s WHERE s.state = 'open' AND {reach}");
    let row: Option<Count> = sql::one(listed.reader(), &text, values).await?;
    Ok(row.map_or(0, |r| r.n))
}

/// One of these clients', inside a change.
pub async fn held(work: &Work, id: Uuid, clients: &[ClientId]) -> Result<Option<Row>, DbErr> {
    let text = format!("SELECT {ROW} FROM to_settle s {OBJECTS} WHERE s.id = $1 AND s.client_id IN ({})", sql::params(2, clients.len()));
    sql::one(work, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| Value::from(c.0)))).await
}

/// Settles it; `false` when the version is not the one seen any more.
pub async fn settle(work: &Work, id: Uuid, seen: i32, outcome: &str, reason: &str, by: Uuid) -> Result<bool, DbErr> {
    let text = "UPDATE to_settle SET state = 'settled', outcome = $1, reason = $2, settled_at = $3, settled_by = $4, updated_at = $3, \
                version = version + 1 WHERE id = $5 AND version = $6 AND state = 'open'";
    let values: [Value; 6] = [outcome.into(), reason.into(), work.at().into(), by.into(), id.into(), seen.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}
