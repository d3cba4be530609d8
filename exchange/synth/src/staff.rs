//! The county's own organisation: units, the teams that routing names, and the people who work in them.

use chrono::{Days, NaiveDate};
use kernel::{ServiceTask, Text};
use people::organisation::{NewAway, NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing};
use rules::Routing;
use trust::Role;
use uuid::Uuid;

use crate::county::{County, NAMES};
use crate::dice::Dice;
use crate::needs::HOME_CARE_UNITS;
use crate::places::Places;

/// A team with those who work in it.
#[derive(Clone, Debug)]
pub struct Team {
    pub id: Uuid,
    pub key: String,
    /// Places in [`Staff::workers`].
    pub members: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct Worker {
    pub id: Uuid,
    pub name: String,
    pub role: Role,
    pub unit_id: Uuid,
    pub can_decide: bool,
    /// Logs in as a persona by this key.
    pub persona: Option<&'static str>,
}

/// Everybody and everything of the county's own.
#[derive(Clone, Debug)]
pub struct Staff {
    pub teams: Vec<Team>,
    pub workers: Vec<Worker>,
    /// Units of home care, in the order of [`crate::places::Places::home_care`].
    pub home_care: Vec<Uuid>,
    pub ward: Uuid,
    pub emergency: Uuid,
    pub staffing: Staffing,
    pub absences: Vec<NewAway>,
}

/// Those one can log in as at work: key, name, role, and the team or unit they work in.
pub const PERSONAS: &[(&str, &str, Role, &str)] = &[
    ("case_manager", "Sanna Mäkelä", Role::CaseManager, "ita"),
    ("home_care_nurse", "Riikka Lahtinen", Role::HomeCareNurse, "#home"),
    ("acute_nurse", "Ville Rautio", Role::AcuteNurse, "#emergency"),
    ("care_coordinator", "Jukka Laine", Role::CareCoordinator, "ohjaus"),
    ("social_worker", "Päivi Koskela", Role::SocialWorker, "ita"),
    ("team_lead", "Tuula Nieminen", Role::TeamLead, "ita"),
    ("case_manager_west", "Mari Heikkinen", Role::CaseManager, "lansi"),
    ("administrator", "Antti Korpela", Role::Administrator, "#office"),
    ("data_protection_officer", "Helena Saarinen", Role::DataProtectionOfficer, "#protection"),
];

/// The key of a case manager of the east who has left: one customership still bears the name.
pub const FORMER: &str = "former_case_manager";

pub fn title(role: Role) -> Text {
    match role {
        Role::HomeCareNurse => Text::new("kotihoidon sairaanhoitaja", "sjukskötare inom hemvården", "home care nurse"),
        Role::AcuteNurse => Text::new("sairaanhoitaja", "sjukskötare", "nurse"),
        Role::CareCoordinator => Text::new("palveluohjaaja", "servicehandledare", "care coordinator"),
        Role::CaseManager => Text::new("asiakasvastaava", "klientansvarig", "case manager"),
        Role::SocialWorker => Text::new("sosiaalityöntekijä", "socialarbetare", "social worker"),
        Role::TeamLead => Text::new("esihenkilö", "chef", "team lead"),
        Role::Administrator => Text::new("pääkäyttäjä", "huvudanvändare", "administrator"),
        Role::DataProtectionOfficer => Text::new("tietosuojavastaava", "dataskyddsombud", "data protection officer"),
    }
}

/// The task of a team and who work in it.
fn team_of(key: &str) -> (ServiceTask, Role, &'static str) {
    match key {
        "tyoikaiset" => (ServiceTask::WorkingAge, Role::SocialWorker, "Työikäisten sosiaalipalvelut"),
        "vammaispalvelut" => (ServiceTask::Disability, Role::SocialWorker, "Vammaispalvelut"),
        "perheet" => (ServiceTask::Families, Role::SocialWorker, "Perhekeskus"),
        "ohjaus" => (ServiceTask::OlderPeople, Role::CareCoordinator, "Asiakasohjaus"),
        "akuutti" => (ServiceTask::OlderPeople, Role::CareCoordinator, "Asiakasohjaus"),
        "kotikuntoutus" => (ServiceTask::OlderPeople, Role::CaseManager, "#second"),
        "ita" => (ServiceTask::OlderPeople, Role::CaseManager, "#second"),
        _ => (ServiceTask::OlderPeople, Role::CaseManager, "#first"),
    }
}

struct Builder<'a> {
    dice: Dice,
    new_id: &'a mut dyn FnMut() -> Uuid,
    since: NaiveDate,
    today: NaiveDate,
    organisation: Uuid,
    staff: Staff,
    used: std::collections::HashSet<String>,
}

