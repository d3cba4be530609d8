use kernel::ClientId;
use trust::Work;
use uuid::Uuid;

use super::open::event;
use super::{store, ties};
use crate::Error;

/// Whose customerships.
#[derive(Clone, Copy, Debug)]
pub enum From {
    Professional(Uuid),
    Team(Uuid),
}

/// Puts another in the place of a professional or a team in every open customership; ties and namings follow. Gives whose
/// customerships they were; the caller has checked that the other is there.
///
/// # Errors
/// When the database fails.
pub async fn carry(work: &Work, from: From, to: Uuid) -> Result<Vec<ClientId>, Error> {
    let mut clients = Vec::new();
    for now in store::open_of(work, from).await? {
        let mut row = now.clone();
        match from {
            From::Professional(one) => {
                if row.responsible_worker_id == one {
                    row.responsible_worker_id = to;
                }
                if row.contact_person_id == Some(one) {
                    row.contact_person_id = Some(to);
                }
            }
            From::Team(_) => row.team_id = to,
        }
        if !store::update(work, &row, now.version, None).await? {
            continue; // closed or changed by another within this instant; what it is now says so itself
        }
        ties::end(work, &now, false).await?;
        ties::make(work, &row).await?;
        work.emit(event("care.customership.changed", &row)).await?;
        clients.push(ClientId(row.client_id));
    }
    Ok(clients)
}
