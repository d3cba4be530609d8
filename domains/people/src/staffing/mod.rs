//! The staff directory as an administrator writes it: who is employed from when to when, in which role, with which power of
//! decision, in which teams; organisations, units and teams. The directory is read on every request, so what is written
//! here is in force in the next one, and what ends on a date ends by itself.
//!
//! Every change is an event of the professional (or the place), with who made it: that is the history, and nothing else keeps
//! one. One administrator at least stays for as long as there was one before ([`last administrator`](crate::Error::State)).

mod grant;
mod history;
mod one;
mod person;
mod place;
mod range;
mod see;

pub use grant::{EndRange, GivePower, GiveRole, JoinTeam, end_power, end_role, give_power, give_role, join_team, leave_team};
pub use history::{HistoryLine, of as history};
pub(crate) use one::{hold, tell};
pub(crate) use person::PROFESSIONAL;
pub use person::{Amend, Employ, EndEmployment, amend, employ, end_employment, reopen};
pub use place::{
    EndPlace, NewOrganisationBody, NewTeamBody, NewUnitBody, OrganisationRow, Places, TeamRow, UnitRow, add_organisation, add_team,
    add_unit, change_organisation, change_team, change_unit, end_organisation, end_team, end_unit, places,
};
pub use see::{Membership, NOTES, Power, RoleRange, StaffFilter, StaffRow, StaffView, find, list};

use chrono::NaiveDate;
use trust::Work;

use crate::absence::{self, Absence, NewAbsence};
use crate::error::Error;

/// Writes an absence and its substitute for anybody of the organiser.
///
/// # Errors
/// Field errors as in a team lead's own.
pub async fn add_absence(work: &Work, new: &NewAbsence) -> Result<Absence, Error> {
    absence::add(work, None, new).await
}

/// Ends anybody's absence.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn end_absence(work: &Work, id: uuid::Uuid) -> Result<(), Error> {
    absence::end(work, None, id).await
}

/// A text of a person's or a place's: there, and no longer than so many characters.
fn text(path: &str, value: &str, longest: usize) -> Result<String, Error> {
    let value = value.trim();
    match value.chars().count() {
        0 => Err(Error::field(path, "required")),
        n if n > longest => Err(Error::field(path, "too_long")),
        _ => Ok(value.to_owned()),
    }
}

/// As [`text`], where nothing may be said.
fn optional(path: &str, value: Option<&str>, longest: usize) -> Result<Option<String>, Error> {
    match value.map(str::trim).filter(|v| !v.is_empty()) {
        None => Ok(None),
        Some(value) => text(path, value, longest).map(Some),
    }
}

/// What ends is told its last valid day, and rights of a day gone by are not taken back.
fn last_day(path: &str, day: NaiveDate, today: NaiveDate) -> Result<(), Error> {
    if today.pred_opt().is_some_and(|yesterday| day < yesterday) { Err(Error::field(path, "in_past")) } else { Ok(()) }
}
