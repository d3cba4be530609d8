//! Other registers opened: for one professional by a named legal ground and for a while, or by the client's recorded permit
//! (luovutuslupa, 703/2023 [memory]). The gate reads both on every request. Who may use which ground is rule data, checked by
//! the room that records the opening.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Scope, ServiceTask};
use store::sea_orm::{DbErr, Value};
use store::sql;
use uuid::Uuid;

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

/// The task that stands for a register opened as a whole.
pub const fn whole(register: Register) -> ServiceTask {
    match register {
        Register::Patient => ServiceTask::Health,
        Register::Social => ServiceTask::OlderPeople,
    }
}
