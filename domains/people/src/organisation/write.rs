use chrono::NaiveDate;
use kernel::{ServiceTask, Text};
use store::NewEvent;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Role, Work};
use uuid::Uuid;

use crate::staffing::PROFESSIONAL;

/// An organisation. Ids of everything here are the caller's, so that a described county can refer to itself.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    pub id: Uuid,
    pub name: String,
    /// county | municipality | provider | association …
    pub kind: String,
    /// Y-tunnus, `1234567-8`.
    pub business_id: Option<String>,
    pub oid: Option<String>,
    pub part_of: Option<Uuid>,
    pub valid_from: NaiveDate,
}

#[derive(Clone, Debug)]
pub struct NewUnit {
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub name: String,
    /// guidance | home_care | hospital_ward | health_station | social_office …
    pub kind: String,
    /// Three digits.
    pub municipality: Option<String>,
    pub valid_from: NaiveDate,
}

#[derive(Clone, Debug)]
pub struct NewTeam {
    pub id: Uuid,
    /// The name routing rules use; one team each.
    pub key: String,
    pub name: String,
    pub unit_id: Uuid,
    pub service_task: ServiceTask,
    pub valid_from: NaiveDate,
}

#[derive(Clone, Debug)]
pub struct NewProfessional {
    pub id: Uuid,
    /// "Satu Korhonen", as it is shown.
    pub name: String,
    pub role: Role,
    pub title: Text,
    pub unit_id: Uuid,
    /// The OpenID subject this professional logs in as.
    pub subject: Option<String>,
    pub email: Option<String>,
    /// Has been given the power of decision.
    pub can_decide: bool,
    pub valid_from: NaiveDate,
}

#[derive(Clone, Debug)]
pub struct NewMembership {
    pub professional_id: Uuid,
    pub team_id: Uuid,
    pub valid_from: NaiveDate,
    /// The last day; open when absent.
    pub valid_to: Option<NaiveDate>,
}

/// A whole staffing written at once.
#[derive(Clone, Debug, Default)]
pub struct Staffing {
    pub organisations: Vec<NewOrganisation>,
    pub units: Vec<NewUnit>,
    pub teams: Vec<NewTeam>,
    pub professionals: Vec<NewProfessional>,
    pub memberships: Vec<NewMembership>,
}

/// Writes organisations, units, teams, professionals and memberships, in the order they refer to each other; one event.
///
/// # Errors
/// When a reference or a unique key (team key, subject) does not hold.
pub async fn create(work: &Work, staffing: &Staffing) -> Result<(), DbErr> {
    let rows = staffing.organisations.iter().map(|o| {
        vec![
            o.id.into(),
            o.name.clone().into(),
            o.kind.clone().into(),
            o.business_id.clone().into(),
            o.oid.clone().into(),
            o.part_of.into(),
            o.valid_from.into(),
        ]
    });
    sql::insert_many(work, "organisation", &["id", "name", "kind", "business_id", "oid", "part_of", "valid_from"], rows.collect()).await?;

    let rows = staffing.units.iter().map(|u| {
        vec![
            u.id.into(),
            u.organisation_id.into(),
            u.name.clone().into(),
            u.kind.clone().into(),
            u.municipality.clone().into(),
            u.valid_from.into(),
        ]
    });
    sql::insert_many(work, "unit", &["id", "organisation_id", "name", "kind", "municipality", "valid_from"], rows.collect()).await?;

    let rows = staffing.teams.iter().map(|t| {
        vec![t.id.into(), t.key.clone().into(), t.name.clone().into(), t.unit_id.into(), t.service_task.code().into(), t.valid_from.into()]
    });
    sql::insert_many(work, "team", &["id", "key", "name", "unit_id", "service_task", "valid_from"], rows.collect()).await?;

    let rows = staffing.professionals.iter().map(|p| -> Vec<Value> {
        vec![
            p.id.into(),
            p.name.clone().into(),
            p.title.fi.clone().into(),
            p.title.sv.clone().into(),
            p.title.en.clone().into(),
            p.unit_id.into(),
            p.subject.clone().into(),
            p.email.clone().into(),
            p.valid_from.into(),
            None::<NaiveDate>.into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]
    });
    sql::insert_many(work, "professional", &PROFESSIONAL, rows.collect()).await?;

    let rows = staffing
        .professionals
        .iter()
        .map(|p| -> Vec<Value> { vec![work.new_id().into(), p.id.into(), p.role.code().into(), p.valid_from.into()] });
    sql::insert_many(work, "staff_role", &["id", "professional_id", "role", "valid_from"], rows.collect()).await?;
    let deciders = staffing.professionals.iter().filter(|p| p.can_decide);
    let rows = deciders.map(|p| -> Vec<Value> { vec![work.new_id().into(), p.id.into(), p.valid_from.into()] });
    sql::insert_many(work, "decision_power", &["id", "professional_id", "valid_from"], rows.collect()).await?;

    let rows = staffing.memberships.iter().map(|m| -> Vec<Value> {
        vec![work.new_id().into(), m.professional_id.into(), m.team_id.into(), m.valid_from.into(), m.valid_to.into()]
    });
    sql::insert_many(work, "membership", &["id", "professional_id", "team_id", "valid_from", "valid_to"], rows.collect()).await?;

    let object = staffing.organisations.first().map(|o| o.id).unwrap_or_else(|| work.new_id());
    let data =
        serde_json::json!({ "units": staffing.units.len(), "teams": staffing.teams.len(), "professionals": staffing.professionals.len() });
    work.emit(NewEvent::new("people.organisation.written", "organisation", object).data(data)).await
}
