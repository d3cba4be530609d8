//! Organisations, units and teams: added, changed, ended.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::business_id::BusinessId;
use kernel::{Problem, ServiceTask};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use super::grant::cut_team;
use super::one::alone;
use super::{last_day, optional, text};
use crate::error::Error;

/// What an organisation can be.
pub const ORGANISATION_KINDS: &[&str] = &["county", "municipality", "provider", "association", "state"];
/// What a unit can be.
pub const UNIT_KINDS: &[&str] =
    &["guidance", "home_care", "hospital_ward", "health_station", "social_office", "emergency", "rehabilitation", "housing", "office"];
const LONGEST: usize = 200;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewOrganisationBody {
    pub name: String,
    /// county | municipality | provider | association | state
    pub kind: String,
    /// Y-tunnus, `1234567-8`.
    pub business_id: Option<String>,
    /// The organisation this is a part of.
    pub part_of: Option<Uuid>,
    /// Today when absent; not changed later.
    pub valid_from: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewUnitBody {
    pub name: String,
    /// guidance | home_care | hospital_ward | health_station | social_office | emergency | rehabilitation | housing | office
    pub kind: String,
    pub organisation_id: Uuid,
    /// The unit this is a part of.
    pub part_of: Option<Uuid>,
    /// Code of the municipality, three digits.
    pub municipality: Option<String>,
    /// Today when absent; not changed later.
    pub valid_from: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewTeamBody {
    pub name: String,
    /// The name routing rules use: small letters a–z, digits and `_`; one team each, for ever. Not changed later.
    pub key: String,
    pub unit_id: Uuid,
    pub service_task: ServiceTask,
    /// Today when absent; not changed later.
    pub valid_from: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct EndPlace {
    /// The last valid day: yesterday at the earliest, which ends it at once.
    pub last_day: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct OrganisationRow {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Uuid>,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    pub version: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct UnitRow {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub organisation_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    pub version: i32,
    /// Professionals employed in it today.
    pub people: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct TeamRow {
    pub id: Uuid,
    pub key: String,
    pub name: String,
    pub unit_id: Uuid,
    pub service_task: String,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    pub version: i32,
    /// Members of today.
    pub people: i64,
}

/// All of them, also what has ended.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Places {
    pub organisations: Vec<OrganisationRow>,
    pub units: Vec<UnitRow>,
    pub teams: Vec<TeamRow>,
}

/// Every organisation, unit and team, by name.
///
/// # Errors
/// When the database fails.
pub async fn places(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<Places, DbErr> {
    let text = "SELECT id, name, kind, business_id, part_of, valid_from, valid_to, version FROM organisation ORDER BY name, id";
    let organisations = sql::all(conn, text, []).await?;
    let text = "SELECT u.id, u.name, u.kind, u.organisation_id, u.part_of, u.municipality, u.valid_from, u.valid_to, u.version, \
                (SELECT COUNT(*) FROM professional p WHERE p.unit_id = u.id AND p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to >= $1)) AS people \
                FROM unit u ORDER BY u.name, u.id";
    let units = sql::all(conn, text, [today.into()]).await?;
    let text = "SELECT t.id, t.key, t.name, t.unit_id, t.service_task, t.valid_from, t.valid_to, t.version, \
                (SELECT COUNT(DISTINCT m.professional_id) FROM membership m JOIN professional p ON p.id = m.professional_id WHERE m.team_id = t.id \
                 AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to >= $1) AND (p.valid_to IS NULL OR p.valid_to >= $1)) AS people \
                FROM team t ORDER BY t.name, t.id";
    let teams = sql::all(conn, text, [today.into()]).await?;
    Ok(Places { organisations, units, teams })
}

fn kind(kinds: &[&'static str], given: &str) -> Result<&'static str, Error> {
    kinds.iter().copied().find(|k| *k == given).ok_or_else(|| Error::field("/kind", "not_in_list"))
}

fn business_id(given: Option<&str>) -> Result<Option<String>, Error> {
    let Some(given) = optional("/business_id", given, 20)? else { return Ok(None) };
    given.parse::<BusinessId>().map(|id| Some(id.to_string())).map_err(|_| Error::field("/business_id", "not_a_business_id"))
}

fn municipality(given: Option<&str>) -> Result<Option<String>, Error> {
    match optional("/municipality", given, 3)? {
        Some(code) if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_digit()) => {
            Err(Error::field("/municipality", "not_a_municipality"))
        }
        code => Ok(code),
    }
}

/// The place above must be there, valid, and not below.
async fn above(work: &Work, table: &str, id: Option<Uuid>, part_of: Option<Uuid>) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        part_of: Option<Uuid>,
        valid_to: Option<NaiveDate>,
    }
    let Some(mut at) = part_of else { return Ok(()) };
    let rows: Vec<Row> = sql::all(work, &format!("SELECT id, part_of, valid_to FROM {table}"), []).await?;
    let rows: HashMap<Uuid, Row> = rows.into_iter().map(|r| (r.id, r)).collect();
    if rows.get(&at).is_none_or(|r| r.valid_to.is_some_and(|to| to < work.today())) {
        return Err(Error::field("/part_of", "no_such_place"));
    }
    // No longer than there are rows: what is there already cannot be walked for ever.
    for _ in 0..=rows.len() {
        if Some(at) == id {
            return Err(Error::field("/part_of", "cycle"));
        }
        match rows.get(&at).and_then(|r| r.part_of) {
            Some(next) => at = next,
            None => return Ok(()),
        }
    }
    Err(Error::field("/part_of", "cycle"))
}

async fn is_there(work: &Work, table: &str, id: Uuid, path: &str) -> Result<(), Error> {
    let text = format!("SELECT 1 AS one FROM {table} WHERE id = $1 AND (valid_to IS NULL OR valid_to >= $2)");
    if sql::rows(work, &text, [id.into(), work.today().into()]).await?.is_empty() {
        return Err(Error::field(path, "no_such_place"));
    }
    Ok(())
}

/// Two valid places of one kind with one name cannot be told apart in a list.
async fn name_is_free(work: &Work, table: &str, name: &str, but: Option<Uuid>) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let text = format!("SELECT id FROM {table} WHERE name = $1 AND (valid_to IS NULL OR valid_to >= $2)");
    let rows: Vec<Row> = sql::all(work, &text, [name.into(), work.today().into()]).await?;
    if rows.iter().any(|r| Some(r.id) != but) { Err(Error::field("/name", "taken")) } else { Ok(()) }
}

async fn tell(work: &Work, kind: &'static str, object: &'static str, id: Uuid, data: serde_json::Value) -> Result<(), DbErr> {
    work.emit(NewEvent::new(kind, object, id).data(data)).await
}

/// Saves the columns of a row at the version seen.
async fn save(work: &Work, table: &str, id: Uuid, seen: i32, set: Vec<(&str, Value)>) -> Result<(), Error> {
    let columns: Vec<String> = set.iter().enumerate().map(|(i, (column, _))| format!("{column} = ${}", i + 3)).collect();
    let text = format!("UPDATE {table} SET {}, version = version + 1 WHERE id = $1 AND version = $2", columns.join(", "));
    let values = [Value::from(id), seen.into()].into_iter().chain(set.into_iter().map(|(_, value)| value));
    if sql::exec(work, &text, values).await?.rows_affected() == 1 {
        return Ok(());
    }
    if sql::rows(work, &format!("SELECT 1 AS one FROM {table} WHERE id = $1"), [id.into()]).await?.is_empty() {
        return Err(Error::NotFound);
    }
    let now = places(work, work.today()).await?;
    let current = match table {
        "organisation" => json!(now.organisations.into_iter().find(|o| o.id == id)),
        "unit" => json!(now.units.into_iter().find(|u| u.id == id)),
        _ => json!(now.teams.into_iter().find(|t| t.id == id)),
    };
    Err(Problem::version_conflict(current).into())
}

/// Adds an organisation.
///
/// # Errors
/// Field errors.
pub async fn add_organisation(work: &Work, new: &NewOrganisationBody) -> Result<Uuid, Error> {
    alone(work).await?;
    let id = work.new_id();
    let name = text("/name", &new.name, LONGEST)?;
    let kind = kind(ORGANISATION_KINDS, &new.kind)?;
    let business_id = business_id(new.business_id.as_deref())?;
    name_is_free(work, "organisation", &name, None).await?;
    above(work, "organisation", Some(id), new.part_of).await?;
    let from = new.valid_from.unwrap_or(work.today());
    let row = vec![id.into(), name.into(), kind.into(), business_id.into(), new.part_of.into(), from.into()];
    sql::insert_many(work, "organisation", &["id", "name", "kind", "business_id", "part_of", "valid_from"], vec![row]).await?;
    tell(work, "people.organisation.added", "organisation", id, json!({ "kind": kind, "valid_from": from })).await?;
    Ok(id)
}

/// Changes an organisation.
///
/// # Errors
/// Field errors, `/part_of cycle` among them; 412.
pub async fn change_organisation(work: &Work, id: Uuid, seen: i32, new: &NewOrganisationBody) -> Result<(), Error> {
    alone(work).await?;
    let name = text("/name", &new.name, LONGEST)?;
    let kind = kind(ORGANISATION_KINDS, &new.kind)?;
    let business_id = business_id(new.business_id.as_deref())?;
    name_is_free(work, "organisation", &name, Some(id)).await?;
    above(work, "organisation", Some(id), new.part_of).await?;
    let set = vec![("name", name.into()), ("kind", kind.into()), ("business_id", business_id.into()), ("part_of", new.part_of.into())];
    save(work, "organisation", id, seen, set).await?;
    Ok(tell(work, "people.organisation.changed", "organisation", id, json!({ "kind": kind, "part_of": new.part_of })).await?)
}

/// Adds a unit.
///
/// # Errors
/// Field errors.
pub async fn add_unit(work: &Work, new: &NewUnitBody) -> Result<Uuid, Error> {
    alone(work).await?;
    let id = work.new_id();
    let name = text("/name", &new.name, LONGEST)?;
    let kind = kind(UNIT_KINDS, &new.kind)?;
    let municipality = municipality(new.municipality.as_deref())?;
    is_there(work, "organisation", new.organisation_id, "/organisation_id").await?;
    name_is_free(work, "unit", &name, None).await?;
    above(work, "unit", Some(id), new.part_of).await?;
    let from = new.valid_from.unwrap_or(work.today());
    let row = vec![id.into(), new.organisation_id.into(), name.into(), kind.into(), municipality.into(), new.part_of.into(), from.into()];
    sql::insert_many(work, "unit", &["id", "organisation_id", "name", "kind", "municipality", "part_of", "valid_from"], vec![row]).await?;
    tell(work, "people.unit.added", "unit", id, json!({ "kind": kind, "valid_from": from })).await?;
    Ok(id)
}

/// Changes a unit.
///
/// # Errors
/// Field errors, `/part_of cycle` among them; 412.
pub async fn change_unit(work: &Work, id: Uuid, seen: i32, new: &NewUnitBody) -> Result<(), Error> {
    alone(work).await?;
    let name = text("/name", &new.name, LONGEST)?;
    let kind = kind(UNIT_KINDS, &new.kind)?;
    let municipality = municipality(new.municipality.as_deref())?;
    is_there(work, "organisation", new.organisation_id, "/organisation_id").await?;
    name_is_free(work, "unit", &name, Some(id)).await?;
    above(work, "unit", Some(id), new.part_of).await?;
    let set = vec![
        ("name", name.into()),
        ("kind", kind.into()),
        ("organisation_id", new.organisation_id.into()),
        ("municipality", municipality.into()),
        ("part_of", new.part_of.into()),
    ];
    save(work, "unit", id, seen, set).await?;
    Ok(tell(work, "people.unit.changed", "unit", id, json!({ "kind": kind, "part_of": new.part_of })).await?)
}

/// Adds a team.
///
/// # Errors
/// Field errors, `/key taken` among them: a key is never used again, old matters name their team by it.
pub async fn add_team(work: &Work, new: &NewTeamBody) -> Result<Uuid, Error> {
    alone(work).await?;
    let id = work.new_id();
    let name = text("/name", &new.name, LONGEST)?;
    let key = text("/key", &new.key, 60)?;
    if !key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return Err(Error::field("/key", "not_a_key"));
    }
    if !sql::rows(work, "SELECT 1 AS one FROM team WHERE key = $1", [key.clone().into()]).await?.is_empty() {
        return Err(Error::field("/key", "taken"));
    }
    is_there(work, "unit", new.unit_id, "/unit_id").await?;
    name_is_free(work, "team", &name, None).await?;
    let from = new.valid_from.unwrap_or(work.today());
    let row = vec![id.into(), key.into(), name.into(), new.unit_id.into(), new.service_task.code().into(), from.into()];
    sql::insert_many(work, "team", &["id", "key", "name", "unit_id", "service_task", "valid_from"], vec![row]).await?;
    tell(work, "people.team.added", "team", id, json!({ "service_task": new.service_task, "valid_from": from })).await?;
    Ok(id)
}

/// Changes a team's name, unit or service task; its key stays.
///
/// # Errors
/// Field errors; 412.
pub async fn change_team(work: &Work, id: Uuid, seen: i32, new: &NewTeamBody) -> Result<(), Error> {
    alone(work).await?;
    let name = text("/name", &new.name, LONGEST)?;
    is_there(work, "unit", new.unit_id, "/unit_id").await?;
    name_is_free(work, "team", &name, Some(id)).await?;
    let set = vec![("name", name.into()), ("unit_id", new.unit_id.into()), ("service_task", new.service_task.code().into())];
    save(work, "team", id, seen, set).await?;
    Ok(tell(work, "people.team.changed", "team", id, json!({ "unit_id": new.unit_id, "service_task": new.service_task })).await?)
}

async fn number(work: &Work, text: &str, id: Uuid, last: NaiveDate) -> Result<i64, Error> {
    let rows = sql::rows(work, text, [id.into(), last.into()]).await?;
    Ok(rows.first().map(|r| r.try_get::<i64>("", "number")).transpose()?.unwrap_or(0))
}

/// Refuses while something goes on in the place after its last day.
async fn empty(work: &Work, id: Uuid, last: NaiveDate, inside: &[(&'static str, &str)]) -> Result<(), Error> {
    let mut found = serde_json::Map::new();
    for (name, text) in inside {
        let n = number(work, text, id, last).await?;
        if n > 0 {
            found.insert((*name).into(), json!(n));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(Problem::state_refused("place_in_use").with("inside", found).into()) }
}

async fn end(work: &Work, table: &'static str, id: Uuid, seen: i32, last: NaiveDate) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        valid_from: NaiveDate,
        valid_to: Option<NaiveDate>,
    }
    let row: Option<Row> = sql::one(work, &format!("SELECT valid_from, valid_to FROM {table} WHERE id = $1"), [id.into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.valid_to.is_some_and(|to| to < work.today()) {
        return Err(Error::State("already_ended"));
    }
    last_day("/last_day", last, work.today())?;
    if last < row.valid_from.pred_opt().unwrap_or(row.valid_from) {
        return Err(Error::field("/last_day", "before_start"));
    }
    save(work, table, id, seen, vec![("valid_to", last.into())]).await
}

/// Ends an organisation that has no units or parts left by then. The county itself does not end.
///
/// # Errors
/// `place_in_use`, `own_organisation`, `already_ended`, field errors; 412.
pub async fn end_organisation(work: &Work, id: Uuid, seen: i32, how: &EndPlace) -> Result<(), Error> {
    alone(work).await?;
    if id == work.gate().controller() {
        return Err(Error::State("own_organisation"));
    }
    let inside = [
        ("units", "SELECT COUNT(*) AS number FROM unit WHERE organisation_id = $1 AND (valid_to IS NULL OR valid_to > $2)"),
        ("parts", "SELECT COUNT(*) AS number FROM organisation WHERE part_of = $1 AND (valid_to IS NULL OR valid_to > $2)"),
    ];
    empty(work, id, how.last_day, &inside).await?;
    end(work, "organisation", id, seen, how.last_day).await?;
    Ok(tell(work, "people.organisation.ended", "organisation", id, json!({ "last_day": how.last_day })).await?)
}

/// Ends a unit that has no people, teams or parts left by then.
///
/// # Errors
/// `place_in_use` with how many of each, `already_ended`, field errors; 412.
pub async fn end_unit(work: &Work, id: Uuid, seen: i32, how: &EndPlace) -> Result<(), Error> {
    alone(work).await?;
    let inside = [
        ("people", "SELECT COUNT(*) AS number FROM professional WHERE unit_id = $1 AND (valid_to IS NULL OR valid_to > $2)"),
        ("teams", "SELECT COUNT(*) AS number FROM team WHERE unit_id = $1 AND (valid_to IS NULL OR valid_to > $2)"),
        ("parts", "SELECT COUNT(*) AS number FROM unit WHERE part_of = $1 AND (valid_to IS NULL OR valid_to > $2)"),
    ];
    empty(work, id, how.last_day, &inside).await?;
    end(work, "unit", id, seen, how.last_day).await?;
    Ok(tell(work, "people.unit.ended", "unit", id, json!({ "last_day": how.last_day })).await?)
}

/// Ends a team and the memberships in it. Where its open matters go is the room `care`'s to do in the same work, before
/// this.
///
/// # Errors
/// `already_ended`, field errors; 412.
pub async fn end_team(work: &Work, id: Uuid, seen: i32, how: &EndPlace) -> Result<(), Error> {
    alone(work).await?;
    end(work, "team", id, seen, how.last_day).await?;
    let left = cut_team(work, id, how.last_day).await?;
    Ok(tell(work, "people.team.ended", "team", id, json!({ "last_day": how.last_day, "members": left.len() })).await?)
}
