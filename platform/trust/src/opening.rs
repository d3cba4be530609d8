//! Another register opened for one professional by a named legal ground, for a while. The gate reads it on every request. Who
//! may use which ground is rule data, checked by the room that records the opening.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use store::sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::proof::Opened;
use crate::access::work::Work;

/// Registers of one client opened at once by a named ground.
#[derive(Clone, Debug)]
pub struct NewOpening {
    pub client: ClientId,
    /// The registers that open, each with the task it opens for.
    pub scopes: Vec<Scope>,
    pub professional_id: Uuid,
    pub ground: String,
    /// The version of the grounds that was in force.
    pub rule_version: String,
    /// Without regard to a care relation, after a warning.
    pub emergency: bool,
    /// Whether it reaches what the client has denied: passes | stops | if_allowed.
    pub past_denials: &'static str,
    pub reason_code: Option<String>,
    /// In the professional's own words; client data.
    pub reason: String,
    pub until: DateTime<Utc>,
}

/// Records the opening; it holds from now until its end. Gives the id of the act.
///
/// # Errors
/// When the database does not take it.
pub async fn open(work: &Work, opening: NewOpening) -> Result<Uuid, DbErr> {
    let act = work.new_id();
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "professional_id",
        "ground",
        "rule_version",
        "reason",
        "opened_at",
        "expires_at",
        "act_id",
        "emergency",
        "past_denials",
        "reason_code",
    ];
    let row = |scope: &Scope| -> Vec<Value> {
        vec![
            work.new_id().into(),
            opening.client.0.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            scope.catalogue_row.into(),
            opening.professional_id.into(),
            opening.ground.clone().into(),
            opening.rule_version.clone().into(),
            opening.reason.clone().into(),
            work.at().into(),
            opening.until.into(),
            act.into(),
            opening.emergency.into(),
            opening.past_denials.into(),
            opening.reason_code.clone().into(),
        ]
    };
    sql::insert_many(work, "register_opening", &columns, opening.scopes.iter().map(row).collect()).await?;
    Ok(act)
}

/// Ends what the professional holds open of the opened client; gives the acts that ended.
///
/// # Errors
/// When the database does not take it.
pub async fn close(work: &Work, opened: &Opened) -> Result<Vec<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Act {
        act_id: Uuid,
    }
    let (whose, values) = opened.clients_sql("register_opening", 3);
    let held = format!("professional_id = $1 AND expires_at > $2 AND act_id IS NOT NULL AND {whose}");
    let all = || [opened.staff().id.into(), work.at().into()].into_iter().chain(values.clone());
    let acts: Vec<Act> = sql::all(work, &format!("SELECT DISTINCT act_id FROM register_opening WHERE {held}"), all()).await?;
    sql::exec(work, &format!("UPDATE register_opening SET expires_at = $2, closed_at = $2 WHERE {held}"), all()).await?;
    Ok(acts.into_iter().map(|a| a.act_id).collect())
}

/// A register that the viewer holds open.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub register: Register,
    pub ground: String,
    pub emergency: bool,
    pub opened_at: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// What the viewer has opened of the opened client and until when; of several of one register and ground the latest end.
///
/// # Errors
/// When the database does not answer.
pub async fn holding(opened: &Opened) -> Result<Vec<Held>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        register: String,
        ground: String,
        emergency: Option<bool>,
        opened_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    }
    let (whose, values) = opened.clients_sql("o", 3);
    let text = format!(
        "SELECT o.register, o.ground, o.emergency, o.opened_at, o.expires_at FROM register_opening o \
         WHERE o.professional_id = $1 AND o.opened_at <= $2 AND o.expires_at > $2 AND {whose} ORDER BY o.expires_at DESC, o.id"
    );
    let first = [opened.staff().id.into(), opened.at().into()];
    let rows: Vec<Row> = sql::all(opened.reader(), &text, first.into_iter().chain(values)).await?;
    let mut holding: Vec<Held> = Vec::new();
    for row in rows {
        if let Some(register) = Register::parse(&row.register)
            && !holding.iter().any(|held| held.register == register && held.ground == row.ground)
        {
            let emergency = row.emergency.unwrap_or(false);
            holding.push(Held { register, ground: row.ground, emergency, opened_at: row.opened_at, until: row.expires_at });
        }
    }
    Ok(holding)
}

/// An act of opening as its reviewer sees it.
#[derive(Clone, Debug)]
pub struct Act {
    pub registers: Vec<Register>,
    pub ground: String,
    pub rule_version: String,
    pub emergency: bool,
    pub reason_code: Option<String>,
    pub reason: String,
    pub opened_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// Closed before its time was out.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Acts by their ids, for whoever looks at them afterwards. The caller's proof names their clients.
///
/// # Errors
/// When the database does not answer.
pub async fn acts(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Act>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        act_id: Uuid,
        register: String,
        ground: String,
        rule_version: String,
        emergency: Option<bool>,
        reason_code: Option<String>,
        reason: String,
        opened_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
        closed_at: Option<DateTime<Utc>>,
    }
    let mut acts: HashMap<Uuid, Act> = HashMap::new();
    if ids.is_empty() {
        return Ok(acts);
    }
    let text = format!("SELECT * FROM register_opening WHERE act_id IN ({}) ORDER BY register DESC", sql::params(1, ids.len()));
    let rows: Vec<Row> = sql::all(conn, &text, ids.iter().map(|id| Value::from(*id))).await?;
    for row in rows {
        let Some(register) = Register::parse(&row.register) else { continue };
        let act = acts.entry(row.act_id).or_insert_with(|| Act {
            registers: Vec::new(),
            ground: row.ground,
            rule_version: row.rule_version,
            emergency: row.emergency.unwrap_or(false),
            reason_code: row.reason_code,
            reason: row.reason,
            opened_at: row.opened_at,
            ends_at: row.expires_at,
            closed_at: row.closed_at,
        });
        act.registers.push(register);
    }
    Ok(acts)
}

/// One line of the log that was written while a register was held open.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Used {
    pub at: DateTime<Utc>,
    pub action: String,
    pub categories: Option<String>,
    pub outcome: String,
}

/// What a professional did with a client's data under a ground between two instants, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn used(
    conn: &impl ConnectionTrait,
    client: ClientId,
    professional: Uuid,
    ground: &str,
    between: (DateTime<Utc>, DateTime<Utc>),
    most: u32,
) -> Result<Vec<Used>, DbErr> {
    let text = format!(
        "SELECT l.at, l.action, l.categories, l.outcome FROM access_log l WHERE l.actor_id = $1 AND l.at >= $2 AND l.at <= $3 \
         AND ',' || l.ground || ',' LIKE $4 AND (l.client_id = $5 OR EXISTS (SELECT 1 FROM access_log_client c WHERE c.log_id = l.id AND c.client_id = $5)) \
         ORDER BY l.at, l.id LIMIT {most}"
    );
    let values = [professional.into(), between.0.into(), between.1.into(), format!("%,{ground},%").into(), client.0.into()];
    sql::all(conn, &text, values).await
}

/// The task that stands for a register opened as a whole.
pub const fn whole(register: Register) -> ServiceTask {
    match register {
        Register::Patient => ServiceTask::Health,
        Register::Social => ServiceTask::OlderPeople,
    }
}
