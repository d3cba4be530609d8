//! While a consultation is open both of its teams are tied to the client by it, each in its own register and task, as those of a request.

use kernel::{ClientId, Register, Scope, ServiceTask};
use people::organisation::TeamName;
use store::sea_orm::DbErr;
use trust::Work;
use trust::relation::{self, NewTie};
use uuid::Uuid;

use crate::Error;

/// The item of the data catalogue: matters and services.
pub(crate) const ROW: kernel::CatalogueRow = 18;

/// One side of a consultation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub team: Uuid,
    pub place: (Register, ServiceTask),
}

impl Place {
    pub fn of(team: &TeamName) -> Result<Self, Error> {
        Ok(Self { team: team.id, place: requests::planned::place_of(team)? })
    }

    pub fn scope(&self, controller: Uuid) -> Scope {
        Scope { controller, register: self.place.0, service_task: self.place.1, catalogue_row: ROW }
    }
}

/// Ties both sides, and nobody else.
pub(crate) async fn set(work: &Work, client: ClientId, consultation: Uuid, from: Place, to: Place) -> Result<(), DbErr> {
    let tie = |side: Place| NewTie {
        client,
        scope: side.scope(work.gate().controller()),
        basis: "team",
        object_kind: "consultation",
        object_id: consultation,
        professional_id: None,
        team_id: Some(side.team),
        unit_id: None,
        from: work.at(),
        to: None,
    };
    relation::tie(work, &[tie(from), tie(to)]).await
}

/// Of one that is over.
pub(crate) async fn end(work: &Work, consultation: Uuid) -> Result<(), DbErr> {
    relation::end(work, consultation, None).await
}
