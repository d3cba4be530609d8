//! Things as sentences: what is alike and of one month stands together, and a measure is told with the one before. Pure.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use functioning::compare;
use kernel::Text;
use rules::{Rules, StoryPart, StoryTelling};
use uuid::Uuid;

use super::model::{StoryEntry, StoryMeasured, StoryVoice};
use crate::names::{filled, name};
use crate::things::Thing;

/// So many characters of what was written are told; the rest is at its place.
const WORDS: usize = 200;
/// From so many of a month on they stand together: of what there is much of, and of what has words of its own.
const MANY: usize = 2;
const WORDED: usize = 4;

/// One that is told, with how and by what name.
struct Telling<'a> {
    telling: &'a StoryTelling,
    name: Option<Text>,
    things: Vec<(&'a Thing, NaiveDate)>,
}

/// The story of these things, the newest first; `own`: in the client's own words.
pub(crate) fn entries(rules: &Rules, today: NaiveDate, things: &[Thing], areas: &HashMap<Uuid, Vec<String>>, own: bool) -> Vec<StoryEntry> {
    let story = &rules.story.on(today).body;
    let measured = measured(rules, today, things);
    let mut groups: Vec<Telling<'_>> = Vec::new();
    let mut places: HashMap<(StoryPart, &str, String, i32, u32), usize> = HashMap::new();
    for thing in things {
        let Some(telling) = story.telling(thing.part, &thing.row.code).filter(|telling| !own || telling.own.is_some()) else { continue };
        let Some(day) = thing.day() else { continue };
        let name = name(rules, today, thing).or_else(|| telling.name.clone());
        let gathered = if own { telling.own_many.is_some() } else { telling.worker_many.is_some() };
        let called = name.as_ref().map(|name| name.fi.clone()).unwrap_or_default();
        let key = (thing.part, thing.row.code.as_str(), called, day.year(), day.month());
        match places.get(&key).and_then(|place| groups.get_mut(*place)).filter(|_| gathered) {
            Some(group) => group.things.push((thing, day)),
            None => {
                places.insert(key, groups.len());
                groups.push(Telling { telling, name, things: vec![(thing, day)] });
            }
        }
    }
    let mut all = Vec::new();
    for group in &groups {
        let least = if group.things.first().is_some_and(|(thing, _)| thing.many) { MANY } else { WORDED };
        let alone = group.things.len() < least;
        for of in group.things.chunks(if alone { 1 } else { group.things.len() }) {
            let Some((first, _)) = of.first() else { continue };
            let reasons = first.row.matter_id.and_then(|matter| areas.get(&matter)).map(Vec::as_slice).unwrap_or_default();
            let themes = story.themes_of(group.telling, reasons).into_iter().map(str::to_owned).collect();
            all.extend(entry(group, of, themes, own, &measured));
        }
    }
    all.sort_by(|a, b| last(b).cmp(&last(a)).then_with(|| a.part.cmp(&b.part)).then_with(|| a.id.cmp(&b.id)));
    all
}

/// The day an entry stands at: of what is gathered its last, of a lasting thing the day it began.
fn last(entry: &StoryEntry) -> NaiveDate {
    if entry.count > 1 { entry.to.unwrap_or(entry.from) } else { entry.from }
}

fn entry(
    group: &Telling<'_>,
    of: &[(&Thing, NaiveDate)],
    themes: Vec<String>,
    own: bool,
    measured: &HashMap<Uuid, StoryMeasured>,
) -> Option<StoryEntry> {
    let (newest, day) = of.iter().max_by_key(|(thing, day)| (*day, thing.row.id))?;
    let from = of.iter().map(|(_, day)| *day).min()?;
    let telling = group.telling;
    let sentence = match (of.len() > 1, own) {
        (false, false) => Some(&telling.worker),
        (false, true) => telling.own.as_ref(),
        (true, false) => telling.worker_many.as_ref(),
        (true, true) => telling.own_many.as_ref(),
    }?;
    let to = if of.len() > 1 { Some(*day) } else { newest.end() };
    let words = newest.row.words.as_deref().filter(|_| of.len() == 1).and_then(beginning);
    Some(StoryEntry {
        id: format!("{}-{}", newest.part, newest.row.id),
        part: newest.part,
        from,
        to: to.filter(|to| *to > from),
        count: of.len(),
        themes,
        sentence: filled(sentence, group.name.as_ref(), of.len()),
        words,
        voice: StoryVoice::parse(&newest.row.voice).unwrap_or(StoryVoice::Staff),
        measured: measured.get(&newest.row.id).filter(|_| newest.part == StoryPart::Measurement).cloned(),
        who: None,
        team: None,
        register: newest.register(),
        place: newest.place(),
    })
}

/// The first words, cut between two of them.
fn beginning(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return None;
    }
    if text.chars().count() <= WORDS {
        return Some(text);
    }
    let cut: String = text.chars().take(WORDS).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    Some(format!("{whole} …"))
}

