//! What clients say of their data (tahdonilmaisut, 703/2023 [memory]): permits and denials of disclosure, and consents that open
//! nothing. The gate reads those in force on every request, so what is given or withdrawn holds from the next one on. A row is
//! ended, never changed: the history is the rows.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask, WillKind, WillLevel};
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::work::Work;

/// Something a client says, already checked by the room that records it.
#[derive(Clone, Debug)]
pub struct NewExpression {
    pub client: ClientId,
    /// The register (and of a denial of one task, the task) whose data it is about.
    pub scope: Scope,
    /// Code of the rules' kind.
    pub code: String,
    pub kind: WillKind,
    pub level: WillLevel,
    pub document_id: Option<Uuid>,
    /// What a denial of a document reaches: the document and what was made of it.
    pub objects: Vec<Uuid>,
    /// Of a denial: the data may be used in an emergency all the same.
    pub emergency_ok: bool,
    /// client | guardian | trustee
    pub given_by: String,
    /// own | in_person | phone | video | letter | kanta
    pub channel: String,
    pub informed_at: DateTime<Utc>,
    pub informing_id: Option<Uuid>,
    /// Version of the rules whose words were told.
    pub text_version: Option<String>,
    /// The professional who recorded it; none for the client's own.
    pub recorded_by: Option<Uuid>,
    /// It holds from then on.
    pub from: DateTime<Utc>,
}

const COLUMNS: &[&str] = &[
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "code",
    "kind",
    "level",
    "document_id",
    "emergency_ok",
    "given_by",
    "channel",
    "informed_at",
    "informing_id",
    "text_version",
    "recorded_by",
    "valid_from",
];

const OBJECT: &[&str] = &["id", "client_id", "controller", "register", "service_task", "catalogue_row", "expression_id", "object_id"];

/// Records what clients say; gives the ids in the same order.
///
/// # Errors
/// When the database does not take them.
pub async fn give(work: &Work, all: &[NewExpression]) -> Result<Vec<Uuid>, DbErr> {
    let ids: Vec<Uuid> = all.iter().map(|_| work.new_id()).collect();
    let owned = |id: Uuid, e: &NewExpression| -> Vec<Value> {
        vec![
            id.into(),
            e.client.0.into(),
            e.scope.controller.into(),
            e.scope.register.code().into(),
            e.scope.service_task.code().into(),
            e.scope.catalogue_row.into(),
        ]
    };
    let (mut rows, mut objects) = (Vec::with_capacity(all.len()), Vec::new());
    for (id, e) in ids.iter().zip(all) {
        let mut row = owned(*id, e);
        row.extend([
            e.code.clone().into(),
            e.kind.code().into(),
            e.level.code().into(),
            e.document_id.into(),
            e.emergency_ok.into(),
            e.given_by.clone().into(),
            e.channel.clone().into(),
            e.informed_at.into(),
            e.informing_id.into(),
            e.text_version.clone().into(),
            e.recorded_by.into(),
            e.from.into(),
        ]);
        rows.push(row);
        for object in &e.objects {
            let mut row = owned(work.new_id(), e);
            row.extend([(*id).into(), (*object).into()]);
            objects.push(row);
        }
    }
    sql::insert_many(work, "will_expression", COLUMNS, rows).await?;
    sql::insert_many(work, "denied_object", OBJECT, objects).await?;
    Ok(ids)
}

/// Holds others who speak for the same client back until this change is done, so that one thing is not said twice.
///
/// # Errors
/// When the database does not answer.
pub async fn one_at_a_time(work: &Work, client: ClientId) -> Result<(), DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [format!("will/{}", client.0).into()]).await?;
    }
    Ok(())
}

/// Ends what is in force now; who does it is the change's actor. Tells whether it was in force.
///
/// # Errors
/// When the database does not take it.
pub async fn withdraw(work: &Work, id: Uuid) -> Result<bool, DbErr> {
    let text =
        "UPDATE will_expression SET withdrawn_at = $1, withdrawn_kind = $2, withdrawn_by = $3 WHERE id = $4 AND withdrawn_at IS NULL";
    let values: [Value; 4] = [work.at().into(), work.actor_kind().to_owned().into(), work.actor_id().into(), id.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() > 0)
}

/// Ends what was ended elsewhere, at that time; `by` is who says so (`kanta`). Tells whether it was in force.
///
/// # Errors
/// When the database does not take it.
pub async fn end_elsewhere(work: &Work, id: Uuid, by: &str, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let text = "UPDATE will_expression SET withdrawn_at = $1, withdrawn_kind = $2 WHERE id = $3 AND withdrawn_at IS NULL";
    // What is said to end later has not ended yet; nothing here ends by itself, so the end is at once.
    let values: [Value; 3] = [at.min(work.at()).into(), by.to_owned().into(), id.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() > 0)
}

/// Ends the client's permits to a register; tells whether there was any. For what ends them by itself, such as a death.
///
/// # Errors
/// When the database does not take it.
pub async fn withdraw_permits(work: &Work, client: ClientId, register: Register) -> Result<bool, DbErr> {
    let text = "UPDATE will_expression SET withdrawn_at = $1, withdrawn_kind = $2, withdrawn_by = $3 \
                WHERE client_id = $4 AND register = $5 AND kind = 'permit' AND withdrawn_at IS NULL";
    let values: [Value; 5] =
        [work.at().into(), work.actor_kind().to_owned().into(), work.actor_id().into(), client.0.into(), register.code().into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() > 0)
}

