//! Facts of a draft that are not its writer's to say: set by the room that knows them.

use trust::Work;
use uuid::Uuid;

use super::form::Form;
use super::{DocumentState, save, store};
use crate::DocumentError;
use crate::mapping::{self, FactValue};

/// Sets facts of a draft over what stands there and gives the version it has then; nothing is written when they stand there
/// already.
///
/// # Errors
/// As [`save`].
pub async fn settle(work: &Work, id: Uuid, seen: i32, facts: &[(&str, FactValue)]) -> Result<i32, DocumentError> {
    let now = store::in_work(work, id).await?.ok_or(DocumentError::NotFound)?;
    if now.version != seen || now.state == DocumentState::Final {
        return Ok(seen);
    }
    let form = Form::of(work, &now).await?;
    let Some(mapping) = form.mapping() else { return Ok(seen) };
    let body = mapping::settle(form.structure(), mapping, form.validators(), &now.body, facts);
    if body == now.body {
        return Ok(seen);
    }
    Ok(save(work, id, seen, body).await?.version)
}
