//! Marriages and homes: couples, families with children, people living alone by age, care homes.

use kernel::hetu::Sex;

use super::{Body, Living, Marital, choose, known};
use crate::county::Means;
use crate::dice::Dice;

/// Who live under one roof.
#[derive(Clone, Debug, Default)]
pub struct Home {
    pub members: Vec<usize>,
    pub care_home: bool,
}

fn share(all: usize, share: f64) -> usize {
    (all as f64 * share).round() as usize
}

/// Gives marital statuses by the county's shares and pairs the married, and others who live as couples.
pub fn marry(seed: u64, means: &Means, bodies: &mut [Body]) {
    let mut dice = Dice::new(seed, "marriage", 0);
    let all = bodies.len();
    let free = |bodies: &[Body], weight: &dyn Fn(&Body) -> f64| -> Vec<(usize, f64)> {
        bodies
            .iter()
            .enumerate()
            .skip(known::COUNT)
            .filter(|(_, one)| one.age >= 18 && one.marital == Marital::Married)
            .map(|(index, one)| (index, weight(one)))
            .collect()
    };
    // Everybody grown up is married until drawn otherwise.
    for one in bodies.iter_mut().skip(known::COUNT).filter(|one| one.age >= 18) {
        one.marital = Marital::Married;
    }
    let set = |bodies: &mut [Body], chosen: Vec<usize>, marital: Marital| {
        for index in chosen {
            if let Some(one) = bodies.get_mut(index) {
                one.marital = marital;
            }
        }
    };
    let widowed = free(bodies, &|one| f64::from((one.age - 40).max(0)).powi(4) * if one.sex == Sex::Female { 3.2 } else { 1.0 });
    let chosen = choose(&mut dice, &widowed, share(all, means.living.widowed));
    set(bodies, chosen, Marital::Widowed);
    let children = bodies.iter().filter(|one| one.age < 18).count();
    let unmarried = free(bodies, &|one| (-f64::from(one.age - 18) / 15.0).exp() * 12.0 + 0.25);
    let chosen = choose(&mut dice, &unmarried, share(all, means.living.unmarried).saturating_sub(children));
    set(bodies, chosen, Marital::Unmarried);
    let divorced = free(bodies, &|one| (-((f64::from(one.age) - 56.0) / 18.0).powi(2)).exp() + 0.02);
    let chosen = choose(&mut dice, &divorced, share(all, means.living.divorced));
    set(bodies, chosen, Marital::Divorced);

    pair(&mut dice, bodies, |one| one.marital == Marital::Married, 1.0);
    pair(&mut dice, bodies, |one| matches!(one.marital, Marital::Unmarried | Marital::Divorced) && (20..70).contains(&one.age), 0.34);
    // The married of whom the other half lives elsewhere.
    for one in bodies.iter_mut().filter(|one| one.marital == Marital::Married && one.partner.is_none()) {
        one.marital = Marital::Divorced;
    }
}

/// Pairs a share of the free women and men by age, the man two years older on average.
fn pair(dice: &mut Dice, bodies: &mut [Body], wanted: impl Fn(&Body) -> bool, part: f64) {
    let mut of = |sex: Sex, older: f64| -> Vec<usize> {
        let mut list: Vec<(f64, usize)> = bodies
            .iter()
            .enumerate()
            .skip(known::COUNT)
            .filter(|(_, one)| one.sex == sex && one.partner.is_none() && wanted(one))
            .filter_map(|(index, one)| dice.chance(part).then_some((f64::from(one.age) + older, index)))
            .collect();
        for (age, _) in &mut list {
            *age += 1.6 * dice.bell();
        }
        list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        list.into_iter().map(|(_, index)| index).collect()
    };
    let (women, men) = (of(Sex::Female, 2.0), of(Sex::Male, 0.0));
    // Of the sex that has more, some are left out, evenly over the ages.
    let couples = women.len().min(men.len());
    let evenly =
        |list: &[usize]| -> Vec<usize> { (0..couples).filter_map(|n| list.get(n * list.len() / couples.max(1)).copied()).collect() };
    for (woman, man) in evenly(&women).into_iter().zip(evenly(&men)) {
        for (one, other) in [(woman, man), (man, woman)] {
            if let Some(body) = bodies.get_mut(one) {
                body.partner = Some(other);
                body.living = Living::Couple;
            }
        }
    }
}

