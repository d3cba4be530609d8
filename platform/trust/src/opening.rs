//! Another register opened for one professional by a named legal ground, for a while. The gate reads it on every request. Who
//! may use which ground is rule data, checked by the room that records the opening.

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

/// The task that stands for a register opened as a whole.
pub const fn whole(register: Register) -> ServiceTask {
    match register {
        Register::Patient => ServiceTask::Health,
        Register::Social => ServiceTask::OlderPeople,
    }
}
