//! Diagnoses, visits to health centres, emergency care and ward stays.

use chrono::{Days, NaiveDate};
use records::PartFacts;

use super::{Past, Record, at};
use crate::dice::Dice;
use crate::residents::Living;

/// ICD-10, Finnish edition: the base standard's system is used, our codes are among its own.
pub const ICD10: &str = "http://hl7.org/fhir/sid/icd-10";

pub fn conditions(past: &mut Past<'_>) {
    for illness in &past.resident.illnesses {
        let record = Record::patient("Condition", illness.title)
            .class("problem-list-item")
            .status("active")
            .code(ICD10, illness.icd10)
            .on(illness.since);
        past.rows.push(record);
    }
}

/// Why one goes: mostly for what one has.
fn reason(past: &Past<'_>, dice: &mut Dice) -> String {
    if dice.chance(0.7)
        && let Some(illness) = dice.pick(&past.resident.illnesses)
    {
        return illness.title.to_owned();
    }
    dice.one(["Ylähengitystieinfektio", "Selkäkipu", "Ihottuma", "Todistus", "Päänsärky", "Vatsakipu", "Haavan hoito", "Määräaikaiskäynti"])
        .to_owned()
}

/// The sorts of visits with how often a year: alike for all, and by the need of help.
const SORTS: &[(&str, &str, f64, f64)] = &[
    // title, class, a year for all, a year for each point of burden
    ("Lääkärin vastaanotto", "AMB", 0.7, 0.35),
    ("Hoitajan vastaanotto", "AMB", 0.9, 0.55),
    ("Laboratorio", "AMB", 0.5, 0.5),
    ("Etävastaanotto", "VR", 0.4, 0.2),
    ("Fysioterapia", "AMB", 0.15, 0.15),
    ("Suun terveydenhuolto", "AMB", 0.6, 0.0),
    ("Erikoissairaanhoidon poliklinikka", "AMB", 0.2, 0.25),
    ("Kuvantaminen", "AMB", 0.12, 0.12),
];

pub fn visits(past: &mut Past<'_>, dice: &mut Dice) {
    let places = past.setting.places;
    let burden = past.resident.burden.min(9.0);
    let centre = places.health_centre(past.resident.municipality).to_owned();
    // Some go often, many hardly at all.
    let own = 0.68 * (0.55 * dice.bell()).exp();
    for (title, class, for_all, by_burden) in SORTS {
        let count = dice.count((for_all + by_burden * burden) * own * past.years());
        for _ in 0..count {
            let start = at(
                past.weekday(dice),
                u32::try_from(dice.between(8, 15)).unwrap_or(9),
                u32::try_from(dice.between(0, 5)).unwrap_or(0) * 10,
            );
            let long = chrono::Duration::minutes(dice.between(1, 4) * 15);
            let who = match *title {
                "Lääkärin vastaanotto" | "Erikoissairaanhoidon poliklinikka" => dice.pick(&places.doctors),
                "Fysioterapia" => dice.pick(&places.physiotherapists),
                "Laboratorio" | "Kuvantaminen" => None,
                _ => dice.pick(&places.nurses),
            };
            let place = match *title {
                "Fysioterapia" => places.rehabilitation.as_str(),
                "Erikoissairaanhoidon poliklinikka" | "Kuvantaminen" => places.hospital,
                _ => centre.as_str(),
            };
            let mut record = Record::patient("Encounter", title).class(class).status("finished").from(start).to(start + long).by(place);
            if let Some(who) = who {
                record = record.who(who);
            }
            if !matches!(*title, "Laboratorio" | "Kuvantaminen" | "Suun terveydenhuolto") {
                record = record.because(&reason(past, dice));
            }
            past.push(record);
        }
    }
    immunizations(past, dice);
    allergies(past, dice);
}

