//! Who has which lasting services: home care, informal care, care homes, services of disability, families, working age.
//! Chosen over the whole county, so that their numbers come out right; the neediest first.

use chrono::{Days, NaiveDate};
use kernel::ServiceTask;

use crate::dice::Dice;
use crate::residents::{Living, Resident, choose, known};

/// History reaches this many days back.
pub const HISTORY_DAYS: u64 = 3 * 365 + 1;

/// How many home care units there are.
pub const HOME_CARE_UNITS: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomeCare {
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub visits_a_week: u32,
    /// 0: Rantatie.
    pub unit: usize,
}

/// A lasting service of the social register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// As people call it.
    pub name: &'static str,
    pub task: ServiceTask,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    /// Days a week on which one goes there; 0 when it leaves no visits.
    pub days_a_week: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Needs {
    pub home_care: Option<HomeCare>,
    /// Who cares for the person at home.
    pub carer: Option<usize>,
    pub services: Vec<Service>,
    /// The patient register is open to the social side by the client's permit.
    pub permit: bool,
}

impl Needs {
    /// Tasks in which services run.
    pub fn tasks(&self) -> Vec<ServiceTask> {
        let home_care = self.home_care.filter(|one| one.to.is_none()).map(|_| ServiceTask::OlderPeople);
        let mut tasks: Vec<ServiceTask> =
            self.services.iter().filter(|one| one.to.is_none()).map(|one| one.task).chain(home_care).collect();
        tasks.sort_unstable();
        tasks.dedup();
        tasks
    }

    /// The first day of a task's services.
    pub fn since(&self, task: ServiceTask) -> Option<NaiveDate> {
        let home_care = self.home_care.filter(|_| task == ServiceTask::OlderPeople).map(|one| one.from);
        self.services.iter().filter(|one| one.task == task).map(|one| one.from).chain(home_care).min()
    }
}

struct Giver<'a> {
    residents: &'a [Resident],
    needs: Vec<Needs>,
    today: NaiveDate,
}

pub fn assign(seed: u64, residents: &[Resident], today: NaiveDate) -> Vec<Needs> {
    let mut giver = Giver { residents, needs: vec![Needs::default(); residents.len()], today };
    giver.home_care(&mut Dice::new(seed, "home care", 0));
    giver.older(&mut Dice::new(seed, "older people's services", 0));
    giver.disability(&mut Dice::new(seed, "disability services", 0));
    giver.families(&mut Dice::new(seed, "family services", 0));
    giver.working_age(&mut Dice::new(seed, "working age services", 0));
    giver.permits(&mut Dice::new(seed, "permits", 0));
    giver.known();
    giver.needs
}

