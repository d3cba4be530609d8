//! Who is tied to the client by a customership: the worker responsible, the contact person and the team see and do by it,
//! and the first two are named to the client.

use kernel::ClientId;
use people::tied::{self, ClientRole, Named};
use trust::Work;
use trust::relation::{self, NewTie};
use uuid::Uuid;

use super::store::Row;
use crate::Error;

/// Makes the ties and namings of a customership as it now is.
pub async fn make(work: &Work, row: &Row) -> Result<(), Error> {
    let (scope, client) = (row.scope()?, ClientId(row.client_id));
    let tie = |basis, professional_id: Option<Uuid>, team_id: Option<Uuid>| NewTie {
        client,
        scope,
        basis,
        object_kind: "customership",
        object_id: row.id,
        professional_id,
        team_id,
        unit_id: None,
        from: work.at(),
        to: None,
    };
    let mut ties = vec![tie("responsible", Some(row.responsible_worker_id), None), tie("team", None, Some(row.team_id))];
    ties.extend(row.contact_person_id.map(|id| tie("contact", Some(id), None)));
    relation::tie(work, &ties).await?;
    let named = |role, professional_id| Named { client, scope, role, professional_id, wish: None, from: work.at() };
    let mut names = vec![named(ClientRole::ResponsibleWorker, row.responsible_worker_id)];
    names.extend(row.contact_person_id.map(|id| named(ClientRole::ContactPerson, id)));
    tied::set(work, &names).await?;
    if row.contact_person_id.is_none() {
        tied::end(work, client, scope.register, scope.service_task, ClientRole::ContactPerson, None).await?;
    }
    Ok(())
}

/// Ends the ties; the namings end only when the customership does.
pub async fn end(work: &Work, row: &Row, closed: bool) -> Result<(), Error> {
    relation::end(work, row.id, None).await?;
    if closed {
        let scope = row.scope()?;
        for role in [ClientRole::ResponsibleWorker, ClientRole::ContactPerson] {
            tied::end(work, ClientId(row.client_id), scope.register, scope.service_task, role, None).await?;
        }
    }
    Ok(())
}