/// Gives everybody a home.
pub fn settle(seed: u64, means: &Means, bodies: &mut [Body]) -> Vec<Home> {
    let mut dice = Dice::new(seed, "homes", 0);
    let mut homes = vec![
        Home { members: vec![known::AINO, known::EERO], care_home: false },
        Home { members: vec![known::LAURA, known::ONNI, known::MIKKO], care_home: false },
    ];
    let all = bodies.len();
    for index in known::COUNT..all {
        let partner = bodies.get(index).filter(|one| one.home.is_none()).and_then(|one| one.partner);
        if let Some(partner) = partner {
            move_in(bodies, &mut homes, None, &[index, partner], Living::Couple);
        }
    }
    children(&mut dice, means, bodies, &mut homes);
    // Living alone, by age: as many of the rest as the county has. Of the oldest who do not, some live in care homes.
    let bands = [(18, 74), (75, 84), (85, 89), (90, 200)];
    for ((from, to), alone) in bands.into_iter().zip(means.living.alone) {
        let rest: Vec<(usize, f64)> = bodies
            .iter()
            .enumerate()
            .filter(|(_, one)| one.home.is_none() && (from..=to).contains(&one.age))
            .map(|(index, one)| (index, if one.age < 23 { 0.4 } else { 1.0 }))
            .collect();
        for index in choose(&mut dice, &rest, share(all, alone)) {
            move_in(bodies, &mut homes, None, &[index], Living::Alone);
        }
    }
    care_homes(&mut dice, bodies, &mut homes);
    shared(&mut dice, bodies, &mut homes);
    homes
}

fn move_in(bodies: &mut [Body], homes: &mut Vec<Home>, home: Option<usize>, who: &[usize], living: Living) {
    let place = home.unwrap_or_else(|| {
        homes.push(Home::default());
        homes.len() - 1
    });
    for index in who {
        if let Some(one) = bodies.get_mut(*index) {
            one.home = Some(place);
            one.living = living;
        }
        if let Some(home) = homes.get_mut(place) {
            home.members.push(*index);
        }
    }
}

/// Children live with a mother (or a father alone) 18 to 44 years older; brothers and sisters together.
fn children(dice: &mut Dice, means: &Means, bodies: &mut [Body], homes: &mut Vec<Home>) {
    let mut minors: Vec<usize> = (known::COUNT..bodies.len()).filter(|index| bodies.get(*index).is_some_and(|one| one.age < 18)).collect();
    minors.sort_by_key(|index| bodies.get(*index).map(|one| (one.birth, *index)));
    // People of one-adult families, children among them; a family is 2.6 people on average.
    let single_parents = share(bodies.len(), means.living.one_adult_family / 2.6);
    let single: Vec<(usize, f64)> = bodies
        .iter()
        .enumerate()
        .skip(known::COUNT)
        .filter(|(_, one)| one.partner.is_none() && (23..=58).contains(&one.age))
        .map(|(index, one)| (index, if one.sex == Sex::Female { 4.0 } else { 1.0 }))
        .collect();
    let single = choose(dice, &single, single_parents);
    // (parent, age, how many children)
    let mut parents: Vec<(usize, i32, usize)> = bodies
        .iter()
        .enumerate()
        .skip(known::COUNT)
        .filter(|(_, one)| one.sex == Sex::Female && one.partner.is_some() && (19..=62).contains(&one.age))
        .map(|(index, one)| (index, one.age, 0))
        .collect();
    parents.extend(single.iter().filter_map(|index| bodies.get(*index).map(|one| (*index, one.age, 0))));
    parents.sort_by_key(|(index, age, _)| (*age, *index));
    for child in minors {
        let Some(age) = bodies.get(child).map(|one| one.age) else { continue };
        let from = parents.partition_point(|(_, parent, _)| *parent < age + 19);
        let to = parents.partition_point(|(_, parent, _)| *parent <= age + 44).max(from);
        let mut best: Option<(f64, usize)> = None;
        for _ in 0..10 {
            let place = from + dice.below(to - from);
            let Some((_, parent, siblings)) = parents.get(place).copied() else { continue };
            let near = (-((f64::from(parent - age) - 30.0) / 7.0).powi(2)).exp();
            let more = [0.55, 1.0, 0.45, 0.12].get(siblings).copied().unwrap_or(0.02);
            let weight = near * more * (0.5 + dice.unit());
            if place < to && best.is_none_or(|(least, _)| weight > least) {
                best = Some((weight, place));
            }
        }
        let Some((_, place)) = best else { continue };
        let Some((parent, _, siblings)) = parents.get_mut(place) else { continue };
        *siblings += 1;
        let parent = *parent;
        let known = bodies.get(parent).map(|one| (one.home, one.partner));
        let Some((home, partner)) = known else { continue };
        let home = home.unwrap_or_else(|| {
            move_in(bodies, homes, None, &[parent], Living::Family);
            homes.len() - 1
        });
        move_in(bodies, homes, Some(home), &[child], Living::Family);
        for elder in [Some(parent), partner].into_iter().flatten() {
            if let Some(one) = bodies.get_mut(elder) {
                one.children.push(child);
            }
            if let Some(one) = bodies.get_mut(child) {
                one.parents.push(elder);
            }
        }
    }
}