/// What a county's staff is made for.
pub struct Site<'a> {
    pub seed: u64,
    pub county: &'a County,
    /// The id of the county's own organisation.
    pub controller: Uuid,
    pub routing: &'a Routing,
    pub places: &'a Places,
    pub residents: usize,
    /// Teams of guidance besides those that routing names, keyed by [`area`].
    pub teams: usize,
    pub today: NaiveDate,
}

/// The key of a team that routing does not name, by its place.
pub fn area(place: usize) -> String {
    format!("alue_{}", place + 1)
}

/// Staff for so many residents: about one professional for every 120, and at least two in each team and unit.
pub fn build(site: &Site<'_>, new_id: &mut dyn FnMut() -> Uuid) -> Staff {
    let Site { seed, county, controller, routing, places, residents, teams, today } = *site;
    let mut b = Builder {
        dice: Dice::new(seed, "staff", 0),
        since: NaiveDate::from_ymd_opt(2023, 1, 1).unwrap_or(today).min(today - Days::new(1_200)),
        today,
        organisation: controller,
        staff: Staff {
            teams: Vec::new(),
            workers: Vec::new(),
            home_care: Vec::new(),
            ward: Uuid::nil(),
            emergency: Uuid::nil(),
            staffing: Staffing::default(),
            absences: Vec::new(),
        },
        used: PERSONAS.iter().map(|(_, name, ..)| (*name).to_owned()).chain(["Pekka Aalto".to_owned()]).collect(),
        new_id,
    };
    b.staff.staffing.organisations.push(NewOrganisation {
        id: controller,
        name: county.name().fi,
        kind: "county".into(),
        business_id: None,
        oid: None,
        part_of: None,
        valid_from: b.since,
    });
    let all = residents / 120;
    let share = |part: f64| ((all as f64 * part).round() as usize).max(2);

    let town = |place: usize| places.municipalities.get(place).or(places.municipalities.first()).copied();
    let town_name = |place: usize| town(place).map(|code| people::municipality::name(code).fi).unwrap_or_default();
    let guidance = b.unit("Asiakasohjaus", "guidance", town(0));
    let office = b.unit("Hallinto", "office", town(0));
    let first = b.unit(&town_name(0), "social_office", town(0));
    let second = b.unit(&town_name(1), "social_office", town(1));
    for team in &routing.teams {
        let (task, role, unit_name) = team_of(&team.key);
        let unit = match unit_name {
            "#first" => first,
            "#second" => second,
            "Asiakasohjaus" => guidance,
            name => b.unit(name, "social_office", town(0)),
        };
        let id = (b.new_id)();
        b.staff.staffing.teams.push(NewTeam {
            id,
            key: team.key.clone(),
            name: team.label.fi.clone(),
            unit_id: unit,
            service_task: task,
            valid_from: b.since,
        });
        b.staff.teams.push(Team { id, key: team.key.clone(), members: Vec::new() });
        for (key, name, role, _) in PERSONAS.iter().filter(|(.., place)| *place == team.key) {
            b.hire(*role, unit, Some(&team.key), Some(((*name).to_owned(), *key)));
        }
        if team.key == "ita" {
            b.left(unit, id);
        }
        if !PERSONAS.iter().any(|(_, _, role, place)| *place == team.key && *role == Role::TeamLead) {
            b.hire(Role::TeamLead, unit, Some(&team.key), None);
        }
        for _ in 0..share(0.055) {
            b.hire(role, unit, Some(&team.key), None);
        }
        if role != Role::SocialWorker {
            b.hire(Role::SocialWorker, unit, Some(&team.key), None);
        }
    }
    for place in 0..teams {
        let (id, key) = ((b.new_id)(), area(place));
        b.staff.staffing.teams.push(NewTeam {
            id,
            key: key.clone(),
            name: format!("Asiakasohjaus, alue {}", place + 1),
            unit_id: guidance,
            service_task: ServiceTask::OlderPeople,
            valid_from: b.since,
        });
        b.staff.teams.push(Team { id, key: key.clone(), members: Vec::new() });
        for role in [Role::TeamLead, Role::SocialWorker, Role::CaseManager, Role::CaseManager, Role::CaseManager] {
            b.hire(role, guidance, Some(&key), None);
        }
    }
    for (place, name) in places.home_care.iter().enumerate() {
        let unit = b.unit(name, "home_care", town(if place == 0 { 1 } else { place - 1 }));
        b.staff.home_care.push(unit);
        if place == 0 {
            b.persona(unit, "#home");
        }
        for _ in 0..share(0.3 / HOME_CARE_UNITS as f64) {
            b.hire(Role::HomeCareNurse, unit, None, None);
        }
    }
    let emergency = b.unit(&places.emergency, "emergency", town(0));
    let ward = b.unit(&places.ward, "hospital_ward", town(0));
    let surgery = b.unit(&places.surgery, "hospital_ward", town(0));
    (b.staff.emergency, b.staff.ward) = (emergency, ward);
    b.persona(emergency, "#emergency");
    b.persona(office, "#office");
    for unit in [emergency, ward, surgery] {
        for _ in 0..share(0.07) {
            b.hire(Role::AcuteNurse, unit, None, None);
        }
    }
    b.unit(&places.rehabilitation, "rehabilitation", town(1));
    for (name, code) in places.health_centres.iter().zip(&places.municipalities) {
        b.unit(name, "health_station", Some(*code));
    }
    b.absences();
    // Last, so that nobody else of the county changes by her.
    b.persona(office, "#protection");
    b.staff
}

