use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use kernel::{Problem, Text};
use people::organisation::{NewOrganisation, Staffing};
use people::staffing::{self, Employ, EndEmployment, NewUnitBody, StaffFilter};
use serde_json::{Value, json};
use trust::{Directory as _, Gate, Role, Work};
use uuid::Uuid;

use super::orders::order;
use super::{Common, Done};
use crate::control::Order;

#[derive(Subcommand)]
pub enum Staff {
    /// Employ somebody: a new production node's first administrator, for one
    Add(AddStaff),
    /// List the staff (names, roles, units)
    List(ListStaff),
    /// End an employment; what is open on the desk is handed over in the browser
    End(EndStaff),
}

/// Names of roles, for the command line's own help and check.
fn role_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Role::ALL.iter().map(|r| r.code()))
}

#[derive(Args, Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct AddStaff {
    /// The subject (sub) the log-in provider knows them by
    #[arg(long, value_name = "SUB")]
    subject: String,
    /// Their name as it is shown
    #[arg(long)]
    name: String,
    #[arg(long, value_parser = role_names())]
    role: String,
    /// Name of their unit. A node without units gets it, and the county's own organisation
    #[arg(long, value_name = "NAME")]
    unit: String,
    /// Make the unit when there is none of that name
    #[arg(long)]
    new_unit: bool,
    /// Title in Finnish; "Pääkäyttäjä" for an administrator and the role's name for others when not said
    #[arg(long)]
    title: Option<String>,
    #[arg(long)]
    email: Option<String>,
    /// First day, YYYY-MM-DD; today when not said
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Last day, YYYY-MM-DD; until further notice when not said
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Key of a team they belong to; may be given several times
    #[arg(long, value_name = "KEY")]
    team: Vec<String>,
    /// Give the power of decision
    #[arg(long)]
    can_decide: bool,
    /// The organiser's decision that gives the power
    #[arg(long, value_name = "TEXT", requires = "can_decide")]
    basis: Option<String>,
}

#[derive(Args, Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ListStaff {
    /// employed, coming or ended; all when not said
    #[arg(long, value_parser = ["employed", "coming", "ended"])]
    state: Option<String>,
    #[arg(long, value_parser = role_names())]
    role: Option<String>,
}

#[derive(Args, Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct EndStaff {
    /// The subject (sub) they log in as
    #[arg(long, value_name = "SUB")]
    subject: String,
    /// Last day, YYYY-MM-DD: yesterday at the earliest, which ends it at once
    #[arg(long, value_name = "DATE")]
    last_day: NaiveDate,
}

