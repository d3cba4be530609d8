//! Three years of what was done and found: visits, wards, home care, medicines, measurements, plans. Each resident's history is
//! thrown by their own dice and hangs on nothing but the resident, their needs and the day.

mod clinic;
mod home_care;
mod measures;
mod medicines;
mod plans;
mod story;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc, Weekday};
use kernel::{Register, ServiceTask};
use records::{Facts, PartFacts};

use crate::dice::Dice;
use crate::needs::{HISTORY_DAYS, Needs};
use crate::places::Places;
use crate::residents::{Resident, known};

/// A row of the history before it has keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub register: Register,
    pub task: ServiceTask,
    pub catalogue_row: i32,
    pub facts: Facts,
    pub parts: Vec<PartFacts>,
}

impl Record {
    /// Of the patient register.
    fn patient(kind: &'static str, title: &str) -> Self {
        Self::of(Register::Patient, ServiceTask::Health, kind, title)
    }

    /// Of the social register.
    fn social(task: ServiceTask, kind: &'static str, title: &str) -> Self {
        Self::of(Register::Social, task, kind, title)
    }

    fn of(register: Register, task: ServiceTask, kind: &'static str, title: &str) -> Self {
        let catalogue_row = match kind {
            "EpisodeOfCare" => 18,
            "CarePlan" | "Goal" => 21,
            _ => 19,
        };
        Self { register, task, catalogue_row, facts: Facts { kind, title: Some(title.to_owned()), ..Facts::default() }, parts: Vec::new() }
    }

    fn class(mut self, class: &str) -> Self {
        self.facts.class = Some(class.to_owned());
        self
    }
    fn status(mut self, status: &str) -> Self {
        self.facts.status = Some(status.to_owned());
        self
    }
    fn code(mut self, system: &str, code: &str) -> Self {
        self.facts.code_system = Some(system.to_owned());
        self.facts.code = Some(code.to_owned());
        self
    }
    fn from(mut self, at: DateTime<Utc>) -> Self {
        self.facts.started_at = Some(at);
        self.facts.precision = Some("instant");
        self
    }
    /// A day without a time.
    fn on(mut self, day: NaiveDate) -> Self {
        self.facts.started_at = Some(at(day, 12, 0));
        self.facts.precision = Some("day");
        self
    }
    fn to(mut self, at: DateTime<Utc>) -> Self {
        self.facts.ended_at = Some(at);
        self
    }
    fn by(mut self, organisation: &str) -> Self {
        self.facts.organisation = Some(organisation.to_owned());
        self
    }
    fn who(mut self, performer: &str) -> Self {
        self.facts.performer = Some(performer.to_owned());
        self
    }
    fn because(mut self, reason: &str) -> Self {
        self.facts.reason = Some(reason.to_owned());
        self
    }
    fn part(mut self, part: PartFacts) -> Self {
        self.parts.push(part);
        self
    }
}

/// An instant by the clock on the wall; winter time all year is near enough for the past.
pub fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let naive = day.and_hms_opt(hour.saturating_sub(2).min(23), minute.min(59), 0).unwrap_or_default();
    Utc.from_utc_datetime(&naive)
}

/// What the histories of all residents share.
pub struct Setting<'a> {
    pub seed: u64,
    pub today: NaiveDate,
    pub places: &'a Places,
}

/// One resident's history under way.
struct Past<'a> {
    setting: &'a Setting<'a>,
    resident: &'a Resident,
    needs: &'a Needs,
    /// The first day of the history, and the last with something in it.
    first: NaiveDate,
    last: NaiveDate,
    rows: Vec<Record>,
}

impl Past<'_> {
    fn push(&mut self, record: Record) {
        self.rows.push(record);
    }

    /// How many days the history has.
    fn days(&self) -> i64 {
        (self.last - self.first).num_days().max(0)
    }

    fn years(&self) -> f64 {
        self.days() as f64 / 365.25
    }

    /// Any day of the history.
    fn day(&self, dice: &mut Dice) -> NaiveDate {
        self.first + Days::new(dice.between(0, self.days()).unsigned_abs())
    }

    /// A day from Monday to Friday.
    fn weekday(&self, dice: &mut Dice) -> NaiveDate {
        let day = self.day(dice);
        let back = match day.weekday() {
            Weekday::Sat => 1,
            Weekday::Sun => 2,
            _ => 0,
        };
        (day - Days::new(back)).max(self.first)
    }

    fn age(&self) -> i32 {
        self.resident.age(self.setting.today)
    }
}

/// Everything written of a resident in other systems, in the order of time.
pub fn of(setting: &Setting<'_>, resident: &Resident, needs: &Needs) -> Vec<Record> {
    let first = (setting.today - Days::new(HISTORY_DAYS)).max(resident.birth);
    let last = resident.died.unwrap_or(setting.today - Days::new(1)).max(first);
    let mut past = Past { setting, resident, needs, first, last, rows: Vec::new() };
    let dice = |purpose: &str| Dice::new(setting.seed, purpose, resident.index);
    clinic::conditions(&mut past);
    medicines::write(&mut past, &mut dice("medicines"));
    match resident.index {
        known::AINO => story::aino(&mut past),
        known::EERO => story::eero(&mut past),
        _ => {
            clinic::visits(&mut past, &mut dice("visits"));
            clinic::emergencies(&mut past, &mut dice("emergencies"));
            measures::write(&mut past, &mut dice("measures"));
            plans::write(&mut past, &mut dice("plans"));
        }
    }
    home_care::write(&mut past, &mut dice("home care visits"));
    home_care::services(&mut past, &mut dice("services"));
    past.rows.sort_by_key(|row| row.facts.started_at);
    past.rows
}
