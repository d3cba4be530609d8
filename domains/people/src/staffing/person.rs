//! Employed, changed, ended, taken back.

use chrono::NaiveDate;
use kernel::Text;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::json;
use store::sea_orm::Value;
use store::sql;
use trust::{Role, Work};
use uuid::Uuid;

use super::grant::{cut_all, insert_membership, insert_power, insert_role};
use super::one::{administered_until, alone, hold, still_administered, tell};
use super::range::Range;
use super::{last_day, optional, text};
use crate::error::Error;

/// The columns of a new professional.
pub(crate) const PROFESSIONAL: [&str; 13] = [
    "id",
    "name",
    "title_fi",
    "title_sv",
    "title_en",
    "unit_id",
    "subject",
    "email",
    "valid_from",
    "valid_to",
    "version",
    "created_at",
    "updated_at",
];

/// Longest name, title, log-in name or address.
const LONGEST: usize = 200;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Employ {
    /// "Satu Korhonen", as it is shown.
    pub name: String,
    pub title: Text,
    pub role: Role,
    pub unit_id: Uuid,
    /// The OpenID subject this one logs in as; without it nobody logs in as them.
    pub subject: Option<String>,
    pub email: Option<String>,
    pub valid_from: NaiveDate,
    /// The last day; open when absent.
    pub valid_to: Option<NaiveDate>,
    /// Gets the power of decision for the whole employment.
    #[serde(default)]
    pub can_decide: bool,
    /// The organiser's decision that gives the power.
    pub power_basis: Option<String>,
    #[serde(default)]
    pub team_ids: Vec<Uuid>,
}

/// The fields that changed; an empty string takes an optional one away.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct Amend {
    pub name: Option<String>,
    pub title: Option<Text>,
    pub unit_id: Option<Uuid>,
    pub subject: Option<String>,
    pub email: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct EndEmployment {
    /// The last day of work: yesterday at the earliest, which ends it at once.
    pub last_day: NaiveDate,
}

fn title(title: &Text) -> Result<Text, Error> {
    Ok(Text {
        fi: text("/title/fi", &title.fi, LONGEST)?,
        sv: optional("/title/sv", title.sv.as_deref(), LONGEST)?,
        en: optional("/title/en", title.en.as_deref(), LONGEST)?,
    })
}

fn address(email: Option<&str>) -> Result<Option<String>, Error> {
    let email = optional("/email", email, LONGEST)?;
    match &email {
        Some(e)
            if !e.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !e.contains(char::is_whitespace)) =>
        {
            Err(Error::field("/email", "not_an_email"))
        }
        _ => Ok(email),
    }
}

async fn unit_is_there(work: &Work, unit: Uuid) -> Result<(), Error> {
    let text = "SELECT 1 AS one FROM unit WHERE id = $1 AND (valid_to IS NULL OR valid_to >= $2)";
    if sql::rows(work, text, [unit.into(), work.today().into()]).await?.is_empty() {
        return Err(Error::field("/unit_id", "no_such_unit"));
    }
    Ok(())
}

/// One log-in name stands for one person, also after the employment has ended: the log names them.
async fn subject_is_free(work: &Work, subject: Option<&str>, but: Option<Uuid>) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let Some(subject) = subject else { return Ok(()) };
    let row: Option<Row> = sql::one(work, "SELECT id FROM professional WHERE subject = $1", [subject.into()]).await?;
    if row.is_some_and(|r| Some(r.id) != but) { Err(Error::field("/subject", "taken")) } else { Ok(()) }
}

/// Employs a professional.
///
/// # Errors
/// Field errors, `/subject taken` among them.
pub async fn employ(work: &Work, new: &Employ) -> Result<Uuid, Error> {
    alone(work).await?;
    let name = text("/name", &new.name, LONGEST)?;
    let title = title(&new.title)?;
    let subject = optional("/subject", new.subject.as_deref(), LONGEST)?;
    let email = address(new.email.as_deref())?;
    let basis = optional("/power_basis", new.power_basis.as_deref(), LONGEST)?;
    if new.valid_to.is_some_and(|to| to < new.valid_from) {
        return Err(Error::field("/valid_to", "order"));
    }
    if new.valid_to.is_some_and(|to| to < work.today()) {
        return Err(Error::field("/valid_to", "in_past"));
    }
    unit_is_there(work, new.unit_id).await?;
    subject_is_free(work, subject.as_deref(), None).await?;
    let id = work.new_id();
    let row: Vec<Value> = vec![
        id.into(),
        name.into(),
        title.fi.into(),
        title.sv.into(),
        title.en.into(),
        new.unit_id.into(),
        subject.into(),
        email.into(),
        new.valid_from.into(),
        new.valid_to.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ];
    sql::insert_many(work, "professional", &PROFESSIONAL, vec![row]).await?;
    tell(work, "people.staff.employed", id, json!({ "valid_from": new.valid_from, "valid_to": new.valid_to, "unit_id": new.unit_id }))
        .await?;
    // An employment can have begun; rights are not given for days gone by.
    let range = Range::new(new.valid_from.max(work.today()), new.valid_to);
    insert_role(work, id, new.role, range).await?;
    if new.can_decide {
        insert_power(work, id, basis, range).await?;
    }
    let mut teams = new.team_ids.clone();
    teams.sort_unstable();
    teams.dedup();
    for team in teams {
        insert_membership(work, id, team, range).await.map_err(|error| match error {
            Error::Invalid(_) => Error::field("/team_ids", "no_such_team"),
            other => other,
        })?;
    }
    Ok(id)
}

