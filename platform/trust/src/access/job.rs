use kernel::{ClientId, Problem};
use store::Reader;
use store::sea_orm::DbErr;
use uuid::Uuid;

use crate::access::left_out::{self, Rows};
use crate::access::proof::linked;
use crate::access::work::Work;
use crate::gate::Gate;
use crate::log::{Line, Outcome};

/// A named batch: an import, the synthetic county, a rebuild. What it touches is logged chunk by chunk.
pub struct Job {
    gate: Gate,
    name: &'static str,
    purpose: &'static str,
    actor_id: Option<Uuid>,
    request_id: Uuid,
    reader: Reader,
}

impl Gate {
    /// Begins a named batch. Only the command line, recurring turns, token routes and public routes that open no client's data
    /// call it; `actor_id` is the token, when there is one.
    pub fn job(&self, name: &'static str, purpose: &'static str, actor_id: Option<Uuid>) -> Job {
        Job { gate: self.clone(), name, purpose, actor_id, request_id: self.ctx().new_id(), reader: self.reader() }
    }
}

impl Job {
    pub fn reader(&self) -> &Reader {
        &self.reader
    }
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// ` AND …` that leaves out rows, with a `client_id`, whose processing the client has had restricted: they are not counted either.
    pub fn unrestricted_sql_of_clients(&self, alias: &str) -> String {
        left_out::restricted(Rows::OfClient { alias, id: "id" })
    }

    /// Every identity of a client, the given one first; none when there is no such client.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn identities(&self, client: ClientId) -> Result<Vec<ClientId>, DbErr> {
        linked(&self.reader, &[client]).await
    }

    /// A transaction of the batch; say with [`Work::touched`] whose data it touched.
    pub async fn begin(&self) -> Result<Work, Problem> {
        Work::begin(self.gate.clone(), self.line(), None).await
    }

    /// A picture of the whole database for a copy of it. It names no client and holds them all, so its log line is durable
    /// before the first row leaves.
    pub async fn snapshot(&self) -> Result<store::backup::Snapshot, Problem> {
        let mut line = self.line();
        line.object_kind = Some("database".into());
        if !self.gate.0.log.write(vec![line]).await.unwrap_or(false) {
            return Err(Problem::degraded());
        }
        let (at, key) = (self.gate.ctx().now(), self.gate.keys().check());
        self.gate.db().snapshot(&self.gate.0.master, at, key).await.map_err(|error| {
            tracing::error!(%error, "no picture of the database");
            Problem::internal()
        })
    }

    fn line(&self) -> Line {
        Line {
            id: self.gate.ctx().new_id(),
            at: self.gate.ctx().now(),
            actor_kind: "system".into(),
            actor_id: self.actor_id,
            role: None,
            unit_id: None,
            client_id: None,
            also: Vec::new(),
            action: self.name.into(),
            purpose: self.purpose.into(),
            ground: None,
            registers: None,
            categories: None,
            object_kind: None,
            objects: None,
            outcome: Outcome::Allowed,
            code: None,
            request_id: self.request_id,
            acting: None,
        }
    }

    /// Logs a refusal or a failure of the batch itself (a bad bundle, say) in a transaction of its own.
    pub async fn refused(&self, clients: &[ClientId], code: &str) {
        let mut line = self.line();
        line.outcome = Outcome::Refused;
        line.code = Some(code.into());
        line.also = clients.iter().map(|c| c.0).collect();
        let _ = self.gate.0.log.write(vec![line]).await;
    }
}
