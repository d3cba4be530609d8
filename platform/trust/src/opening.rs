//! Other registers opened: for one professional by a named legal ground and for a while, or by the client's recorded permit
//! (luovutuslupa, 703/2023 [memory]). The gate reads both on every request. Who may use which ground is rule data, checked by
//! the room that records the opening.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use store::sea_orm::{DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::proof::Opened;
use crate::access::work::Work;

/// A register opened by a named ground.
#[derive(Clone, Debug)]
pub struct NewOpening {
    pub client: ClientId,
    /// The register that opens, and the task it opens for.
    pub scope: Scope,
    pub professional_id: Uuid,
    pub ground: String,
    /// The version of the grounds that was in force.
    pub rule_version: String,
    /// In the professional's own words; client data.
    pub reason: String,
    pub until: DateTime<Utc>,
}

/// Records the opening; it holds from now until its end.
pub async fn open(work: &Work, opening: NewOpening) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let columns = [
        "id", "client_id", "controller", "register", "service_task", "catalogue_row", "professional_id", "ground", "rule_version", "reason",
        "opened_at", "expires_at",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        opening.client.0.into(),
        opening.scope.controller.into(),
        opening.scope.register.code().into(),
        opening.scope.service_task.code().into(),
        opening.scope.catalogue_row.into(),
        opening.professional_id.into(),
        opening.ground.into(),
        opening.rule_version.into(),
        opening.reason.into(),
        work.at().into(),
        opening.until.into(),
    ];
    sql::insert_many(work, "register_opening", &columns, vec![row]).await?;
    Ok(id)
}

/// The client's permit to disclose from a register.
#[derive(Clone, Debug)]
pub struct NewPermit {
    pub client: ClientId,
    pub scope: Scope,
    /// client | representative
    pub given_by: String,
    /// When the client was informed; without it a permit is not valid.
    pub informed_at: DateTime<Utc>,
    pub from: DateTime<Utc>,
}

/// Records permits.
pub async fn permit(work: &Work, permits: &[NewPermit]) -> Result<(), DbErr> {
    let columns = [
        "id", "client_id", "controller", "register", "service_task", "catalogue_row", "given_by", "informed_at", "valid_from", "withdrawn_at",
        "recorded_by",
    ];
    let rows = permits.iter().map(|p| -> Vec<Value> {
        vec![
            work.new_id().into(),
            p.client.0.into(),
            p.scope.controller.into(),
            p.scope.register.code().into(),
            p.scope.service_task.code().into(),
            p.scope.catalogue_row.into(),
            p.given_by.clone().into(),
            p.informed_at.into(),
            p.from.into(),
            Option::<DateTime<Utc>>::None.into(),
            work.actor_id().into(),
        ]
    });
    sql::insert_many(work, "disclosure_permit", &columns, rows.collect()).await
}

/// Withdraws the client's permits to a register; tells whether there was any.
pub async fn withdraw(work: &Work, client: ClientId, register: Register) -> Result<bool, DbErr> {
    let text = "UPDATE disclosure_permit SET withdrawn_at = $1 WHERE client_id = $2 AND register = $3 AND withdrawn_at IS NULL";
    Ok(sql::exec(work, text, [work.at().into(), client.0.into(), register.code().into()]).await?.rows_affected() > 0)
}

/// The registers to which the opened client's permit is in force.
pub async fn permits(opened: &Opened) -> Result<Vec<Register>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        register: String,
    }
    let (clients, mut values) = opened.clients_sql("", 2);
    let text = format!("SELECT DISTINCT register FROM disclosure_permit WHERE valid_from <= $1 AND (withdrawn_at IS NULL OR withdrawn_at > $1) AND {clients}");
    values.insert(0, opened.at().into());
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    Ok(rows.iter().filter_map(|r| Register::parse(&r.register)).collect())
}

/// How many objects of a kind (matter, customership) tie the opened client now, in the registers and tasks the viewer sees.
pub async fn tied_objects(opened: &Opened, object_kind: &str) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        n: i64,
    }
    let (clients, mut values) = opened.clients_sql("", 3);
    let text = format!(
        "SELECT COUNT(DISTINCT object_id) AS n FROM care_relation WHERE object_kind = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) \
         AND {clients} AND {}",
        opened.scopes().sql("")
    );
    values.insert(0, opened.at().into());
    values.insert(0, object_kind.into());
    let row: Option<Row> = sql::one(opened.reader(), &text, values).await?;
    Ok(row.map_or(0, |r| r.n))
}

/// The task that stands for a register opened as a whole.
pub const fn whole(register: Register) -> ServiceTask {
    match register {
        Register::Patient => ServiceTask::Health,
        Register::Social => ServiceTask::OlderPeople,
    }
}
