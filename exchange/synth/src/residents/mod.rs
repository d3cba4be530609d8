//! The residents: who they are, with whom they live, whose they are.

mod ages;
mod draw;
mod homes;
mod kin;
mod naming;

use chrono::{Days, NaiveDate};
use kernel::hetu::{Hetu, Sex};

use crate::county::Means;
use crate::dice::Dice;
use crate::health::{self, Illness};

pub use ages::age_on;
pub use draw::choose;

/// Marital status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marital {
    Unmarried,
    Married,
    Divorced,
    Widowed,
}

/// How someone lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Living {
    Alone,
    Couple,
    /// A child, or an adult with children and no spouse.
    Family,
    /// With a parent, a sibling, a friend.
    Shared,
    /// In a home with care round the clock.
    CareHome,
}

/// A close one whom the county does not know as a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outsider {
    pub name: String,
    pub roles: &'static [&'static str],
    pub phone: String,
    pub note: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Resident {
    /// Place in the list of residents.
    pub index: usize,
    pub sex: Sex,
    pub birth: NaiveDate,
    pub hetu: Hetu,
    pub family: String,
    /// All given names.
    pub given: String,
    /// ISO 639-1.
    pub language: &'static str,
    pub interpreter: bool,
    /// Three digits.
    pub municipality: &'static str,
    pub address: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub protected: bool,
    pub died: Option<NaiveDate>,
    pub home: usize,
    pub marital: Marital,
    pub living: Living,
    /// Husband or wife, or who one lives with as a couple.
    pub partner: Option<usize>,
    pub parents: Vec<usize>,
    pub children: Vec<usize>,
    pub outsiders: Vec<Outsider>,
    pub illnesses: Vec<Illness>,
    /// How much help and care the person needs: 0 well, 3 a good deal, 8 very much.
    pub burden: f64,
}

impl Resident {
    /// Age in whole years on a day.
    pub fn age(&self, on: NaiveDate) -> i32 {
        age_on(self.birth, on)
    }

    pub fn alive(&self, on: NaiveDate) -> bool {
        self.died.is_none_or(|died| on < died)
    }

    pub fn has(&self, icd10: &str) -> bool {
        self.illnesses.iter().any(|one| one.icd10 == icd10)
    }

    /// "Aino Virtanen"
    pub fn called(&self) -> String {
        format!("{} {}", self.given.split(' ').next().unwrap_or_default(), self.family)
    }
}

/// The first residents of every county are those one can log in as, and their families.
pub mod known {
    pub const AINO: usize = 0;
    pub const EERO: usize = 1;
    pub const LAURA: usize = 2;
    pub const ONNI: usize = 3;
    pub const MIKKO: usize = 4;
    pub const COUNT: usize = 5;
}

/// A person before names and homes.
#[derive(Clone, Debug)]
struct Body {
    sex: Sex,
    birth: NaiveDate,
    age: i32,
    marital: Marital,
    living: Living,
    partner: Option<usize>,
    parents: Vec<usize>,
    children: Vec<usize>,
    home: Option<usize>,
}

impl Body {
    fn new(sex: Sex, birth: NaiveDate, today: NaiveDate) -> Self {
        Self {
            sex,
            birth,
            age: age_on(birth, today),
            marital: Marital::Unmarried,
            living: Living::Shared,
            partner: None,
            parents: Vec::new(),
            children: Vec::new(),
            home: None,
        }
    }
}

/// Makes `count` residents (at least ten) as they are on `today`: with the county's shares of ages, sexes, ways of living
/// and long-term conditions.
pub fn make(seed: u64, county: &str, means: &Means, count: usize, today: NaiveDate) -> Vec<Resident> {
    let mut bodies = known_bodies(today);
    bodies.extend(ages::bodies(seed, means, count.saturating_sub(known::COUNT), today));
    homes::marry(seed, means, &mut bodies);
    let homes = homes::settle(seed, means, &mut bodies);
    kin::join(seed, &mut bodies);
    let mut residents = naming::name(seed, county, means, bodies, &homes);
    health::fall_ill(seed, means, &mut residents, today);
    die(seed, &mut residents, today);
    residents
}

fn known_bodies(today: NaiveDate) -> Vec<Body> {
    use chrono::Datelike;
    let year = today.year();
    let born = |years: i32, month: u32, day: u32| NaiveDate::from_ymd_opt(year - years, month, day).unwrap_or(today);
    let mut aino = Body::new(Sex::Female, born(84, 1, 1), today);
    let mut eero = Body::new(Sex::Male, born(87, 3, 14), today);
    let mut laura = Body::new(Sex::Female, born(35, 1, 22), today);
    let mut onni = Body::new(Sex::Male, born(8, 1, 9), today);
    let mut mikko = Body::new(Sex::Male, born(37, 1, 5), today);
    for (one, other) in [(&mut aino, known::EERO), (&mut eero, known::AINO), (&mut laura, known::MIKKO), (&mut mikko, known::LAURA)] {
        one.marital = Marital::Married;
        one.living = Living::Couple;
        one.partner = Some(other);
    }
    onni.living = Living::Family;
    onni.parents = vec![known::LAURA, known::MIKKO];
    laura.children = vec![known::ONNI];
    mikko.children = vec![known::ONNI];
    aino.home = Some(0);
    eero.home = Some(0);
    for one in [&mut laura, &mut onni, &mut mikko] {
        one.home = Some(1);
    }
    vec![aino, eero, laura, onni, mikko]
}

/// A few have died during the last three years: six in a thousand, the old and the sick first.
fn die(seed: u64, residents: &mut [Resident], today: NaiveDate) {
    let mut dice = Dice::new(seed, "deaths", 0);
    let count = (residents.len() as f64 * 0.006).round() as usize;
    let weights: Vec<(usize, f64)> = residents
        .iter()
        .skip(known::COUNT)
        .filter(|one| one.age(today) >= 50)
        .map(|one| (one.index, f64::from(one.age(today) - 45).powi(3) * (1.0 + one.burden)))
        .collect();
    for index in choose(&mut dice, &weights, count) {
        let on = today - Days::new(dice.between(3, 1_000).unsigned_abs());
        if let Some(one) = residents.get_mut(index) {
            one.died = Some(on);
        }
    }
}
