//! Grown-up children who live in homes of their own.

use super::{Body, known};
use crate::dice::Dice;

/// Finds children for three of five older people (and their partners) among grown-up residents without parents: one or two,
/// 20 to 40 years younger.
pub fn join(seed: u64, bodies: &mut [Body]) {
    let mut dice = Dice::new(seed, "kin", 0);
    let mut grown: Vec<(i32, usize)> = bodies
        .iter()
        .enumerate()
        .skip(known::COUNT)
        .filter(|(_, one)| (25..=72).contains(&one.age) && one.parents.is_empty())
        .map(|(index, one)| (one.age, index))
        .collect();
    grown.sort_unstable();
    let elders: Vec<usize> = bodies
        .iter()
        .enumerate()
        .skip(known::COUNT)
        .filter(|(index, one)| one.age >= 60 && one.partner.is_none_or(|partner| partner > *index))
        .map(|(index, _)| index)
        .collect();
    for elder in elders {
        let Some((age, partner)) = bodies.get(elder).map(|one| (one.age, one.partner)) else { continue };
        if !dice.chance(0.6) {
            continue;
        }
        for _ in 0..dice.between(1, 2) {
            let from = grown.partition_point(|(child, _)| *child < age - 40);
            let to = grown.partition_point(|(child, _)| *child <= age - 20).max(from);
            if from == to {
                continue;
            }
            let Some((_, child)) = grown.get(from + dice.below(to - from)).copied() else { continue };
            let fits = bodies.get(child).is_some_and(|one| one.parents.is_empty() && child != elder && Some(child) != partner);
            if !fits {
                continue;
            }
            for one in [Some(elder), partner].into_iter().flatten() {
                if let Some(parent) = bodies.get_mut(one) {
                    parent.children.push(child);
                }
                if let Some(body) = bodies.get_mut(child) {
                    body.parents.push(one);
                }
            }
        }
    }
}
