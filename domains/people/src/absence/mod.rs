//! Absences and who stands in. The substitute sees and does what the absent one's ties allow, on those days and no others.

use chrono::{Days, NaiveDate};
use kernel::Problem;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Staff, Work};
use uuid::Uuid;

use crate::error::Error;

/// Longest absence written at once.
const LONGEST: u64 = 366;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewAbsence {
    pub professional_id: Uuid,
    pub from: NaiveDate,
    /// The last day away.
    pub to: NaiveDate,
    pub substitute_id: Uuid,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Absence {
    pub id: Uuid,
    pub professional_id: Uuid,
    pub from: NaiveDate,
    /// The last day away.
    pub to: NaiveDate,
    pub substitute_id: Uuid,
}

/// Writes an absence: of a professional of the team lead's own teams, or of anybody when no `lead` is named.
///
/// # Errors
/// Field errors: `order`, `too_long`, `in_past`, `overlaps`, `self`, `unknown`, `absent_too`; refused for one of another team.
pub(crate) async fn add(work: &Work, lead: Option<&Staff>, new: &NewAbsence) -> Result<Absence, Error> {
    if new.to < new.from {
        return Err(Error::field("/to", "order"));
    }
    if new.to < work.today() {
        return Err(Error::field("/to", "in_past"));
    }
    if new.from.checked_add_days(Days::new(LONGEST)).is_none_or(|limit| new.to > limit) {
        return Err(Error::field("/to", "too_long"));
    }
    if new.professional_id == new.substitute_id {
        return Err(Error::field("/substitute_id", "self"));
    }
    match lead {
        Some(lead) => own_team(work, lead, new.professional_id).await?,
        None if !employed(work, new.professional_id, new.from, new.to).await? => return Err(Error::field("/professional_id", "unknown")),
        None => {}
    }
    if !employed(work, new.substitute_id, new.from, new.to).await? {
        return Err(Error::field("/substitute_id", "unknown"));
    }
    if away(work, new.professional_id, new.from, new.to).await? {
        return Err(Error::field("/from", "overlaps"));
    }
    if away(work, new.substitute_id, new.from, new.to).await? {
        return Err(Error::field("/substitute_id", "absent_too"));
    }
    let id = work.new_id();
    let row: Vec<Value> = vec![
        id.into(),
        new.professional_id.into(),
        new.substitute_id.into(),
        new.from.into(),
        new.to.into(),
        work.at().into(),
        work.actor_id().into(),
    ];
    sql::insert_many(
        work,
        "absence",
        &["id", "professional_id", "substitute_id", "from_on", "to_on", "created_at", "created_by"],
        vec![row],
    )
    .await?;
    work.emit(NewEvent::new("people.absence.added", "absence", id)).await?;
    Ok(Absence { id, professional_id: new.professional_id, from: new.from, to: new.to, substitute_id: new.substitute_id })
}

/// Ends an absence: one that has begun ends yesterday and stays as history, one to come is taken away.
///
/// # Errors
/// [`Error::NotFound`]; refused for one of another team.
pub(crate) async fn end(work: &Work, lead: Option<&Staff>, id: Uuid) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        professional_id: Uuid,
        from_on: NaiveDate,
    }
    let row: Option<Row> =
        sql::one(work, "SELECT professional_id, from_on FROM absence WHERE id = $1 AND to_on >= $2", [id.into(), work.today().into()])
            .await?;
    let row = row.ok_or(Error::NotFound)?;
    if let Some(lead) = lead {
        own_team(work, lead, row.professional_id).await?;
    }
    match work.today().pred_opt().filter(|yesterday| row.from_on <= *yesterday) {
        Some(yesterday) => sql::exec(work, "UPDATE absence SET to_on = $1 WHERE id = $2", [yesterday.into(), id.into()]).await?,
        None => sql::exec(work, "DELETE FROM absence WHERE id = $1", [id.into()]).await?,
    };
    work.emit(NewEvent::new("people.absence.ended", "absence", id)).await?;
    Ok(())
}

/// A team lead sets absences of those in the teams they belong to themselves.
async fn own_team(work: &Work, staff: &Staff, professional: Uuid) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        team_id: Uuid,
    }
    let text = "SELECT m.team_id FROM membership m JOIN professional p ON p.id = m.professional_id \
                WHERE p.id = $1 AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2) AND (p.valid_to IS NULL OR p.valid_to >= $2)";
    let teams: Vec<Row> = sql::all(work, text, [professional.into(), work.today().into()]).await?;
    if teams.is_empty() {
        return Err(Error::field("/professional_id", "unknown"));
    }
    if teams.iter().any(|t| staff.team_ids.contains(&t.team_id)) {
        Ok(())
    } else {
        Err(Problem::refused("not_your_team", &["ask_their_team_lead"]).into())
    }
}

async fn employed(conn: &impl ConnectionTrait, id: Uuid, from: NaiveDate, to: NaiveDate) -> Result<bool, DbErr> {
    let text = "SELECT id FROM professional WHERE id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $3)";
    Ok(!sql::rows(conn, text, [id.into(), from.into(), to.into()]).await?.is_empty())
}

async fn away(conn: &impl ConnectionTrait, id: Uuid, from: NaiveDate, to: NaiveDate) -> Result<bool, DbErr> {
    let text = "SELECT id FROM absence WHERE professional_id = $1 AND from_on <= $3 AND to_on >= $2 LIMIT 1";
    Ok(!sql::rows(conn, text, [id.into(), from.into(), to.into()]).await?.is_empty())
}