/// Each measurement with the one before it of the same measure and from the same side.
fn measured(rules: &Rules, today: NaiveDate, things: &[Thing]) -> HashMap<Uuid, StoryMeasured> {
    let set = &rules.measures.on(today).body;
    let mut of: Vec<&Thing> = things.iter().filter(|thing| thing.part == StoryPart::Measurement).collect();
    of.sort_by_key(|thing| (thing.row.begun_at, thing.row.id));
    let mut before: HashMap<(&str, &str), (f64, Option<NaiveDate>)> = HashMap::new();
    let mut all = HashMap::new();
    for thing in of {
        let Some(value) = thing.row.value else { continue };
        let definition = set.of(&thing.row.code);
        let earlier = before.insert((thing.row.code.as_str(), thing.row.voice.as_str()), (value, thing.day()));
        let told = StoryMeasured {
            value,
            unit: definition.and_then(|definition| definition.unit.clone()),
            previous: earlier.map(|(value, _)| value),
            previous_on: earlier.and_then(|(_, day)| day),
            change: definition.zip(earlier).map(|(definition, (earlier, _))| compare(definition, value, earlier)),
        };
        all.insert(thing.row.id, told);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::things::Row;

    fn thing(part: StoryPart, code: &str, day: &str, many: bool) -> Thing {
        let row = Row {
            id: Uuid::now_v7(),
            register: "social".into(),
            matter_id: None,
            cause_id: None,
            led_to: None,
            asker_id: None,
            code: code.into(),
            title: None,
            words: None,
            value: None,
            voice: "staff".into(),
            team_id: None,
            person_id: None,
            begun_at: Some(format!("{day}T10:00:00Z").parse().unwrap()),
            ended_at: None,
            begun_on: None,
            ended_on: None,
        };
        Thing { part, item: "thing", many, row }
    }

    fn told(things: &[Thing], areas: &HashMap<Uuid, Vec<String>>, own: bool) -> Vec<StoryEntry> {
        let rules = Rules::shipped().unwrap();
        entries(&rules, "2026-11-23".parse().unwrap(), things, areas, own)
    }

    #[test]
    fn visits_of_a_month_are_one_sentence_and_of_two_months_two() {
        let days = ["2026-09-01", "2026-09-14", "2026-09-30", "2026-10-02"];
        let visits: Vec<Thing> = days.iter().map(|day| thing(StoryPart::Visit, "HH", day, true)).collect();
        let seen = told(&visits, &HashMap::new(), false);
        let short: Vec<(&str, String, Option<String>, usize)> =
            seen.iter().map(|e| (e.sentence.fi.as_str(), e.from.to_string(), e.to.map(|d| d.to_string()), e.count)).collect();
        assert_eq!(
            short,
            [
                ("Kotikäynti: kotikäynti", "2026-10-02".into(), None, 1),
                ("3 kotikäyntiä: kotikäynti", "2026-09-01".into(), Some("2026-09-30".into()), 3)
            ]
        );
        let own = told(&visits, &HashMap::new(), true);
        assert_eq!(own.last().unwrap().sentence.fi, "Luonasi käytiin kotona 3 kertaa: kotikäynti");
    }

    #[test]
    fn notes_keep_their_words_until_there_are_four_of_a_month() {
        let mut notes: Vec<Thing> = (1..=3).map(|day| thing(StoryPart::Note, "phone", &format!("2026-10-0{day}"), false)).collect();
        for note in &mut notes {
            note.row.words = Some("Sovittiin  kotikäynti.".into());
        }
        let seen = told(&notes, &HashMap::new(), false);
        assert_eq!((seen.len(), seen[0].words.as_deref()), (3, Some("Sovittiin kotikäynti.")));
        notes.push(thing(StoryPart::Note, "phone", "2026-10-20", false));
        let seen = told(&notes, &HashMap::new(), false);
        assert_eq!((seen.len(), seen[0].sentence.fi.as_str(), seen[0].words.as_deref()), (1, "4 puhelua", None));
    }

    #[test]
    fn a_theme_is_the_rule_s_or_comes_of_the_matter_s_need() {
        let matter = Uuid::now_v7();
        let mut note = thing(StoryPart::Note, "phone", "2026-10-01", false);
        note.row.matter_id = Some(matter);
        let need = |reasons: &[&str]| HashMap::from([(matter, reasons.iter().map(|r| (*r).to_owned()).collect::<Vec<_>>())]);
        let of = |areas: &HashMap<Uuid, Vec<String>>| told(std::slice::from_ref(&note), areas, false)[0].themes.clone();
        assert_eq!(of(&need(&["2", "3"])), ["home", "money"]);
        assert_eq!(of(&HashMap::new()), ["services"]);
        assert_eq!(told(&[thing(StoryPart::Measurement, "tug", "2026-10-01", false)], &HashMap::new(), false)[0].themes, ["moving"]);
    }

    #[test]
    fn a_measure_is_told_with_its_change_and_an_alert_is_not_told_the_client() {
        let mut measures =
            [thing(StoryPart::Measurement, "sppb", "2026-05-01", false), thing(StoryPart::Measurement, "sppb", "2026-10-01", false)];
        for (measure, value) in measures.iter_mut().zip([8.0, 6.0]) {
            measure.row.value = Some(value);
            measure.row.voice = "professional".into();
        }
        let seen = told(&measures, &HashMap::new(), false);
        let newest = seen[0].measured.as_ref().unwrap();
        assert_eq!((newest.value, newest.previous, newest.change), (6.0, Some(8.0), Some(functioning::ScoreChange::Worse)));
        assert_eq!(seen[1].measured.as_ref().unwrap().change, None);
        assert!(told(&[thing(StoryPart::Alert, "x", "2026-10-01", false)], &HashMap::new(), true).is_empty());
    }

    #[test]
    fn long_words_are_cut_between_two() {
        let long = "sana ".repeat(60);
        let cut = beginning(&long).unwrap();
        assert!(cut.ends_with("sana …") && cut.chars().count() <= WORDS + 2, "{cut}");
        assert_eq!(beginning("  \n "), None);
    }
}