/// People of 75 or over without a home of their own live together in care homes of about thirty.
fn care_homes(dice: &mut Dice, bodies: &mut [Body], homes: &mut Vec<Home>) {
    let mut rest: Vec<usize> =
        (0..bodies.len()).filter(|index| bodies.get(*index).is_some_and(|one| one.home.is_none() && one.age >= 75)).collect();
    dice.shuffle(&mut rest);
    for group in rest.chunks(30) {
        move_in(bodies, homes, None, group, Living::CareHome);
        if let Some(home) = homes.last_mut() {
            home.care_home = true;
        }
    }
}

/// The rest: the young with parents, others with each other, two or three together. A child for whom no parent was found
/// (a very small county) lives with grown-ups too.
fn shared(dice: &mut Dice, bodies: &mut [Body], homes: &mut Vec<Home>) {
    let mut older: Vec<(i32, usize, usize)> = bodies
        .iter()
        .enumerate()
        .skip(known::COUNT)
        .filter(|(_, one)| one.sex == Sex::Female && one.living == Living::Couple && (38..=66).contains(&one.age))
        .filter_map(|(index, one)| Some((one.age, index, one.home?)))
        .collect();
    older.sort_unstable();
    let rest: Vec<usize> = (0..bodies.len()).filter(|index| bodies.get(*index).is_some_and(|one| one.home.is_none())).collect();
    let mut group: Vec<usize> = Vec::new();
    for index in rest {
        let Some(age) = bodies.get(index).map(|one| one.age) else { continue };
        let from = older.partition_point(|(parent, _, _)| *parent < age + 20);
        let to = older.partition_point(|(parent, _, _)| *parent <= age + 40).max(from);
        if age < 26 && to > from {
            let Some((_, mother, home)) = older.get(from + dice.below(to - from)).copied() else { continue };
            move_in(bodies, homes, Some(home), &[index], if age < 18 { Living::Family } else { Living::Shared });
            let father = bodies.get(mother).and_then(|one| one.partner);
            for elder in [Some(mother), father].into_iter().flatten() {
                if let Some(one) = bodies.get_mut(elder) {
                    one.children.push(index);
                }
                if let Some(one) = bodies.get_mut(index) {
                    one.parents.push(elder);
                }
            }
            continue;
        }
        group.push(index);
        if group.len() == 2 {
            move_in(bodies, homes, None, &group, Living::Shared);
            group.clear();
        }
    }
    match (group.as_slice(), homes.len()) {
        ([], _) => {}
        (left, count) if count > 2 => move_in(bodies, homes, Some(count - 1), left, Living::Shared),
        (left, _) => move_in(bodies, homes, None, left, Living::Shared),
    }
}