pub fn emergencies(past: &mut Past<'_>, dice: &mut Dice) {
    let age = past.age();
    let burden = past.resident.burden.min(10.0);
    let count = dice.count((0.12 + 0.14 * burden) * past.years());
    for _ in 0..count {
        let day = past.day(dice);
        let why = match age {
            0..=17 => dice.one(["Kuume", "Murtumaepäily", "Hengenahdistus", "Haava", "Vatsakipu"]),
            18..=64 => dice.one(["Rintakipu", "Vatsakipu", "Nilkan vamma", "Haava", "Päänsärky", "Selkäkipu"]),
            _ => {
                dice.one(["Kaatuminen", "Hengenahdistus", "Rintakipu", "Sekavuus", "Yleistilan lasku", "Virtsatieinfektio", "Eteisvärinä"])
            }
        };
        emergency(past, day, u32::try_from(dice.between(2, 23)).unwrap_or(12), why);
        let admitted = match age {
            0..=64 => 0.1 + 0.02 * burden,
            _ => 0.3 + 0.02 * burden,
        };
        if dice.chance(admitted) {
            let nights = dice.between(1, if age >= 75 { 16 } else { 6 });
            let ward = if why == "Kaatuminen" { past.setting.places.surgery.clone() } else { past.setting.places.ward.clone() };
            stay(past, &ward, day, Some(day + Days::new(nights.unsigned_abs())), why);
        }
    }
    if past.resident.living == Living::CareHome && dice.chance(0.5) {
        past.push(flag(past.last, "Kaatumisvaara"));
    } else if age >= 75 && burden > 4.0 && dice.chance(0.35) {
        let day = past.day(dice);
        past.push(flag(day, "Kaatumisvaara"));
    }
}

pub fn emergency(past: &mut Past<'_>, day: NaiveDate, hour: u32, why: &str) {
    let start = at(day, hour, 20);
    let record =
        Record::patient("Encounter", "Päivystyskäynti").class("EMER").status("finished").from(start).to(start + chrono::Duration::hours(4));
    past.push(record.by(&past.setting.places.emergency.clone()).because(why));
}

/// A ward stay; without an end the person is there now.
pub fn stay(past: &mut Past<'_>, ward: &str, from: NaiveDate, to: Option<NaiveDate>, why: &str) {
    let to = to.filter(|to| *to <= past.last);
    let record = Record::patient("Encounter", "Osastohoito").class("IMP").from(at(from, 16, 20)).by(ward).because(why);
    let record = match to {
        Some(to) => record.status("finished").to(at(to, 12, 0)),
        // One that would reach beyond today goes on; of the dead it ended with them.
        None if past.resident.died.is_some() => record.status("finished").to(at(past.last, 23, 0)),
        None => record.status("in-progress"),
    };
    past.push(record);
}

pub fn flag(day: NaiveDate, title: &str) -> Record {
    Record::patient("Flag", title).class("safety").status("active").on(day)
}

fn immunizations(past: &mut Past<'_>, dice: &mut Dice) {
    let age = past.age();
    let chance = match age {
        0..=6 => 0.5,
        7..=64 => 0.12,
        _ => 0.62,
    };
    for year in 0..3_u64 {
        let day = past.setting.today - Days::new(20 + year * 365 + dice.between(0, 25).unsigned_abs());
        if day > past.first && day <= past.last && dice.chance(chance) {
            let centre = past.setting.places.health_centre(past.resident.municipality).to_owned();
            past.push(
                Record::patient("Immunization", "Influenssarokote")
                    .status("completed")
                    .code("http://www.whocc.no/atc", "J07BB02")
                    .on(day)
                    .by(&centre),
            );
        }
    }
}

fn allergies(past: &mut Past<'_>, dice: &mut Dice) {
    if !dice.chance(0.11) {
        return;
    }
    let (title, reaction, severe) = dice.one([
        ("Penisilliini", "Ihottuma", true),
        ("Tulehduskipulääkkeet", "Hengenahdistus", true),
        ("Maapähkinä", "Suun turvotus", true),
        ("Koivun siitepöly", "Nuha", false),
        ("Sulfa", "Ihottuma", false),
        ("Laastarit", "Ihoärsytys", false),
    ]);
    let day = past.day(dice);
    past.push(allergy(day, title, reaction, severe));
}

pub fn allergy(day: NaiveDate, title: &str, reaction: &str, severe: bool) -> Record {
    let mut record = Record::patient("AllergyIntolerance", title).class("medication").status("active").on(day);
    record.facts.verification = Some("confirmed".into());
    record.facts.severity = Some(if severe { "high" } else { "low" }.into());
    record.part(PartFacts { kind: "reaction", title: Some(reaction.to_owned()), ..PartFacts::default() })
}
