//! While a request is open both of its teams are tied to the client by it, each in its own register and task: one that is asked for
//! something must be able to see whom it is for, and one that asked must be able to follow it though its own case has ended.

use kernel::{ClientId, Register, Scope, ServiceTask};
use people::organisation::TeamName;
use store::sea_orm::DbErr;
use trust::Work;
use trust::relation::{self, NewTie};
use uuid::Uuid;

use crate::Error;

/// The item of the data catalogue: matters and services.
pub(crate) const ROW: kernel::CatalogueRow = 18;

/// The register and task of a team's work.
pub(crate) fn place(team: &TeamName) -> Result<(Register, ServiceTask), Error> {
    let task = ServiceTask::parse(&team.service_task).ok_or(Error::NotFound)?;
    Ok((if task == ServiceTask::Health { Register::Patient } else { Register::Social }, task))
}

/// One side of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    pub team: Uuid,
    pub place: (Register, ServiceTask),
}

impl Side {
    pub fn of(team: &TeamName) -> Result<Self, Error> {
        Ok(Self { team: team.id, place: place(team)? })
    }

    pub fn scope(&self, controller: Uuid) -> Scope {
        Scope { controller, register: self.place.0, service_task: self.place.1, catalogue_row: ROW }
    }
}

/// Ties both sides, and nobody else.
pub(crate) async fn set(work: &Work, client: ClientId, request: Uuid, from: Side, to: Side) -> Result<(), DbErr> {
    relation::end(work, request, None).await?;
    let tie = |side: Side| NewTie {
        client,
        scope: side.scope(work.gate().controller()),
        basis: "team",
        object_kind: "service_request",
        object_id: request,
        professional_id: None,
        team_id: Some(side.team),
        unit_id: None,
        from: work.at(),
        to: None,
    };
    let mut ties = vec![tie(from)];
    if to.team != from.team {
        ties.push(tie(to));
    }
    relation::tie(work, &ties).await
}
