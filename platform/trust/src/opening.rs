//! Another register opened for one professional by a named legal ground, for a while. The gate reads it on every request. Who
//! may use which ground is rule data, checked by the room that records the opening.

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

/// An opening that holds now.
#[derive(FromQueryResult)]
struct Row {
    register: String,
    ground: String,
    expires_at: DateTime<Utc>,
}

/// What the viewer has opened of the opened client and until when: register, code of the ground, end. The latest end of each.
pub async fn holding(opened: &Opened) -> Result<Vec<(Register, String, DateTime<Utc>)>, DbErr> {
    let text = "SELECT register, ground, expires_at FROM register_opening \
                WHERE client_id = $1 AND professional_id = $2 AND opened_at <= $3 AND expires_at > $3 ORDER BY expires_at DESC";
    let values = [opened.client().0.into(), opened.staff().id.into(), opened.at().into()];
    let rows: Vec<Row> = sql::all(opened.reader(), text, values).await?;
    let mut holding: Vec<(Register, String, DateTime<Utc>)> = Vec::new();
    for row in rows {
        if let Some(register) = Register::parse(&row.register)
            && !holding.iter().any(|(held, ..)| *held == register)
        {
            holding.push((register, row.ground, row.expires_at));
        }
    }
    Ok(holding)
}

/// The task that stands for a register opened as a whole.
pub const fn whole(register: Register) -> ServiceTask {
    match register {
        Register::Patient => ServiceTask::Health,
        Register::Social => ServiceTask::OlderPeople,
    }
}
