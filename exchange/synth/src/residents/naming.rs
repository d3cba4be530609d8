//! Names, languages, addresses, telephone numbers and personal identity codes.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use kernel::hetu::{Hetu, Sex};

use super::homes::Home;
use super::{Body, Living, Marital, Outsider, Resident, known};
use crate::county::{Means, NAMES, Names, STREETS};
use crate::dice::Dice;

/// Swedish speakers: rough shares of ours, where they are more than one in a hundred.
fn swedish(county: &str) -> f64 {
    match county {
        "pohjanmaa" => 0.50,
        "ita-uusimaa" => 0.29,
        "lansi-uusimaa" => 0.12,
        "keski-pohjanmaa" => 0.09,
        "varsinais-suomi" | "helsinki" => 0.055,
        "vantaa-kerava" => 0.025,
        _ => 0.01,
    }
}

struct Place {
    municipality: &'static str,
    address: String,
    language: usize,
    protected: bool,
}

pub fn name(seed: u64, county: &str, means: &Means, bodies: Vec<Body>, homes: &[Home]) -> Vec<Resident> {
    let places: Vec<Place> = homes.iter().enumerate().map(|(index, home)| place(seed, county, means, index, home)).collect();
    let families = families(seed, &bodies, &places);
    let mut numbers: HashMap<(NaiveDate, bool), u16> = HashMap::new();
    bodies
        .into_iter()
        .enumerate()
        .filter_map(|(index, body)| {
            let mut dice = Dice::new(seed, "person", index);
            let home = body.home.unwrap_or(0);
            let place = places.get(home)?;
            let names = NAMES.get(place.language).or(NAMES.first())?;
            let (birth, hetu) = code(body.birth, body.sex, &mut numbers)?;
            let given = given(&mut dice, index, names, body.sex);
            let family = families.get(index).cloned().unwrap_or_default();
            let age = body.age;
            let foreign = place.language > 1;
            let phone = (age >= 10 && dice.chance(0.96)).then(|| phone(&mut dice));
            let email = (age >= 15 && dice.chance(if age < 65 { 0.85 } else { 0.4 }))
                .then(|| format!("{}.{}@posti.example", plain(given.split(' ').next().unwrap_or_default()), plain(&family)));
            // The stories of those one can log in as name their own.
            let outsiders = if index < known::COUNT { Vec::new() } else { outsiders(&mut dice, &body, &family) };
            Some(Resident {
                index,
                sex: body.sex,
                birth,
                hetu,
                family,
                given,
                language: names.language,
                interpreter: foreign && dice.chance(0.45),
                municipality: place.municipality,
                address: place.address.clone(),
                phone,
                email,
                protected: place.protected,
                died: None,
                home,
                marital: body.marital,
                living: body.living,
                partner: body.partner,
                parents: body.parents,
                children: body.children,
                outsiders,
                illnesses: Vec::new(),
                burden: 0.0,
            })
        })
        .collect()
}

fn place(seed: u64, county: &str, means: &Means, index: usize, home: &Home) -> Place {
    let mut dice = Dice::new(seed, "home", index);
    let shares: Vec<f64> = means.municipalities.iter().map(|one| one.share).collect();
    // Those one can log in as live in the second largest municipality (Imatra in South Karelia).
    let at = if index < 2 { 1.min(shares.len().saturating_sub(1)) } else { dice.weighted(&shares) };
    let municipality = means.municipalities.get(at).copied();
    let street = dice.pick(&STREETS).copied().unwrap_or_default();
    let town = municipality.map(|one| people::municipality::name(one.code).fi).unwrap_or_default();
    let postal_code = municipality.map(|one| one.postal_code).unwrap_or_default();
    let number = dice.between(1, 64);
    let address = match (index, home.care_home) {
        (0, _) => format!("Rantatie 12 B 7, {postal_code} {town}"),
        (1, _) => format!("Koivukuja 4, {postal_code} {town}"),
        (_, true) => format!("{street} {number}, Hoivakoti, {postal_code} {town}"),
        (_, false) if dice.chance(0.55) => {
            format!("{street} {number} {} {}, {postal_code} {town}", dice.one(["A", "B", "C", "D"]), dice.between(1, 40))
        }
        _ => format!("{street} {number}, {postal_code} {town}"),
    };
    let language = match index {
        0 | 1 => 0,
        _ if home.care_home => 0,
        // Of those with a foreign background about six in ten speak another language than Finnish or Swedish.
        _ if dice.chance(means.living.foreign_background * 0.6) => 2 + dice.weighted(&[0.55, 0.14, 0.14, 0.1, 0.07]),
        _ => usize::from(dice.chance(swedish(county))),
    };
    let protected = index >= 2 && !home.care_home && dice.chance(0.003);
    Place { municipality: municipality.map(|one| one.code).unwrap_or_default(), address, language, protected }
}