impl Giver<'_> {
    fn weighted(&self, weight: impl Fn(&Resident, i32) -> f64) -> Vec<(usize, f64)> {
        let today = self.today;
        self.residents
            .iter()
            .skip(known::COUNT)
            .filter(|one| one.alive(today))
            .map(|one| (one.index, weight(one, one.age(today))))
            .collect()
    }

    fn days_ago(&self, days: i64) -> NaiveDate {
        self.today - Days::new(days.unsigned_abs())
    }

    fn add(&mut self, index: usize, service: Service) {
        if let Some(needs) = self.needs.get_mut(index) {
            needs.services.push(service);
        }
    }

    fn give(&mut self, dice: &mut Dice, index: usize, name: &'static str, task: ServiceTask, days_a_week: u32) {
        let from = self.days_ago(dice.between(15, 1_090));
        let ended = dice.chance(0.15).then(|| from + Days::new(dice.between(30, 500).unsigned_abs())).filter(|to| *to < self.today);
        self.add(index, Service { name, task, from, to: ended, days_a_week });
    }

    fn home_care(&mut self, dice: &mut Dice) {
        let older = self.weighted(|one, age| match age {
            65.. if one.living != Living::CareHome => {
                one.burden.powi(2) * f64::from(age - 60) * if one.living == Living::Alone { 1.6 } else { 1.0 }
            }
            _ => 0.0,
        });
        // About one in eight of those aged 75 or over has home care for some time, and a few who are younger.
        let count = self.residents.iter().filter(|one| one.age(self.today) >= 75).count() as f64 * 0.125;
        let younger = self.weighted(|one, age| if (18..65).contains(&age) { one.burden.powi(3) } else { 0.0 });
        let mut chosen = choose(dice, &older, count.round() as usize);
        chosen.extend(choose(dice, &younger, (self.residents.len() as f64 * 0.0012).round() as usize));
        for index in chosen {
            let Some(resident) = self.residents.get(index) else { continue };
            let heavier = (resident.burden / 12.0).min(0.35);
            let visits_a_week = match dice.unit() + heavier - 0.12 {
                x if x < 0.12 => 1,
                x if x < 0.24 => 2,
                x if x < 0.34 => 4,
                x if x < 0.52 => 7,
                x if x < 0.74 => 14,
                x if x < 0.92 => 21,
                _ => 28,
            };
            let from = self.days_ago(dice.between(20, 1_500));
            let to = dice.chance(0.22).then(|| from + Days::new(dice.between(40, 900).unsigned_abs())).filter(|to| *to < self.today);
            let unit = resident.municipality.bytes().map(usize::from).sum::<usize>().wrapping_add(resident.home) % HOME_CARE_UNITS;
            if let Some(needs) = self.needs.get_mut(index) {
                needs.home_care = Some(HomeCare { from, to, visits_a_week, unit });
            }
        }
    }

    fn older(&mut self, dice: &mut Dice) {
        for one in self.residents.iter().skip(known::COUNT) {
            let age = one.age(self.today);
            if age < 65 || !one.alive(self.today) {
                continue;
            }
            let index = one.index;
            let home_care = self.needs.get(index).is_some_and(|needs| needs.home_care.is_some());
            if one.living == Living::CareHome {
                let from = self.days_ago(dice.between(60, 1_600));
                self.add(
                    index,
                    Service {
                        name: "Ympärivuorokautinen palveluasuminen", task: ServiceTask::OlderPeople, from, to: None, days_a_week: 0
                    },
                );
                continue;
            }
            let carer = one.partner.filter(|_| one.burden > 3.0 && age >= 70 && dice.chance(0.3));
            let carer = carer.filter(|carer| self.needs.get(*carer).is_some_and(|needs| needs.carer.is_none()));
            if carer.is_some() {
                if let Some(needs) = self.needs.get_mut(index) {
                    needs.carer = carer;
                }
                self.give(dice, index, "Omaishoidon tuki", ServiceTask::OlderPeople, 0);
            }
            if (home_care || carer.is_some()) && dice.chance(0.2) {
                let days = u32::try_from(dice.between(1, 2)).unwrap_or(1);
                self.give(dice, index, "Päivätoiminta", ServiceTask::OlderPeople, days);
            }
            if dice.chance(if home_care { 0.4 } else { 0.02 }) {
                self.give(dice, index, "Turvapuhelin", ServiceTask::OlderPeople, 0);
            }
            if home_care && dice.chance(0.25) {
                self.give(dice, index, "Ateriapalvelu", ServiceTask::OlderPeople, 0);
            }
            if age >= 75 && dice.chance(0.03) {
                self.give(dice, index, "Kuljetuspalvelu", ServiceTask::OlderPeople, 0);
            }
        }
    }

    fn disability(&mut self, dice: &mut Dice) {
        let (residents, today) = (self.residents, self.today);
        for one in residents.iter().skip(known::COUNT).filter(|one| one.alive(today) && one.age(today) < 70) {
            let wanted = (one.has("F70.9") && dice.chance(0.75))
                || (one.has("F84.9") && dice.chance(0.3))
                || (one.has("H54.9") && dice.chance(0.15));
            if !wanted {
                continue;
            }
            let grown = one.age(self.today) >= 18;
            let (name, days) = if grown {
                dice.one([("Työtoiminta", 3), ("Henkilökohtainen apu", 0), ("Kuljetuspalvelu", 0)])
            } else {
                ("Lyhytaikainen huolenpito", 0)
            };
            self.give(dice, one.index, name, ServiceTask::Disability, days);
        }
    }

    fn families(&mut self, dice: &mut Dice) {
        let children = self.residents.iter().filter(|one| one.age(self.today) < 18).count() as f64;
        let child = self.weighted(|one, age| if age < 18 { 1.0 + one.burden } else { 0.0 });
        for index in choose(dice, &child, (children * 0.05).round() as usize) {
            let (name, days) = dice.one([("Perhetyö", 1), ("Lapsiperheiden kotipalvelu", 1), ("Tukiperhe", 0), ("Perheneuvola", 0)]);
            self.give(dice, index, name, ServiceTask::Families, days);
        }
        for index in choose(dice, &child, (children * 0.015).round() as usize) {
            let name = dice.one(["Avohuollon tukitoimet", "Tehostettu perhetyö"]);
            self.give(dice, index, name, ServiceTask::ChildProtection, 0);
        }
    }

    fn working_age(&mut self, dice: &mut Dice) {
        let adults = self.residents.iter().filter(|one| (18..65).contains(&one.age(self.today))).count() as f64;
        let troubled = self.weighted(|one, age| match age {
            18..=64 => 0.1 + f64::from(u8::from(one.has("F32.9"))) + 2.0 * f64::from(u8::from(one.has("F20.9") || one.has("F10.2"))),
            _ => 0.0,
        });
        for index in choose(dice, &troubled, (adults * 0.022).round() as usize) {
            let name = dice.one(["Sosiaaliohjaus", "Sosiaalinen kuntoutus", "Asumispalvelu", "Kuntouttava työtoiminta"]);
            self.give(dice, index, name, ServiceTask::WorkingAge, 0);
        }
        let drinkers = self.weighted(|one, age| f64::from(u8::from(age >= 18 && one.has("F10.2"))));
        let count = drinkers.iter().filter(|(_, weight)| *weight > 0.0).count() as f64 * 0.35;
        for index in choose(dice, &drinkers, count.round() as usize) {
            self.give(dice, index, "Päihdeavokuntoutus", ServiceTask::Substance, 1);
        }
    }

    /// A third of those with services have let the social side see their patient register.
    fn permits(&mut self, dice: &mut Dice) {
        for needs in self.needs.iter_mut().skip(known::COUNT) {
            let served = needs.home_care.is_some() || !needs.services.is_empty();
            needs.permit = served && dice.chance(0.35);
        }
    }

    /// Aino's home care twice a day, her husband as carer; since his stay on a ward nobody has visited.
    fn known(&mut self) {
        let (home_care, carer_since) = (self.days_ago(488), self.days_ago(277));
        let older = ServiceTask::OlderPeople;
        let phone = Service { name: "Turvapuhelin", task: older, from: self.days_ago(430), to: None, days_a_week: 0 };
        let day = Service { name: "Päivätoiminta", task: older, from: self.days_ago(150), to: None, days_a_week: 1 };
        let informal = Service { name: "Omaishoidon tuki", task: older, from: carer_since, to: None, days_a_week: 0 };
        let family =
            Service { name: "Lapsiperheiden kotipalvelu", task: ServiceTask::Families, from: self.days_ago(75), to: None, days_a_week: 1 };
        if let Some(aino) = self.needs.get_mut(known::AINO) {
            aino.home_care = Some(HomeCare { from: home_care, to: None, visits_a_week: 14, unit: 0 });
            aino.carer = Some(known::EERO);
            aino.services = vec![informal, phone, day];
            aino.permit = true;
        }
        // He has let the social side see too: by his stay it is noticed that she is without her carer.
        if let Some(eero) = self.needs.get_mut(known::EERO) {
            eero.permit = true;
        }
        if let Some(onni) = self.needs.get_mut(known::ONNI) {
            onni.services = vec![family];
        }
    }
}