impl Builder<'_> {
    fn unit(&mut self, name: &str, kind: &str, municipality: Option<&str>) -> Uuid {
        if let Some(unit) = self.staff.staffing.units.iter().find(|unit| unit.name == name) {
            return unit.id;
        }
        let id = (self.new_id)();
        self.staff.staffing.units.push(NewUnit {
            id,
            organisation_id: self.organisation,
            name: name.to_owned(),
            kind: kind.to_owned(),
            municipality: municipality.map(str::to_owned),
            valid_from: self.since,
        });
        id
    }

    fn persona(&mut self, unit: Uuid, at: &str) {
        for (key, name, role, place) in PERSONAS {
            if *place == at {
                self.hire(*role, unit, None, Some(((*name).to_owned(), *key)));
            }
        }
    }

    fn hire(&mut self, role: Role, unit: Uuid, team: Option<&str>, persona: Option<(String, &'static str)>) {
        let id = (self.new_id)();
        let (name, key) = match persona {
            Some((name, key)) => (name, Some(key)),
            None => (self.name(), None),
        };
        let can_decide = matches!(role, Role::SocialWorker | Role::TeamLead);
        let place = self.staff.workers.len();
        self.staff.workers.push(Worker { id, name: name.clone(), role, unit_id: unit, can_decide, persona: key });
        self.staff.staffing.professionals.push(NewProfessional {
            id,
            name,
            role,
            title: title(role),
            unit_id: unit,
            subject: Some(key.map_or_else(|| format!("demo-{place}"), |key| format!("demo-{key}"))),
            email: None,
            can_decide,
            valid_from: self.since,
        });
        let found = self.staff.teams.iter_mut().find(|one| Some(one.key.as_str()) == team);
        if let Some(found) = found {
            found.members.push(place);
            self.staff.staffing.memberships.push(NewMembership {
                professional_id: id,
                team_id: found.id,
                valid_from: self.since,
                valid_to: None,
            });
        }
    }

    /// One who worked in a team until some weeks ago.
    fn left(&mut self, unit: Uuid, team: Uuid) {
        let name = self.name();
        self.hire(Role::CaseManager, unit, None, Some((name, FORMER)));
        let Some(worker) = self.staff.workers.last() else { return };
        self.staff.staffing.memberships.push(NewMembership {
            professional_id: worker.id,
            team_id: team,
            valid_from: self.since,
            valid_to: Some(self.today - Days::new(40)),
        });
    }

    /// A name nobody has yet.
    fn name(&mut self) -> String {
        let Some(names) = NAMES.first() else { return String::new() };
        for _ in 0..200 {
            let given = if self.dice.chance(0.84) { &names.female } else { &names.male };
            let name = format!("{} {}", self.dice.common(given), self.dice.common(&names.family));
            if self.used.insert(name.clone()) {
                return name;
            }
        }
        format!("Työntekijä {}", self.staff.workers.len() + 1)
    }

    /// A few are away; a colleague of the same role in the team substitutes, Sanna for one of hers.
    fn absences(&mut self) {
        let teams = self.staff.teams.clone();
        for team in &teams {
            let role_of = |place: usize| self.staff.workers.get(place).map(|worker| worker.role);
            let workers: Vec<usize> =
                team.members.iter().copied().filter(|place| !matches!(role_of(*place), Some(Role::TeamLead) | None)).collect();
            let free = |place: &usize| self.staff.workers.get(*place).is_some_and(|worker| worker.persona.is_none());
            let Some(away) = workers
                .iter()
                .rev()
                .copied()
                .filter(free)
                .find(|place| workers.iter().any(|other| other != place && role_of(*other) == role_of(*place)))
            else {
                continue;
            };
            let sanna = workers
                .iter()
                .copied()
                .find(|place| self.staff.workers.get(*place).is_some_and(|worker| worker.persona == Some("case_manager")));
            let substitute = sanna
                .filter(|place| role_of(*place) == role_of(away))
                .or_else(|| workers.iter().copied().find(|place| *place != away && role_of(*place) == role_of(away)));
            let id = |place: usize| self.staff.workers.get(place).map(|worker| worker.id);
            let (Some(professional_id), substitute_id) = (id(away), substitute.and_then(id)) else { continue };
            let from = self.today - Days::new(self.dice.between(1, 6).unsigned_abs());
            let to = self.today + Days::new(self.dice.between(3, 20).unsigned_abs());
            self.staff.absences.push(NewAway { professional_id, substitute_id, from, to });
        }
    }
}

impl Staff {
    pub fn team(&self, key: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.key == key)
    }

    pub fn persona(&self, key: &str) -> Option<&Worker> {
        self.workers.iter().find(|worker| worker.persona == Some(key))
    }

    /// Members of a team who do its work.
    pub fn doers(&self, team: &Team) -> Vec<&Worker> {
        let all: Vec<&Worker> = team.members.iter().filter_map(|place| self.workers.get(*place)).collect();
        all.into_iter().filter(|worker| worker.role != Role::TeamLead).collect()
    }

    /// One of a team who has the power of decision.
    pub fn decider(&self, team: &Team) -> Option<&Worker> {
        let all = self.deciders(team);
        all.iter().copied().find(|worker| worker.role == Role::SocialWorker).or(all.first().copied())
    }

    /// All of a team who have the power of decision.
    pub fn deciders(&self, team: &Team) -> Vec<&Worker> {
        team.members.iter().filter_map(|place| self.workers.get(*place)).filter(|worker| worker.can_decide).collect()
    }

    /// Nurses of a unit.
    pub fn of_unit(&self, unit: Uuid) -> Vec<&Worker> {
        self.workers.iter().filter(|worker| worker.unit_id == unit).collect()
    }
}
