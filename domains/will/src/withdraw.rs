use kernel::ClientId;
use store::NewEvent;
use trust::Work;
use uuid::Uuid;

use crate::Error;

/// Withdraws what the client has said; no reason is asked. What was withdrawn before stays so. Tells whether it was in force.
///
/// # Errors
/// [`Error::NotFound`] for what is not of these clients.
pub(crate) async fn withdraw(work: &mut Work, clients: &[ClientId], id: Uuid) -> Result<bool, Error> {
    let said = trust::will::one(work, id, clients).await?.ok_or(Error::NotFound)?;
    work.object("will_expression", id);
    let ended = trust::will::withdraw(work, id).await?;
    if ended {
        let data = serde_json::json!({ "code": said.code, "by": work.actor_kind() });
        work.emit(NewEvent::new("will.expression.withdrawn", "will_expression", id).client(said.client_id).data(data)).await?;
    }
    Ok(ended)
}
