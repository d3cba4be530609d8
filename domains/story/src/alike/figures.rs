//! A group's change beside that of people like them. Pure.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use functioning::{ScoreChange, compare};
use kernel::codes;
use rules::{ConsequenceRule, MeasureDefinition};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::stats::{interval, median};
use crate::after::compare::around;

codes! {
    /// Ages compared with each other.
    GroupAge { Under18 => "0-17", To64 => "18-64", To74 => "65-74", To84 => "75-84", Over84 => "85-" }
}

impl GroupAge {
    fn of(years: i32) -> Self {
        match years {
            ..=17 => Self::Under18,
            18..=64 => Self::To64,
            65..=74 => Self::To74,
            75..=84 => Self::To84,
            _ => Self::Over84,
        }
    }
}

/// A person's values oldest first, and the day of the act; none: nothing of the kind was begun.
#[derive(Clone, Debug)]
pub struct Measured {
    pub client: Uuid,
    pub born: Option<NaiveDate>,
    pub sex: String,
    pub act: Option<NaiveDate>,
    pub values: Vec<(NaiveDate, f64)>,
}

/// A number with the interval of its median.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct GroupMedian {
    pub median: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

impl GroupMedian {
    fn of(values: &[f64]) -> Option<Self> {
        let ends = interval(values);
        Some(Self { median: median(values)?, low: ends.map(|(low, _)| low), high: ends.map(|(_, high)| high) })
    }
}

/// What came of a group.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GroupConsequence {
    pub n: usize,
    pub before: f64,
    pub change: GroupMedian,
    /// So many changed by more than an error of measurement for the better, so many for the worse.
    pub better: usize,
    pub worse: usize,
    /// Beside people like them; none: too few could be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<GroupBeside>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GroupBeside {
    pub pairs: usize,
    /// The change of those beside whom they are looked at.
    pub change: GroupMedian,
    /// By how much more the group's own changed, pair by pair.
    pub difference: GroupMedian,
}

/// One person's change, with what makes them alike.
struct Changed {
    client: Uuid,
    alike: (GroupAge, String, usize),
    before: f64,
    change: f64,
}

/// The group's figures; none when it is smaller than what is told of.
pub fn group(rule: &ConsequenceRule, measure: &MeasureDefinition, people: &[Measured], age: Option<GroupAge>) -> Option<GroupConsequence> {
    let wanted = |changed: &Changed| age.is_none_or(|age| changed.alike.0 == age);
    let mut own: Vec<Changed> = people.iter().filter_map(|person| changed(rule, measure, person)).filter(wanted).collect();
    own.sort_by_key(|one| one.client);
    let least = usize::try_from(rule.least).unwrap_or(usize::MAX);
    if own.len() < least {
        return None;
    }
    let mut others: HashMap<(GroupAge, String, usize), Vec<Changed>> = HashMap::new();
    for other in people.iter().filter(|person| person.act.is_none()).filter_map(|person| by_chance(rule, measure, person)) {
        others.entry(other.alike.clone()).or_default().push(other);
    }
    others.values_mut().for_each(|some| some.sort_by_key(|one| one.client));
    let (mut beside, mut differences) = (Vec::new(), Vec::new());
    for one in &own {
        let Some(some) = others.get_mut(&one.alike) else { continue };
        let far = |other: &Changed| (other.before - one.before).abs();
        let Some(place) = (0..some.len()).min_by(|a, b| {
            let at = |place: &usize| some.get(*place).map_or(f64::INFINITY, far);
            at(a).total_cmp(&at(b)).then(a.cmp(b))
        }) else {
            continue;
        };
        let other = some.remove(place);
        beside.push(other.change);
        differences.push(one.change - other.change);
    }
    let changes: Vec<f64> = own.iter().map(|one| one.change).collect();
    let became = |wanted: ScoreChange| own.iter().filter(|one| compare(measure, one.before + one.change, one.before) == wanted).count();
    Some(GroupConsequence {
        n: own.len(),
        before: median(&own.iter().map(|one| one.before).collect::<Vec<_>>())?,
        change: GroupMedian::of(&changes)?,
        better: became(ScoreChange::Better),
        worse: became(ScoreChange::Worse),
        beside: match differences.len() >= least {
            true => GroupMedian::of(&beside).zip(GroupMedian::of(&differences)).map(|(change, difference)| GroupBeside {
                pairs: differences.len(),
                change,
                difference,
            }),
            false => None,
        },
    })
}

