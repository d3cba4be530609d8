//! Before and after, like with like: the same measure by the same side, and use over as many days on both sides. Pure.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use functioning::compare;
use rules::{ConsequenceRule, Measures, StoryPart};
use uuid::Uuid;

use super::model::{ConsequenceGoals, ConsequenceMeasure, ConsequenceUse, ConsequenceUseKind, ConsequenceValue};
use crate::telling::StoryVoice;
use crate::things::Thing;

/// Encounter classes (HL7 v3 ActCode).
const EMERGENCY: [&str; 1] = ["EMER"];
const WARD: [&str; 3] = ["IMP", "ACUTE", "NONAC"];

fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// Measures that were taken both before and after the day.
pub(crate) fn measures(rule: &ConsequenceRule, set: &Measures, things: &[Thing], on: NaiveDate) -> Vec<ConsequenceMeasure> {
    let mut series: HashMap<(&str, &str), Vec<(NaiveDate, f64)>> = HashMap::new();
    for thing in things.iter().filter(|thing| thing.part == StoryPart::Measurement) {
        if let (Some(day), Some(value)) = (thing.day(), thing.row.value) {
            series.entry((thing.row.code.as_str(), thing.row.voice.as_str())).or_default().push((day, value));
        }
    }
    let mut all: Vec<ConsequenceMeasure> = series
        .into_iter()
        .filter_map(|((code, voice), mut values)| {
            values.sort_by(|a, b| a.0.cmp(&b.0));
            let definition = set.of(code)?;
            let (before, earlier, after) = around(rule, &values, on)?;
            Some(ConsequenceMeasure {
                measure: code.to_owned(),
                name: definition.name.clone(),
                unit: definition.unit.clone(),
                voice: StoryVoice::parse(voice).unwrap_or(StoryVoice::Staff),
                before,
                after,
                change: compare(definition, after.value, before.value),
                earlier: earlier.map(|earlier| compare(definition, before.value, earlier.value)),
                error: definition.error.as_ref().map(|error| error.mdc),
            })
        })
        .collect();
    all.sort_by(|a, b| a.measure.cmp(&b.measure).then(a.voice.cmp(&b.voice)));
    all
}

/// The last value before the day, the one before that, and the first after; values oldest first.
pub(crate) fn around(
    rule: &ConsequenceRule,
    values: &[(NaiveDate, f64)],
    on: NaiveDate,
) -> Option<(ConsequenceValue, Option<ConsequenceValue>, ConsequenceValue)> {
    let value = |(on, value): &(NaiveDate, f64)| ConsequenceValue { value: *value, on: *on };
    let place = values.iter().rposition(|(day, _)| *day <= on)?;
    let before = values.get(place).filter(|(day, _)| days_between(*day, on) <= i64::from(rule.before_days))?;
    let span = i64::from(rule.after_from_days)..=i64::from(rule.after_to_days);
    let after = values.iter().find(|(day, _)| span.contains(&days_between(on, *day)))?;
    let earlier = place.checked_sub(1).and_then(|place| values.get(place));
    Some((value(before), earlier.map(value), value(after)))
}

/// Use before and after; the day from which it can be told when it cannot yet.
pub(crate) fn uses(rule: &ConsequenceRule, things: &[Thing], on: NaiveDate, today: NaiveDate) -> Result<Vec<ConsequenceUse>, NaiveDate> {
    let passed = days_between(on, today);
    if passed < i64::from(rule.use_least_days) {
        return Err(on.checked_add_days(Days::new(u64::from(rule.use_least_days))).unwrap_or(on));
    }
    let days = passed.min(i64::from(rule.use_days));
    let length = Days::new(u64::try_from(days).unwrap_or(0));
    let back = |from: NaiveDate| from.checked_sub_days(length).unwrap_or(from);
    let first_after = on.succ_opt().unwrap_or(on);
    let end = first_after.checked_add_days(length).unwrap_or(first_after);
    // The day itself is in none: what led to the act often happened on it.
    let spans = [(back(back(on)), back(on)), (back(on), on), (first_after, end)];
    let visits: Vec<&Thing> = things.iter().filter(|thing| thing.part == StoryPart::Visit).collect();
    let all: Vec<ConsequenceUse> = [ConsequenceUseKind::Emergency, ConsequenceUseKind::WardDays]
        .into_iter()
        .map(|kind| {
            let [earlier, before, after] = spans.map(|span| counted(kind, &visits, span));
            ConsequenceUse { kind, days, earlier, before, after }
        })
        .collect();
    Ok(all)
}

