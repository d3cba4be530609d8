use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, ServiceTask};
use serde::Serialize;
use store::sea_orm::{self, FromQueryResult};
use store::{NewEvent, sql};
use trust::Gate;
use uuid::Uuid;

use crate::RetentionError;

/// Why a person keeps a client's data beyond the rules. The ground is a code or a number of a case, not a story.
pub struct NewHold<'a> {
    pub client: Uuid,
    pub ground: &'a str,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct Held {
    pub id: Uuid,
    pub client_id: Uuid,
    pub ground: String,
    pub set_at: DateTime<Utc>,
    pub lifted_at: Option<DateTime<Utc>>,
}

/// Sets a hold on everything of a client; linked identities are held with it.
pub async fn hold(gate: &Gate, new: NewHold<'_>) -> Result<Uuid, RetentionError> {
    let job = gate.job("operations.retention.hold", "retention", None);
    if sql::rows(job.reader(), "SELECT id FROM client WHERE id = $1", [new.client.into()]).await?.is_empty() {
        return Err(RetentionError::NoClient);
    }
    let mut work = job.begin().await?;
    let id = work.new_id();
    let text = "INSERT INTO retention_hold (id, client_id, controller, register, service_task, catalogue_row, ground, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        id.into(),
        new.client.into(),
        gate.controller().into(),
        Register::Social.code().into(),
        ServiceTask::OlderPeople.code().into(),
        0.into(),
        new.ground.into(),
        work.at().into(),
    ];
    sql::exec(&work, text, values).await?;
    work.touched(&[ClientId(new.client)]);
    work.object("retention_hold", id);
    work.emit(NewEvent::new("operations.retention.held", "retention_hold", id).client(new.client)).await?;
    work.commit().await?;
    Ok(id)
}

/// Lifts a hold. A run whose report was made before does not take the client.
pub async fn release(gate: &Gate, id: Uuid) -> Result<(), RetentionError> {
    let job = gate.job("operations.retention.release", "retention", None);
    let found = sql::rows(job.reader(), "SELECT client_id FROM retention_hold WHERE id = $1 AND lifted_at IS NULL", [id.into()]).await?;
    let client: Uuid = found.first().ok_or(RetentionError::NoHold)?.try_get("", "client_id")?;
    let mut work = job.begin().await?;
    sql::exec(&work, "UPDATE retention_hold SET lifted_at = $1 WHERE id = $2 AND lifted_at IS NULL", [work.at().into(), id.into()]).await?;
    work.touched(&[ClientId(client)]);
    work.object("retention_hold", id);
    work.emit(NewEvent::new("operations.retention.released", "retention_hold", id).client(client)).await?;
    work.commit().await?;
    Ok(())
}

/// All holds, open ones first.
pub async fn holds(gate: &Gate) -> Result<Vec<Held>, RetentionError> {
    let job = gate.job("operations.retention.hold", "retention", None);
    let text = "SELECT id, client_id, ground, set_at, lifted_at FROM retention_hold ORDER BY CASE WHEN lifted_at IS NULL THEN 0 ELSE 1 END, set_at";
    Ok(sql::all(job.reader(), text, []).await?)
}