/// Changes name, title, unit, log-in name or address.
///
/// # Errors
/// Field errors; `last_administrator` when the log-in name is taken from the only one; 412.
pub async fn amend(work: &Work, id: Uuid, seen: i32, new: &Amend) -> Result<(), Error> {
    hold(work, id, seen).await?;
    let before = administered_until(work).await?;
    let mut set: Vec<(&str, Value)> = Vec::new();
    let mut fields: Vec<&str> = Vec::new();
    if let Some(name) = &new.name {
        set.push(("name", text("/name", name, LONGEST)?.into()));
        fields.push("name");
    }
    if let Some(given) = &new.title {
        let title = title(given)?;
        set.extend([("title_fi", title.fi.into()), ("title_sv", title.sv.into()), ("title_en", title.en.into())]);
        fields.push("title");
    }
    if let Some(unit) = new.unit_id {
        unit_is_there(work, unit).await?;
        set.push(("unit_id", unit.into()));
        fields.push("unit");
    }
    if let Some(subject) = &new.subject {
        let subject = optional("/subject", Some(subject), LONGEST)?;
        subject_is_free(work, subject.as_deref(), Some(id)).await?;
        set.push(("subject", subject.into()));
        fields.push("subject");
    }
    if let Some(email) = &new.email {
        set.push(("email", address(Some(email))?.into()));
        fields.push("email");
    }
    if set.is_empty() {
        return Err(Error::field("", "nothing_to_change"));
    }
    let columns: Vec<String> = set.iter().enumerate().map(|(i, (column, _))| format!("{column} = ${}", i + 2)).collect();
    let text = format!("UPDATE professional SET {} WHERE id = $1", columns.join(", "));
    sql::exec(work, &text, std::iter::once(Value::from(id)).chain(set.into_iter().map(|(_, value)| value))).await?;
    // Which fields, never what stood in them: a name is a person's.
    tell(work, "people.staff.amended", id, json!({ "fields": fields })).await?;
    still_administered(work, before).await
}

/// Ends an employment on a day: role, power and memberships end with it, and log-in with the next request after it. What is
/// open on the desk is the room `care`'s to count and hand over.
///
/// # Errors
/// `already_ended`, `last_administrator`, field errors of the day; 412.
pub async fn end_employment(work: &Work, id: Uuid, seen: i32, end: &EndEmployment) -> Result<(), Error> {
    let employment = hold(work, id, seen).await?;
    let before = administered_until(work).await?;
    if employment.to.is_some_and(|to| to < work.today()) {
        return Err(Error::State("already_ended"));
    }
    last_day("/last_day", end.last_day, work.today())?;
    if end.last_day < employment.from.pred_opt().unwrap_or(employment.from) {
        return Err(Error::field("/last_day", "before_start"));
    }
    sql::exec(work, "UPDATE professional SET valid_to = $2 WHERE id = $1", [id.into(), end.last_day.into()]).await?;
    cut_all(work, id, end.last_day).await?;
    // Nobody is stood in for by one who is gone: the absence stays, without a substitute from then on.
    let text = "UPDATE absence SET substitute_id = NULL WHERE substitute_id = $1 AND to_on > $2";
    let alone = sql::exec(work, text, [id.into(), end.last_day.into()]).await?.rows_affected();
    tell(work, "people.staff.ended", id, json!({ "last_day": end.last_day, "absences_left_alone": alone })).await?;
    still_administered(work, before).await
}

/// Takes the end of an employment back. What ended with it is given anew by hand: role, power and teams.
///
/// # Errors
/// `not_ending`; 412.
pub async fn reopen(work: &Work, id: Uuid, seen: i32) -> Result<(), Error> {
    let employment = hold(work, id, seen).await?;
    if employment.to.is_none() {
        return Err(Error::State("not_ending"));
    }
    sql::exec(work, "UPDATE professional SET valid_to = NULL WHERE id = $1", [id.into()]).await?;
    tell(work, "people.staff.reopened", id, json!({})).await?;
    Ok(())
}