/// How much from a day and before another.
fn counted(kind: ConsequenceUseKind, visits: &[&Thing], (from, until): (NaiveDate, NaiveDate)) -> i64 {
    let classes: &[&str] = match kind {
        ConsequenceUseKind::Emergency => &EMERGENCY,
        ConsequenceUseKind::WardDays => &WARD,
    };
    let of = visits.iter().filter(|visit| classes.contains(&visit.row.code.as_str()));
    let count = match kind {
        ConsequenceUseKind::Emergency => of.filter(|visit| visit.day().is_some_and(|day| day >= from && day < until)).count(),
        ConsequenceUseKind::WardDays => {
            // Two stays of one day are one day in a ward.
            let mut days: BTreeSet<NaiveDate> = BTreeSet::new();
            for stay in of {
                let Some(begun) = stay.day() else { continue };
                let last = stay.end().unwrap_or(begun);
                days.extend(begun.max(from).iter_days().take_while(|day| *day <= last && *day < until));
            }
            days.len()
        }
    };
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Goals followed after the day and within the time of the measures.
pub(crate) fn goals(rule: &ConsequenceRule, things: &[Thing], on: NaiveDate) -> ConsequenceGoals {
    let mut newest: HashMap<Uuid, (NaiveDate, Uuid, &str)> = HashMap::new();
    for thing in things.iter().filter(|thing| thing.part == StoryPart::GoalFollowed) {
        let (Some(goal), Some(day)) = (thing.row.cause_id, thing.day()) else { continue };
        if day <= on || days_between(on, day) > i64::from(rule.after_to_days) {
            continue;
        }
        let one = (day, thing.row.id, thing.row.code.as_str());
        newest.entry(goal).and_modify(|known| *known = (*known).max(one)).or_insert(one);
    }
    let count = |status: &str| newest.values().filter(|(_, _, code)| *code == status).count();
    ConsequenceGoals { reached: count("reached"), going: count("in_progress"), given_up: count("given_up") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use functioning::ScoreChange;
    use rules::Rules;

    use crate::things::Row;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn thing(part: StoryPart, code: &str, from: &str, to: Option<&str>, value: Option<f64>) -> Thing {
        let row = Row {
            id: Uuid::now_v7(),
            register: "patient".into(),
            matter_id: None,
            cause_id: None,
            led_to: None,
            asker_id: None,
            code: code.into(),
            title: None,
            words: None,
            value,
            voice: "professional".into(),
            team_id: None,
            person_id: None,
            begun_at: None,
            ended_at: None,
            begun_on: Some(day(from)),
            ended_on: to.map(day),
        };
        Thing { part, item: "thing", many: false, row }
    }

    fn rule(rules: &Rules) -> ConsequenceRule {
        rules.story.on(day("2026-11-23")).body.consequence.clone()
    }

    #[test]
    fn a_measure_is_compared_with_the_last_before_and_its_earlier_course_is_told() {
        let rules = Rules::shipped().unwrap();
        let set = &rules.measures.on(day("2026-11-23")).body;
        let sppb = |on: &str, value: f64| thing(StoryPart::Measurement, "sppb", on, None, Some(value));
        let things = [sppb("2026-01-10", 8.0), sppb("2026-03-01", 6.0), sppb("2026-04-10", 6.0), sppb("2026-05-15", 8.0)];
        let seen = measures(&rule(&rules), set, &things, day("2026-04-01"));
        // The tenth of April is too near to tell what came of it.
        assert_eq!(seen.len(), 1);
        assert_eq!((seen[0].before.value, seen[0].after.value, seen[0].after.on), (6.0, 8.0, day("2026-05-15")));
        assert_eq!((seen[0].change, seen[0].earlier, seen[0].error), (ScoreChange::Better, Some(ScoreChange::Worse), Some(1.0)));
        assert!(measures(&rule(&rules), set, &things, day("2026-11-01")).is_empty(), "nothing after");
        assert!(measures(&rule(&rules), set, &things, day("2026-01-01")).is_empty(), "nothing before");
    }

    #[test]
    fn use_is_counted_over_as_many_days_on_both_sides_and_the_day_itself_in_none() {
        let rules = Rules::shipped().unwrap();
        let visit = |code: &str, from: &str, to: Option<&str>| thing(StoryPart::Visit, code, from, to, None);
        let things = [
            visit("EMER", "2026-01-15", None),
            visit("EMER", "2026-05-20", None),
            visit("EMER", "2026-06-01", None),
            visit("EMER", "2026-06-02", None),
            visit("IMP", "2026-05-28", Some("2026-06-03")),
            visit("IMP", "2026-05-30", Some("2026-05-31")),
            visit("HH", "2026-06-05", None),
        ];
        let seen = uses(&rule(&rules), &things, day("2026-06-01"), day("2026-11-23")).unwrap();
        let short: Vec<(i64, i64, i64, i64)> = seen.iter().map(|one| (one.days, one.earlier, one.before, one.after)).collect();
        // 28–31 May before, 2 and 3 June after; January is in the ninety days before the ninety.
        assert_eq!(short, [(90, 1, 1, 1), (90, 0, 4, 2)]);
        // Forty days have passed: forty are compared with forty.
        let early = uses(&rule(&rules), &things, day("2026-06-01"), day("2026-07-11")).unwrap();
        assert_eq!((early[0].days, early[0].earlier, early[0].before), (40, 0, 1));
        assert_eq!(uses(&rule(&rules), &things, day("2026-06-01"), day("2026-06-20")), Err(day("2026-06-29")));
    }

    #[test]
    fn a_goal_counts_by_its_newest_word() {
        let rules = Rules::shipped().unwrap();
        let goal = Uuid::now_v7();
        let followed = |status: &str, on: &str| {
            let mut one = thing(StoryPart::GoalFollowed, status, on, None, None);
            one.row.cause_id = Some(goal);
            one
        };
        let things = [followed("in_progress", "2026-06-10"), followed("reached", "2026-08-01"), followed("given_up", "2026-05-01")];
        assert_eq!(goals(&rule(&rules), &things, day("2026-06-01")), ConsequenceGoals { reached: 1, going: 0, given_up: 0 });
    }
}
