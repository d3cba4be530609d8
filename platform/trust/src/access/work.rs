use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Context, Problem};
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use store::{NewEvent, Tx};
use uuid::Uuid;

use crate::gate::Gate;
use crate::http::{IdemJson, Trail};
use crate::log::{Line, Outcome};

/// A change under way: one transaction with its rows, events and log lines (rule 2). Dropped, nothing happened, and the
/// request's trail logs the attempt.
pub struct Work {
    gate: Gate,
    tx: Tx,
    at: DateTime<Utc>,
    line: Line,
    more: std::sync::Mutex<Vec<Uuid>>,
    trail: Option<(Arc<Trail>, usize)>,
}

impl Work {
    pub(crate) async fn begin(gate: Gate, line: Line, trail: Option<(Arc<Trail>, usize)>) -> Result<Self, Problem> {
        let tx = gate.begin().await.map_err(|error| unwritable(&gate, error))?;
        let at = gate.ctx().now();
        Ok(Self { gate, tx, at, line, more: Default::default(), trail })
    }

    /// One instant for the whole change.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
    /// Today in Finland at that instant.
    pub fn today(&self) -> chrono::NaiveDate {
        kernel::helsinki_date(self.at)
    }
    pub fn new_id(&self) -> Uuid {
        self.gate.ctx().new_id()
    }
    pub fn ctx(&self) -> &Context {
        self.gate.ctx()
    }
    pub fn gate(&self) -> &Gate {
        &self.gate
    }
    /// Who does it: the professional, the client, or the token of a system.
    pub fn actor_id(&self) -> Option<Uuid> {
        self.line.actor_id
    }
    /// staff | client | system
    pub fn actor_kind(&self) -> &str {
        &self.line.actor_kind
    }

    /// The client the change is about, when it is about one.
    pub fn client_id(&self) -> Option<ClientId> {
        self.line.client_id.map(ClientId)
    }
    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    /// Writes an event with the change; the actor is filled in.
    pub async fn emit(&self, mut event: NewEvent) -> Result<(), DbErr> {
        event.actor_id = event.actor_id.or(self.line.actor_id);
        self.tx.emit(self.at, event).await
    }

    /// Adds clients whose data the change touches to its log line.
    pub fn touched(&self, clients: &[ClientId]) {
        if let Ok(mut more) = self.more.lock() {
            more.extend(clients.iter().map(|c| c.0));
        }
    }

    /// Names what was made or changed in the log line.
    pub fn object(&mut self, kind: &'static str, id: Uuid) {
        self.line.object_kind = Some(kind.into());
        self.line.objects = Some(id.to_string());
    }

    /// As [`Work::object`], for what is told otherwise than by one id: codes, ids and numbers.
    pub fn object_named(&mut self, kind: &'static str, what: String) {
        self.line.object_kind = Some(kind.into());
        self.line.objects = Some(what);
    }

    /// Says by which ground the change itself was made, when it was not what let the asker in: recording the ground.
    pub fn ground(&mut self, code: &str) {
        self.line.ground = Some(code.to_owned());
    }

    /// Keeps the answer for a repeated request with the same Idempotency-Key, in the same transaction.
    pub async fn remember<T>(&self, request: &IdemJson<T>, status: u16, answer: &impl serde::Serialize) -> Result<(), Problem> {
        request.remember(self, status, answer).await
    }

    /// Writes the log line and commits all or nothing.
    pub async fn commit(mut self) -> Result<(), Problem> {
        self.line.also.extend(self.more.lock().map(|m| m.clone()).unwrap_or_default());
        self.line.also.sort_unstable();
        self.line.also.dedup();
        if let Some(client) = self.line.client_id {
            self.line.also.retain(|c| *c != client);
        }
        self.line.outcome = Outcome::Allowed;
        let gate = self.gate.clone();
        crate::log::insert(&self.tx, gate.ctx(), std::slice::from_ref(&self.line)).await.map_err(|error| unwritable(&gate, error))?;
        self.tx.commit().await.map_err(|error| unwritable(&gate, error))?;
        if let Some((trail, attempt)) = &self.trail {
            trail.committed(*attempt);
        }
        Ok(())
    }
}

/// A write that the database did not take: logged here, told as "degraded".
pub(crate) fn unwritable(gate: &Gate, error: DbErr) -> Problem {
    tracing::error!(%error, "the database did not take a write");
    gate.db().set_health(store::Health::ReadOnly);
    Problem::degraded()
}

/// Whether an error says that the database takes no writes at all, rather than that this one was wrong.
fn takes_no_writes(error: &DbErr) -> bool {
    let text = error.to_string();
    ["read-only", "readonly", "disk is full", "disk I/O"].iter().any(|sign| text.contains(sign))
}

impl Work {
    /// Remembers what a failed write says of the database, so that the answer can be "degraded" and not "internal".
    fn seen<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && takes_no_writes(error)
        {
            self.gate.db().set_health(store::Health::ReadOnly);
        }
        result
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Work {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }
    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.seen(self.tx.execute_raw(stmt).await)
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.seen(self.tx.execute_unprepared(sql).await)
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.seen(self.tx.query_one_raw(stmt).await)
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.seen(self.tx.query_all_raw(stmt).await)
    }
}
