//! Roles, powers of decision and memberships: given from a day, ended on a day.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::json;
use store::sea_orm::Value;
use store::sql;
use trust::{Role, Work};
use uuid::Uuid;

use super::one::{administered_until, hold, still_administered, tell};
use super::range::Range;
use super::{last_day, optional};
use crate::error::Error;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct GiveRole {
    pub role: Role,
    pub valid_from: NaiveDate,
    /// The last day; open when absent.
    pub valid_to: Option<NaiveDate>,
    /// Ends the role in force on that day the day before; without it an overlap is an error.
    #[serde(default)]
    pub replaces: bool,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct GivePower {
    pub valid_from: NaiveDate,
    /// The last day; open when absent.
    pub valid_to: Option<NaiveDate>,
    /// The organiser's decision that gives it, e.g. "Delegointipäätös 3/2026 § 4".
    pub basis: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct JoinTeam {
    pub team_id: Uuid,
    pub valid_from: NaiveDate,
    /// The last day; open when absent.
    pub valid_to: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct EndRange {
    /// The last valid day: yesterday at the earliest, which ends it at once.
    pub last_day: NaiveDate,
}

/// What a professional can have for a time.
struct Kind {
    table: &'static str,
    /// The column that says what, for the history.
    what: &'static str,
    ended: &'static str,
}

const ROLE: Kind = Kind { table: "staff_role", what: "role", ended: "people.staff.role_ended" };
const POWER: Kind = Kind { table: "decision_power", what: "basis", ended: "people.staff.power_ended" };
const TEAM: Kind = Kind { table: "membership", what: "team_id", ended: "people.staff.left_team" };

#[derive(FromQueryResult)]
struct Days {
    id: Uuid,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl Days {
    fn range(&self) -> Range {
        Range::new(self.valid_from, self.valid_to)
    }
}

async fn ranges(work: &Work, kind: &Kind, of: Uuid, team: Option<Uuid>) -> Result<Vec<Days>, Error> {
    let mut text = format!("SELECT id, valid_from, valid_to FROM {} WHERE professional_id = $1", kind.table);
    let mut values: Vec<Value> = vec![of.into()];
    if let Some(team) = team {
        text.push_str(" AND team_id = $2");
        values.push(team.into());
    }
    Ok(sql::all(work, &text, values).await?)
}

/// Gives a role.
///
/// # Errors
/// Field errors of the days; `last_administrator`; 412.
pub async fn give_role(work: &Work, id: Uuid, seen: i32, new: &GiveRole) -> Result<(), Error> {
    let employment = hold(work, id, seen).await?;
    let before = administered_until(work).await?;
    let range = Range::new(new.valid_from, new.valid_to);
    range.begins_by(work.today())?;
    let range = range.within(&employment)?;
    let mut others = ranges(work, &ROLE, id, None).await?;
    if new.replaces
        && let Some(day_before) = range.from.pred_opt()
        && let Some(old) = others.iter().find(|o| o.range().on(range.from))
    {
        // One that was to begin on the very day is put aside whole.
        if old.valid_from > day_before {
            sql::exec(work, "DELETE FROM staff_role WHERE id = $1", [old.id.into()]).await?;
        } else {
            sql::exec(work, "UPDATE staff_role SET valid_to = $2 WHERE id = $1", [old.id.into(), day_before.into()]).await?;
        }
        let gone = old.id;
        others.retain(|o| o.id != gone);
    }
    range.beside(&others.iter().map(Days::range).collect::<Vec<_>>())?;
    insert_role(work, id, new.role, range).await?;
    still_administered(work, before).await
}

pub(super) async fn insert_role(work: &Work, of: Uuid, role: Role, range: Range) -> Result<(), Error> {
    let row: Vec<Value> = vec![work.new_id().into(), of.into(), role.code().into(), range.from.into(), range.to.into()];
    sql::insert_many(work, "staff_role", &["id", "professional_id", "role", "valid_from", "valid_to"], vec![row]).await?;
    let data = json!({ "role": role.code(), "valid_from": range.from, "valid_to": range.to });
    Ok(tell(work, "people.staff.role_given", of, data).await?)
}

/// Gives the power of decision.
///
/// # Errors
/// Field errors of the days and the basis; 412.
pub async fn give_power(work: &Work, id: Uuid, seen: i32, new: &GivePower) -> Result<(), Error> {
    let employment = hold(work, id, seen).await?;
    let range = Range::new(new.valid_from, new.valid_to);
    range.begins_by(work.today())?;
    let range = range.within(&employment)?;
    let basis = optional("/basis", new.basis.as_deref(), 200)?;
    range.beside(&ranges(work, &POWER, id, None).await?.iter().map(Days::range).collect::<Vec<_>>())?;
    insert_power(work, id, basis, range).await
}

pub(super) async fn insert_power(work: &Work, of: Uuid, basis: Option<String>, range: Range) -> Result<(), Error> {
    let data = json!({ "basis": basis, "valid_from": range.from, "valid_to": range.to });
    let row: Vec<Value> = vec![work.new_id().into(), of.into(), basis.into(), range.from.into(), range.to.into()];
    sql::insert_many(work, "decision_power", &["id", "professional_id", "basis", "valid_from", "valid_to"], vec![row]).await?;
    Ok(tell(work, "people.staff.power_given", of, data).await?)
}

/// Makes a member of a team.
///
/// # Errors
/// Field errors of the days and the team; 412.
pub async fn join_team(work: &Work, id: Uuid, seen: i32, new: &JoinTeam) -> Result<(), Error> {
    let employment = hold(work, id, seen).await?;
    let range = Range::new(new.valid_from, new.valid_to);
    range.begins_by(work.today())?;
    let range = range.within(&employment)?;
    range.beside(&ranges(work, &TEAM, id, Some(new.team_id)).await?.iter().map(Days::range).collect::<Vec<_>>())?;
    insert_membership(work, id, new.team_id, range).await
}

pub(super) async fn insert_membership(work: &Work, of: Uuid, team: Uuid, range: Range) -> Result<(), Error> {
    let text = "SELECT id, valid_from, valid_to FROM team WHERE id = $1";
    let found: Option<Days> = sql::one(work, text, [team.into()]).await?;
    if found.is_none_or(|t| t.valid_to.is_some_and(|to| range.from > to)) {
        return Err(Error::field("/team_id", "no_such_team"));
    }
    let row: Vec<Value> = vec![work.new_id().into(), of.into(), team.into(), range.from.into(), range.to.into()];
    sql::insert_many(work, "membership", &["id", "professional_id", "team_id", "valid_from", "valid_to"], vec![row]).await?;
    let data = json!({ "team_id": team, "valid_from": range.from, "valid_to": range.to });
    Ok(tell(work, "people.staff.joined_team", of, data).await?)
}

/// Ends a role on a day; one that has not begun by then is taken away.
///
/// # Errors
/// [`Error::NotFound`], `last_administrator`, field errors of the day; 412.
pub async fn end_role(work: &Work, id: Uuid, seen: i32, range: Uuid, end: &EndRange) -> Result<(), Error> {
    hold(work, id, seen).await?;
    let before = administered_until(work).await?;
    close(work, &ROLE, id, range, end).await?;
    still_administered(work, before).await
}

/// Ends a power of decision on a day.
///
/// # Errors
/// As [`end_role`].
pub async fn end_power(work: &Work, id: Uuid, seen: i32, range: Uuid, end: &EndRange) -> Result<(), Error> {
    hold(work, id, seen).await?;
    close(work, &POWER, id, range, end).await
}

/// Ends a membership on a day.
///
/// # Errors
/// As [`end_role`].
pub async fn leave_team(work: &Work, id: Uuid, seen: i32, range: Uuid, end: &EndRange) -> Result<(), Error> {
    hold(work, id, seen).await?;
    close(work, &TEAM, id, range, end).await
}

async fn close(work: &Work, kind: &Kind, of: Uuid, range: Uuid, end: &EndRange) -> Result<(), Error> {
    let text = format!("SELECT id, valid_from, valid_to FROM {} WHERE id = $1 AND professional_id = $2", kind.table);
    let found: Option<Days> = sql::one(work, &text, [range.into(), of.into()]).await?;
    let found = found.ok_or(Error::NotFound)?;
    if found.valid_to.is_some_and(|to| to < work.today()) {
        return Err(Error::State("already_ended"));
    }
    last_day("/last_day", end.last_day, work.today())?;
    if found.valid_to.is_some_and(|to| end.last_day > to) {
        return Err(Error::field("/last_day", "after_end"));
    }
    let data = what(work, kind, range).await?;
    cut(work, kind, range, found.valid_from, end.last_day).await?;
    let data = json!({ kind.what: data, "valid_to": end.last_day });
    Ok(tell(work, kind.ended, of, data).await?)
}

async fn what(work: &Work, kind: &Kind, range: Uuid) -> Result<serde_json::Value, Error> {
    let text = format!("SELECT {} FROM {} WHERE id = $1", kind.what, kind.table);
    let rows = sql::rows(work, &text, [range.into()]).await?;
    let value = rows.first().map(|r| match kind.what {
        "team_id" => r.try_get::<Uuid>("", kind.what).map(|v| json!(v)),
        _ => r.try_get::<Option<String>>("", kind.what).map(|v| json!(v)),
    });
    Ok(json!(value.transpose()?))
}

async fn cut(work: &Work, kind: &Kind, range: Uuid, from: NaiveDate, last: NaiveDate) -> Result<(), Error> {
    // What was never in force leaves only its history.
    if last < from {
        sql::exec(work, &format!("DELETE FROM {} WHERE id = $1", kind.table), [range.into()]).await?;
    } else {
        sql::exec(work, &format!("UPDATE {} SET valid_to = $2 WHERE id = $1", kind.table), [range.into(), last.into()]).await?;
    }
    Ok(())
}

/// Cuts everything a professional has at the last day of the employment.
pub(super) async fn cut_all(work: &Work, of: Uuid, last: NaiveDate) -> Result<(), Error> {
    for kind in [&ROLE, &POWER, &TEAM] {
        for range in ranges(work, kind, of, None).await? {
            if range.valid_to.is_none_or(|to| to > last) {
                cut(work, kind, range.id, range.valid_from, last).await?;
            }
        }
    }
    Ok(())
}

/// Cuts the memberships of a team that ends; gives whose.
pub(super) async fn cut_team(work: &Work, team: Uuid, last: NaiveDate) -> Result<Vec<Uuid>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        professional_id: Uuid,
        valid_from: NaiveDate,
    }
    let text = "SELECT id, professional_id, valid_from FROM membership WHERE team_id = $1 AND (valid_to IS NULL OR valid_to > $2)";
    let rows: Vec<Row> = sql::all(work, text, [team.into(), last.into()]).await?;
    for row in &rows {
        cut(work, &TEAM, row.id, row.valid_from, last).await?;
        tell(work, TEAM.ended, row.professional_id, json!({ "team_id": team, "valid_to": last })).await?;
    }
    Ok(rows.into_iter().map(|r| r.professional_id).collect())
}