impl Staff {
    pub async fn run(self, common: &Common) -> Done {
        let what = match self {
            Staff::Add(add) => Order::StaffAdd(add),
            Staff::List(list) => Order::StaffList(list),
            Staff::End(end) => Order::StaffEnd(end),
        };
        let answer = order(common, &what).await?;
        if common.json {
            say!("{answer}");
        } else {
            print(&answer);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let text = |row: &Value, name: &str| row.get(name).and_then(|v| v.as_str()).unwrap_or("–").to_owned();
    match answer.get("staff").and_then(|s| s.as_array()) {
        Some(rows) => {
            for row in rows {
                let end = row.get("valid_to").and_then(|v| v.as_str()).map(|d| format!("  until {d}")).unwrap_or_default();
                say!(
                    "{}  {}  {}  {}  {}{end}",
                    text(row, "id"),
                    text(row, "name"),
                    text(row, "role"),
                    text(row, "unit"),
                    text(row, "state")
                );
            }
        }
        None => say!("{}  {}  {}  {}", text(answer, "id"), text(answer, "name"), text(answer, "role"), text(answer, "unit")),
    }
}

fn failed(error: store::sea_orm::DbErr) -> Problem {
    tracing::error!(%error, "the staff directory cannot be read or written");
    Problem::internal()
}

impl AddStaff {
    pub async fn carry_out(&self, gate: &Gate) -> Result<Value, Problem> {
        let role = Role::parse(&self.role).ok_or_else(|| Problem::invalid_field("/role", "not_in_list"))?;
        let mut work = gate.job("upkeep.staff.employ", "administration", None).begin().await?;
        let unit_id = self.unit(&work).await?;
        let places = staffing::places(&work, work.today()).await.map_err(failed)?;
        let mut team_ids = Vec::new();
        for key in &self.team {
            let team = places.teams.iter().find(|t| t.key == *key);
            team_ids.push(team.ok_or_else(|| Problem::invalid_field("/team", "no_such_team"))?.id);
        }
        let new = Employ {
            name: self.name.clone(),
            title: Text::fi(self.title.as_deref().unwrap_or(title(role))),
            role,
            unit_id,
            subject: Some(self.subject.clone()),
            email: self.email.clone(),
            valid_from: self.from.unwrap_or(work.today()),
            valid_to: self.to,
            can_decide: self.can_decide,
            power_basis: self.basis.clone(),
            team_ids,
        };
        let id = staffing::employ(&work, &new).await?;
        work.object("professional", id);
        let made = staffing::find(&work, id, work.today()).await.map_err(failed)?.ok_or_else(Problem::internal)?;
        work.commit().await?;
        serde_json::to_value(made).map_err(|_| Problem::internal())
    }

    /// The unit of that name; the first one of a new node is made, with the county's own organisation.
    async fn unit(&self, work: &Work) -> Result<Uuid, Problem> {
        let places = staffing::places(work, work.today()).await.map_err(failed)?;
        let valid = |to: Option<NaiveDate>| to.is_none_or(|to| to >= work.today());
        if let Some(unit) = places.units.iter().find(|u| u.name == self.unit.trim() && valid(u.valid_to)) {
            return Ok(unit.id);
        }
        if !places.units.is_empty() && !self.new_unit {
            let names: Vec<&str> = places.units.iter().filter(|u| valid(u.valid_to)).map(|u| u.name.as_str()).take(30).collect();
            let help = format!("units: {}; --new-unit makes one", names.join(", "));
            return Err(Problem::invalid_field("/unit", "no_such_unit").detail(help));
        }
        let own = work.gate().controller();
        if !places.organisations.iter().any(|o| o.id == own) {
            let name = work.gate().db().meta("county_name").await.ok().flatten();
            let name = name.and_then(|t| serde_json::from_str::<Text>(&t).ok()).map_or_else(|| "Hyvinvointialue".to_owned(), |t| t.fi);
            let county = NewOrganisation {
                id: own,
                name,
                kind: "county".into(),
                business_id: None,
                oid: None,
                part_of: None,
                valid_from: self.from.unwrap_or(work.today()).min(work.today()),
            };
            people::organisation::create(work, &Staffing { organisations: vec![county], ..Staffing::default() }).await.map_err(failed)?;
        }
        let unit = NewUnitBody {
            name: self.unit.clone(),
            kind: "office".into(),
            organisation_id: own,
            part_of: None,
            municipality: None,
            valid_from: None,
        };
        Ok(staffing::add_unit(work, &unit).await?)
    }
}

/// What a role is called when nobody says what the person is.
fn title(role: Role) -> &'static str {
    match role {
        Role::HomeCareNurse => "Sairaanhoitaja",
        Role::AcuteNurse => "Päivystyksen sairaanhoitaja",
        Role::CareCoordinator => "Palveluohjaaja",
        Role::CaseManager => "Asiakasvastaava",
        Role::SocialWorker => "Sosiaalityöntekijä",
        Role::TeamLead => "Tiiminvetäjä",
        Role::Administrator => "Pääkäyttäjä",
        Role::DataProtectionOfficer => "Tietosuojavastaava",
    }
}

impl ListStaff {
    pub async fn carry_out(&self, gate: &Gate) -> Result<Value, Problem> {
        let filter = StaffFilter { state: self.state.clone(), role: self.role.clone(), ..StaffFilter::default() };
        let rows = staffing::list(&gate.db().reference(), &filter, gate.ctx().today()).await.map_err(failed)?;
        Ok(json!({ "staff": rows }))
    }
}

impl EndStaff {
    pub async fn carry_out(&self, gate: &Gate) -> Result<Value, Problem> {
        let mut work = gate.job("upkeep.staff.end", "administration", None).begin().await?;
        let id = people::Directory.by_subject(gate.db(), &self.subject, work.today()).await.map_err(failed)?;
        let id = id.ok_or_else(|| Problem::invalid_field("/subject", "unknown"))?;
        work.object("professional", id);
        let now = staffing::find(&work, id, work.today()).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
        staffing::end_employment(&work, id, now.version, &EndEmployment { last_day: self.last_day }).await?;
        let ended = staffing::find(&work, id, work.today()).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
        work.commit().await?;
        serde_json::to_value(ended).map_err(|_| Problem::internal())
    }
}
