use kernel::Problem;
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{ChangeCustomership, Customership};
use super::open::{event, people_are_there};
use super::{store, ties};
use crate::Error;

/// Changes who is responsible, the contact person or the team of an open customership; their ties change with it.
///
/// # Errors
/// `customership_closed`, people or a team that are not there, or 412 with the customership as it is now.
pub async fn change(work: &Work, opened: &Opened, id: Uuid, seen: i32, input: &ChangeCustomership) -> Result<Customership, Error> {
    let now = store::by_id(work, id, opened.clients()).await?.ok_or(Error::NotFound)?;
    if !now.is_open() {
        return Err(Error::Refused("customership_closed"));
    }
    let row = store::Row {
        responsible_worker_id: input.responsible_worker_id.unwrap_or(now.responsible_worker_id),
        contact_person_id: input.contact_person_id.unwrap_or(now.contact_person_id),
        team_id: input.team_id.unwrap_or(now.team_id),
        ..now.clone()
    };
    people_are_there(work, row.responsible_worker_id, row.contact_person_id, row.team_id).await?;
    if !store::update(work, &row, seen, None).await? {
        let current = store::told(work, vec![now], true).await?.pop();
        return Err(Problem::version_conflict(current).into());
    }
    ties::end(work, &now, false).await?;
    ties::make(work, &row).await?;
    work.emit(event("care.customership.changed", &row)).await?;
    let row = store::by_id(work, id, opened.clients()).await?.ok_or(Error::NotFound)?;
    store::told(work, vec![row], true).await?.pop().ok_or(Error::NotFound)
}
