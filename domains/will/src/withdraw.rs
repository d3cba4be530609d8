use kernel::{ClientId, Problem};
use store::NewEvent;
use trust::{Own, Work};
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

/// That an expression was given for the client, and not by them.
///
/// # Errors
/// [`Error::NotFound`] for what is not of this client; 403 `not_for_another` for what the client gave.
pub(crate) async fn given_for(work: &Work, own: &Own, id: Uuid) -> Result<(), Error> {
    let said = trust::will::one(work, id, own.clients()).await?.ok_or(Error::NotFound)?;
    if said.given_by == "client" { Err(Problem::refused("not_for_another", &["oneself"]).into()) } else { Ok(()) }
}