/// The change after one's act.
fn changed(rule: &ConsequenceRule, measure: &MeasureDefinition, person: &Measured) -> Option<Changed> {
    let on = person.act?;
    let (before, _, after) = around(rule, &person.values, on)?;
    Some(Changed {
        client: person.client,
        alike: alike(measure, person, before.value, on)?,
        before: before.value,
        change: after.value - before.value,
    })
}

/// The change of one of whom nothing of the kind was begun: as if it had been on the day of a measurement, the newest that has another after.
fn by_chance(rule: &ConsequenceRule, measure: &MeasureDefinition, person: &Measured) -> Option<Changed> {
    person.values.iter().rev().find_map(|(on, _)| {
        let (before, _, after) = around(rule, &person.values, *on)?;
        let alike = alike(measure, person, before.value, *on)?;
        Some(Changed { client: person.client, alike, before: before.value, change: after.value - before.value })
    })
}

/// Age, sex and the measure's band before.
fn alike(measure: &MeasureDefinition, person: &Measured, before: f64, on: NaiveDate) -> Option<(GroupAge, String, usize)> {
    let born = person.born?;
    let had = (on.month(), on.day()) >= (born.month(), born.day());
    let years = on.year() - born.year() - i32::from(!had);
    let band = measure.bands.iter().position(|band| band.up_to.is_none_or(|most| before <= most)).unwrap_or(measure.bands.len());
    Some((GroupAge::of(years), person.sex.clone(), band))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Rules;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// People measured on 1 March and on 15 May; of some something was begun on 1 April.
    fn people(n: u32, act: bool, before: f64, change: f64) -> Vec<Measured> {
        let values = vec![(day("2026-03-01"), before), (day("2026-05-15"), before + change)];
        let one = |_| Measured {
            client: Uuid::now_v7(),
            born: Some(day("1945-01-01")),
            sex: "female".into(),
            act: act.then(|| day("2026-04-01")),
            values: values.clone(),
        };
        (0..n).map(one).collect()
    }

    #[test]
    fn a_group_is_looked_at_beside_people_of_its_own_age_sex_and_level() {
        let rules = Rules::shipped().unwrap();
        let on = day("2026-11-23");
        let rule = &rules.story.on(on).body.consequence;
        let sppb = rules.measures.on(on).body.of("sppb").unwrap().clone();
        let mut all = people(12, true, 6.0, 2.0);
        all.extend(people(12, false, 6.0, 1.0));
        // Of another level: beside nobody.
        all.extend(people(12, false, 11.0, -3.0));
        let seen = group(rule, &sppb, &all, None).unwrap();
        assert_eq!((seen.n, seen.before, seen.change.median, seen.better, seen.worse), (12, 6.0, 2.0, 12, 0));
        let beside = seen.beside.unwrap();
        assert_eq!((beside.pairs, beside.change.median, beside.difference.median), (12, 1.0, 1.0));
        assert_eq!((beside.difference.low, beside.difference.high), (Some(1.0), Some(1.0)));
        assert_eq!(group(rule, &sppb, &all, Some(GroupAge::Over84)), None, "nobody of that age");
        assert!(group(rule, &sppb, &all, Some(GroupAge::To84)).is_some());
    }

    #[test]
    fn few_are_not_told_of() {
        let rules = Rules::shipped().unwrap();
        let on = day("2026-11-23");
        let rule = &rules.story.on(on).body.consequence;
        let sppb = rules.measures.on(on).body.of("sppb").unwrap().clone();
        assert_eq!(group(rule, &sppb, &people(9, true, 6.0, 2.0), None), None);
        let mut all = people(10, true, 6.0, 2.0);
        all.extend(people(9, false, 6.0, 1.0));
        assert_eq!(group(rule, &sppb, &all, None).unwrap().beside, None, "nine pairs are too few");
    }
}
