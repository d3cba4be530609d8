use chrono::{DateTime, Utc};
use kernel::Context;
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::sea_orm::{self, DbErr};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Allowed,
    /// Rights or state said no; `code` says which.
    Refused,
    /// Ours failed half-way and nothing was changed.
    Failed,
}

impl Outcome {
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Allowed => "allowed",
            Outcome::Refused => "refused",
            Outcome::Failed => "failed",
        }
    }
}

/// One line. Texts are codes and ids, never personal data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// staff | client | system | nobody
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub role: Option<String>,
    pub unit_id: Option<Uuid>,
    /// Whose data; for lists and batches `also` names them.
    pub client_id: Option<Uuid>,
    pub also: Vec<Uuid>,
    pub action: String,
    pub purpose: String,
    /// The permit or the named ground that opened another register.
    pub ground: Option<String>,
    pub registers: Option<String>,
    pub categories: Option<String>,
    pub object_kind: Option<String>,
    pub objects: Option<String>,
    pub outcome: Outcome,
    pub code: Option<String>,
    pub request_id: Uuid,
    /// By what the actor acted for the client, when it was another client (custody | mandate | invitation). Absent in lines that were
    /// spooled before it was kept.
    #[serde(default)]
    pub acting: Option<String>,
}

const COLUMNS: &[&str] = &[
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "role",
    "unit_id",
    "client_id",
    "action",
    "purpose",
    "ground",
    "registers",
    "categories",
    "object_kind",
    "objects",
    "outcome",
    "code",
    "request_id",
    "salt",
    "acting",
];

/// Writes lines in the caller's transaction, each with the salt of its leaf, and with the same statement puts them in the queue
/// of the sealer. A line written twice is an error: the merging of a spool leaves out those it knows.
pub async fn insert(tx: &Tx, ctx: &Context, lines: &[Line]) -> Result<(), DbErr> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(lines.len());
    let mut clients: Vec<Vec<Value>> = Vec::new();
    for line in lines {
        rows.push(vec![
            line.id.into(),
            line.at.into(),
            line.actor_kind.clone().into(),
            line.actor_id.into(),
            line.role.clone().into(),
            line.unit_id.into(),
            line.client_id.into(),
            line.action.clone().into(),
            line.purpose.clone().into(),
            line.ground.clone().into(),
            line.registers.clone().into(),
            line.categories.clone().into(),
            line.object_kind.clone().into(),
            line.objects.clone().into(),
            line.outcome.code().into(),
            line.code.clone().into(),
            line.request_id.into(),
            ctx.secret::<16>().to_vec().into(),
            line.acting.clone().into(),
        ]);
        for client in &line.also {
            clients.push(vec![(*client).into(), line.id.into()]);
        }
    }
    store::sql::insert_queued(tx, "access_log", COLUMNS, rows, ("access_log_unsealed", "log_id")).await?;
    store::sql::insert_many(tx, "access_log_client", &["client_id", "log_id"], clients).await
}
