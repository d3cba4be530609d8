//! The county's own organisations, units, teams and professionals. None of it is about clients, so it is read without a
//! proof, and written by a change that names no client.

mod away;
mod county;
mod deciders;
mod read;
pub(crate) mod routes;
mod units;
mod write;

pub use away::{NewAway, away};
pub use county::county;
pub use deciders::deciders;
pub use read::{
    AbsenceNow, Member, OrganisationView, PersonRef, Team, TeamName, Unit, all_teams, away_on, people_by_id, person, role_counts,
    team_by_key, team_keys, teams, teams_by_id, teams_on, view,
};
pub use units::units_by_id;
pub use write::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing, create};
