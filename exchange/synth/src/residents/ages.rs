use chrono::{Datelike, Days, NaiveDate};

use super::Body;
use crate::county::Means;
use crate::dice::Dice;

/// Age in whole years.
pub fn age_on(birth: NaiveDate, on: NaiveDate) -> i32 {
    let had = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i32::from(!had)
}

/// People of the county's ages and sexes: each class has its share exactly (largest remainders), in a drawn order.
pub fn bodies(seed: u64, means: &Means, count: usize, today: NaiveDate) -> Vec<Body> {
    let mut dice = Dice::new(seed, "ages", 0);
    let whole: f64 = means.ages.iter().map(|class| class.share).sum();
    let wanted: Vec<f64> = means.ages.iter().map(|class| class.share / whole * count as f64).collect();
    let mut numbers: Vec<usize> = wanted.iter().map(|n| n.floor() as usize).collect();
    let mut by_remainder: Vec<usize> = (0..wanted.len()).collect();
    let rest = |place: &usize| wanted.get(*place).map_or(0.0, |n| n.fract());
    by_remainder.sort_by(|a, b| rest(b).total_cmp(&rest(a)).then(a.cmp(b)));
    let missing = count.saturating_sub(numbers.iter().sum());
    for place in by_remainder.into_iter().take(missing) {
        if let Some(number) = numbers.get_mut(place) {
            *number += 1;
        }
    }
    let mut bodies: Vec<Body> = Vec::with_capacity(count);
    for (class, number) in means.ages.iter().zip(numbers) {
        for _ in 0..number {
            let years = if class.from >= 96 {
                // The last class is open: most are near its beginning.
                (96.0 - 2.2 * (1.0 - dice.unit()).ln()).min(106.0)
            } else {
                f64::from(class.from) + dice.unit() * f64::from(class.to - class.from + 1)
            };
            let birth = born(years, class.from, class.to, today);
            bodies.push(Body::new(class.sex, birth, today));
        }
    }
    dice.shuffle(&mut bodies);
    bodies
}

/// A birthday that gives an age within the class, whatever leap days do at its ends.
fn born(years: f64, from: i32, to: i32, today: NaiveDate) -> NaiveDate {
    let mut birth = today - Days::new((years * 365.2425) as u64);
    while age_on(birth, today) > to.max(106) {
        birth = birth + Days::new(1);
    }
    while age_on(birth, today) < from {
        birth = birth - Days::new(1);
    }
    while to < 96 && age_on(birth, today) > to {
        birth = birth + Days::new(1);
    }
    birth
}