/// Family names: a child has a parent's, a son or an unmarried daughter too; three of four wives their husband's.
fn families(seed: u64, bodies: &[Body], places: &[Place]) -> Vec<String> {
    let mut named: Vec<Option<String>> = vec![None; bodies.len()];
    let put = |named: &mut Vec<Option<String>>, index: usize, name: String| {
        if let Some(slot) = named.get_mut(index) {
            *slot = Some(name);
        }
    };
    for (index, name) in [
        (known::AINO, "Virtanen"),
        (known::EERO, "Virtanen"),
        (known::LAURA, "Salminen"),
        (known::ONNI, "Salminen"),
        (known::MIKKO, "Salminen"),
    ] {
        put(&mut named, index, name.to_owned());
    }
    // Oldest first, so that parents have their names before their children.
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by_key(|index| bodies.get(*index).map(|one| (one.birth, *index)));
    for index in order {
        let Some(body) = bodies.get(index) else { continue };
        if named.get(index).is_some_and(Option::is_some) {
            continue;
        }
        let mut dice = Dice::new(seed, "family name", index);
        let of = |index: usize| named.get(index).cloned().flatten();
        let inherits = body.age < 18 || body.sex == Sex::Male || body.marital == Marital::Unmarried;
        let partner = body.partner.and_then(of).filter(|_| body.marital == Marital::Married && dice.chance(0.75));
        let parent = body.parents.iter().rev().copied().find_map(of).filter(|_| inherits);
        let name = partner.or(parent).unwrap_or_else(|| {
            let language = body.home.and_then(|home| places.get(home)).map_or(0, |place| place.language);
            let names = NAMES.get(language).or(NAMES.first());
            names.map(|names| dice.common(&names.family).to_owned()).unwrap_or_default()
        });
        put(&mut named, index, name);
    }
    named.into_iter().map(Option::unwrap_or_default).collect()
}

fn given(dice: &mut Dice, index: usize, names: &Names, sex: Sex) -> String {
    match index {
        known::AINO => "Aino Maria".into(),
        known::EERO => "Eero Olavi".into(),
        known::LAURA => "Laura Johanna".into(),
        known::ONNI => "Onni Elias".into(),
        known::MIKKO => "Mikko Antero".into(),
        _ => {
            let first = dice.common(names.given(sex));
            let second = dice.common(names.given(sex));
            if first == second || !matches!(names.language, "fi" | "sv") { first.to_owned() } else { format!("{first} {second}") }
        }
    }
}

/// No number of Finland begins so: 00 is the prefix of calls abroad, and no country has a code that begins with 0.
pub fn phone(dice: &mut Dice) -> String {
    format!("000 {:03} {:04}", dice.below(1_000), dice.below(10_000))
}

fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter_map(|c| match c {
            'ä' | 'å' => Some('a'),
            'ö' => Some('o'),
            c if c.is_ascii_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

/// The next free artificial code of a birthday; the day after when there are no more.
fn code(mut birth: NaiveDate, sex: Sex, numbers: &mut HashMap<(NaiveDate, bool), u16>) -> Option<(NaiveDate, Hetu)> {
    for _ in 0..400 {
        let next = numbers.entry((birth, sex == Sex::Female)).or_insert(0);
        match Hetu::synthetic(birth, sex, *next) {
            Ok(hetu) => {
                *next += 1;
                return Some((birth, hetu));
            }
            Err(_) => birth = birth.checked_sub_days(Days::new(1))?,
        }
    }
    None
}

/// Close ones elsewhere: grown-up children of older people, sisters, friends.
fn outsiders(dice: &mut Dice, body: &Body, family: &str) -> Vec<Outsider> {
    let mut list = Vec::new();
    let Some(names) = NAMES.first() else { return list };
    let mut add = |dice: &mut Dice, roles: &'static [&'static str], own_name: bool, note: Option<&'static str>| {
        let sex = if dice.chance(0.55) { Sex::Female } else { Sex::Male };
        let first = dice.common(names.given(sex)).to_owned();
        let last = if own_name { family.to_owned() } else { dice.common(&names.family).to_owned() };
        list.push(Outsider { name: format!("{first} {last}"), roles, phone: phone(dice), note });
    };
    if body.age >= 68 && body.children.len() < 2 && dice.chance(0.5) {
        let note = dice.one([
            Some("Asuu Helsingissä, soittaa viikoittain."),
            Some("Asuu Tampereella."),
            Some("Tavoittaa parhaiten iltaisin."),
            None,
        ]);
        add(dice, &["child", "contact"], true, note);
    }
    if body.age >= 75 && body.partner.is_none() && dice.chance(0.3) {
        add(dice, &["friend"], false, Some("Naapuri, jolla on vara-avain."));
    }
    if body.age >= 60 && dice.chance(0.2) {
        add(dice, &["sibling"], false, None);
    }
    if body.living == Living::CareHome && dice.chance(0.1) {
        add(dice, &["trustee"], false, Some("Edunvalvoja."));
    }
    list
}