/// What a client has said, as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Expression {
    pub id: Uuid,
    pub client_id: Uuid,
    pub code: String,
    pub kind: String,
    pub level: String,
    pub register: String,
    pub service_task: String,
    pub document_id: Option<Uuid>,
    pub emergency_ok: bool,
    pub given_by: String,
    pub channel: String,
    pub informed_at: DateTime<Utc>,
    pub text_version: Option<String>,
    pub recorded_by: Option<Uuid>,
    pub valid_from: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// client | staff | system | kanta
    pub withdrawn_kind: Option<String>,
    pub withdrawn_by: Option<Uuid>,
}

impl Expression {
    /// The register and the task of the row; none when the program does not know its words.
    pub fn place(&self) -> Option<(Register, ServiceTask)> {
        Some((Register::parse(&self.register)?, ServiceTask::parse(&self.service_task)?))
    }
}

/// What clients have said, newest first; `whose` from a proof's `clients_sql("w", 1)`.
///
/// # Errors
/// When the database does not answer.
pub async fn said(conn: &impl ConnectionTrait, whose: (String, Vec<Value>), most: u32) -> Result<Vec<Expression>, DbErr> {
    let (whose, values) = whose;
    sql::all(conn, &format!("SELECT w.* FROM will_expression w WHERE {whose} ORDER BY w.valid_from DESC, w.id DESC LIMIT {most}"), values)
        .await
}

/// One of them by its id, if it is one of these clients'.
///
/// # Errors
/// When the database does not answer.
pub async fn one(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId]) -> Result<Option<Expression>, DbErr> {
    let text = format!("SELECT w.* FROM will_expression w WHERE w.id = $1 AND w.client_id IN ({})", sql::params(2, clients.len()));
    sql::one(conn, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await
}

/// One of them by its id, whoever's: for a job that follows what was said.
///
/// # Errors
/// When the database does not answer.
pub async fn row(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Expression>, DbErr> {
    sql::one(conn, "SELECT w.* FROM will_expression w WHERE w.id = $1", [id.into()]).await
}

/// Permits and denials written or ended since `at`, oldest first; all there are when it is none. For a job that follows what was said.
///
/// # Errors
/// When the database does not answer.
pub async fn changed_since(conn: &impl ConnectionTrait, at: Option<DateTime<Utc>>) -> Result<Vec<Expression>, DbErr> {
    // Ids are made in time's order (UUIDv7): the first of an instant has nothing after the milliseconds.
    let since = at.map_or(0, |at| u128::try_from(at.timestamp_millis()).unwrap_or(0) << 80);
    let text =
        "SELECT w.* FROM will_expression w WHERE w.kind IN ('permit', 'denial') AND (w.id >= $1 OR w.withdrawn_at >= $2) ORDER BY w.id";
    sql::all(conn, text, [Uuid::from_u128(since).into(), at.unwrap_or(DateTime::UNIX_EPOCH).into()]).await
}

/// Permits as they were given before a node was in use: for imports, demonstration data and tests.
#[derive(Clone, Debug)]
pub struct NewPermit {
    pub client: ClientId,
    /// Its register is the one the permit opens to those tied to the client elsewhere.
    pub scope: Scope,
    /// client | guardian | trustee
    pub given_by: &'static str,
    /// When the client was told what the permission means; it holds from then on.
    pub informed_at: DateTime<Utc>,
    /// The professional who recorded it.
    pub recorded_by: Option<Uuid>,
}

impl From<&NewPermit> for NewExpression {
    fn from(p: &NewPermit) -> Self {
        Self {
            client: p.client,
            scope: p.scope,
            code: format!("permit_{}", p.scope.register),
            kind: WillKind::Permit,
            level: WillLevel::All,
            document_id: None,
            objects: Vec::new(),
            emergency_ok: false,
            given_by: p.given_by.to_owned(),
            channel: "in_person".to_owned(),
            informed_at: p.informed_at,
            informing_id: None,
            text_version: None,
            recorded_by: p.recorded_by,
            from: p.informed_at,
        }
    }
}

/// Records permits.
///
/// # Errors
/// When the database does not take them.
pub async fn record(work: &Work, permits: &[NewPermit]) -> Result<(), DbErr> {
    let all: Vec<NewExpression> = permits.iter().map(NewExpression::from).collect();
    give(work, &all).await.map(|_| ())
}

/// ` AND …` by which data of one register are counted in another only as the client has let: a permit to the register is in force, or
/// the law lets it (`by_law`), and no denial of the register, of the task or of the thing stands against it. Over rows with `client_id`,
/// `register`, `service_task` and `id`.
pub fn crossing_sql(alias: &str, to: Register, by_law: bool) -> String {
    let standing = "w.withdrawn_at IS NULL";
    let permit = if by_law {
        String::new()
    } else {
        format!(
            " AND EXISTS (SELECT 1 FROM will_expression w WHERE w.client_id = {alias}.client_id AND w.kind = 'permit' \
             AND w.register = {alias}.register AND {standing})"
        )
    };
    format!(
        " AND ({alias}.register = '{to}' OR (1 = 1{permit} AND NOT EXISTS (SELECT 1 FROM will_expression w \
         WHERE w.client_id = {alias}.client_id AND w.kind = 'denial' AND w.register = {alias}.register AND {standing} \
         AND (w.level = 'controller' OR (w.level = 'service_task' AND w.service_task = {alias}.service_task))) \
         AND NOT EXISTS (SELECT 1 FROM denied_object d CROSS JOIN will_expression w WHERE d.object_id = {alias}.id \
         AND w.id = d.expression_id AND {standing})))"
    )
}
