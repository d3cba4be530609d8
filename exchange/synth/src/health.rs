//! Long-term conditions by the county's means: of each condition as many have it as the source says, of those aged 65 or over
//! as many as it says of them. Who has it goes by age, sex and what one has already: illnesses gather.

use chrono::{Days, NaiveDate};

use crate::county::{Means, Morbidity};
use crate::dice::Dice;
use crate::residents::{Living, Resident, choose, known};

/// A long-term condition of a resident.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Illness {
    pub icd10: &'static str,
    pub title: &'static str,
    pub since: NaiveDate,
}

/// How much a condition adds to the need of help.
fn weight(icd10: &str) -> f64 {
    match icd10 {
        "G30.1" => 2.6,
        "G20" | "I50.9" | "I69.4" => 1.8,
        "J44.9" | "F20.9" | "F70.9" | "L97" => 1.2,
        "I25.1" | "I48" | "M06.9" | "N18.3" | "F10.2" | "M81.9" | "H54.9" | "G40.9" | "C50.9" | "C61" => 0.7,
        "J30.1" | "L20.9" | "G43.9" | "K21.9" | "M23.9" => 0.1,
        _ => 0.35,
    }
}

pub fn fall_ill(seed: u64, means: &Means, residents: &mut [Resident], today: NaiveDate) {
    for (place, condition) in means.conditions.iter().enumerate() {
        let mut dice = Dice::new(seed, "illness", place);
        let all = (condition.all * residents.len() as f64).round() as usize;
        let chosen = match condition.older {
            Some(share) => {
                let older = residents.iter().filter(|one| one.age(today) >= 65).count();
                let of_older = ((share * older as f64).round() as usize).min(all);
                let mut chosen = choose(&mut dice, &candidates(residents, condition, today, |age| age >= 65), of_older);
                chosen.extend(choose(&mut dice, &candidates(residents, condition, today, |age| age < 65), all - chosen.len()));
                chosen
            }
            None => choose(&mut dice, &candidates(residents, condition, today, |_| true), all),
        };
        for index in chosen {
            give(&mut dice, residents, index, condition, today);
        }
    }
    known_illnesses(residents, means, today);
    for one in residents.iter_mut() {
        let age = f64::from(one.age(today));
        let illnesses: f64 = one.illnesses.iter().map(|illness| weight(illness.icd10)).sum();
        let living = if one.living == Living::CareHome { 2.0 } else { 0.0 };
        one.burden = (age / 80.0).powi(4) + illnesses * (0.5 + (age / 90.0).powi(2)) + living;
    }
}

fn candidates(residents: &[Resident], condition: &Morbidity, today: NaiveDate, in_band: impl Fn(i32) -> bool) -> Vec<(usize, f64)> {
    residents
        .iter()
        .skip(known::COUNT)
        .filter(|one| in_band(one.age(today)))
        .map(|one| {
            let age = one.age(today);
            let grown = f64::from((age - condition.from_age + 3).max(0)) / 30.0;
            let by_age = if age < condition.from_age { 0.0 } else { grown.powf(condition.growth) };
            let by_sex = match condition.sex {
                Some(sex) if sex == one.sex => 1.0,
                // A cancer of a woman's or a man's organs is theirs alone; of others the other sex has a few.
                Some(_) if condition.icd10.starts_with('C') => 0.0,
                Some(_) => 0.2,
                None => 1.0,
            };
            let gathered = 1.0 + 0.35 * one.illnesses.len() as f64;
            let in_care = if one.living == Living::CareHome && condition.icd10 == "G30.1" { 6.0 } else { 1.0 };
            (one.index, by_age * by_sex * gathered * in_care)
        })
        .collect()
}

fn give(dice: &mut Dice, residents: &mut [Resident], index: usize, condition: &Morbidity, today: NaiveDate) {
    let Some(one) = residents.get_mut(index) else { return };
    let years = f64::from((one.age(today) - condition.from_age).max(0)) + 0.9;
    let had = (-7.0 * (1.0 - dice.unit()).ln()).min(years * dice.unit().max(0.3));
    let since = (today - Days::new((had * 365.0) as u64 + 5)).max(one.birth);
    one.illnesses.push(Illness { icd10: condition.icd10, title: condition.title, since });
}

/// Those one can log in as have what their story needs, over and above the drawn.
fn known_illnesses(residents: &mut [Resident], means: &Means, today: NaiveDate) {
    let story: [(usize, &[(&str, u64)]); 2] = [
        (known::AINO, &[("I10", 17), ("E11.9", 11), ("M17.9", 9), ("I48", 3), ("M81.9", 5)]),
        (known::EERO, &[("I25.1", 12), ("I50.9", 2), ("J44.9", 6)]),
    ];
    for (index, illnesses) in story {
        let Some(one) = residents.get_mut(index) else { continue };
        for (icd10, years) in illnesses {
            if let Some(condition) = means.conditions.iter().find(|condition| condition.icd10 == *icd10) {
                let since = today - Days::new(years * 365 + 40);
                one.illnesses.push(Illness { icd10: condition.icd10, title: condition.title, since });
            }
        }
    }
}
