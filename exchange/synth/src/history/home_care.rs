//! Visits of home care, day by day, and lasting services as episodes.

use chrono::{Datelike, Days};
use kernel::ServiceTask;

use super::{Past, Record, at};
use crate::dice::Dice;
use crate::residents::known;

/// Hours of visits by how many there are in a day.
fn hours(visits: u32) -> &'static [u32] {
    match visits {
        0 | 1 => &[9],
        2 => &[8, 19],
        3 => &[8, 13, 19],
        _ => &[8, 12, 16, 20],
    }
}

pub fn write(past: &mut Past<'_>, dice: &mut Dice) {
    let Some(care) = past.needs.home_care else { return };
    let unit = past.setting.places.home_care_unit(care.unit);
    let episode = Record::patient("EpisodeOfCare", &title(care.visits_a_week)).on(care.from).by(unit);
    past.push(match care.to {
        Some(to) => episode.status("finished").to(at(to, 12, 0)),
        None => episode.status("active"),
    });
    // Nobody has visited Aino since her husband went to the ward: the alert of her story.
    let gap = if past.resident.index == known::AINO { 4 } else { 0 };
    let last = care.to.unwrap_or(past.last).min(past.last) - Days::new(gap);
    let nurses = &past.setting.places.nurses;
    // A unit's own few nurses visit most.
    let own: Vec<&String> = nurses.iter().skip(care.unit * 10).take(10).collect();
    let mut day = care.from.max(past.first);
    while day <= last {
        let visits = match care.visits_a_week {
            0..=6 => u32::from(day.weekday().num_days_from_monday() * care.visits_a_week % 7 < care.visits_a_week),
            more => more / 7,
        };
        if visits > 0 {
            for hour in hours(visits) {
                let start = at(day, *hour, u32::try_from(dice.between(0, 50)).unwrap_or(0));
                let mut record = Record::patient("Encounter", "Kotihoidon käynti").class("HH").status("finished").from(start);
                record = record.to(start + chrono::Duration::minutes(dice.between(15, 40))).by(unit);
                if let Some(nurse) = dice.pick(&own) {
                    record = record.who(nurse);
                }
                past.rows.push(record);
            }
        }
        day = day + Days::new(1);
    }
}

fn title(visits_a_week: u32) -> String {
    match visits_a_week {
        0..=6 => format!("Kotihoito {visits_a_week} × vk"),
        more => format!("Kotihoito {} × pv", more / 7),
    }
}

/// Services of the social register: an episode each, and the days one goes.
pub fn services(past: &mut Past<'_>, dice: &mut Dice) {
    for service in &past.needs.services {
        let provider = match service.task {
            ServiceTask::OlderPeople if service.name == "Päivätoiminta" => "Päiväkeskus Onnela",
            ServiceTask::OlderPeople => "Ikäihmisten palvelut",
            ServiceTask::Disability => "Vammaispalvelut",
            ServiceTask::Families | ServiceTask::ChildProtection | ServiceTask::FamilyLaw => "Lapsiperheiden palvelut",
            _ => "Työikäisten sosiaalipalvelut",
        };
        let episode = Record::social(service.task, "EpisodeOfCare", service.name).on(service.from).by(provider);
        past.rows.push(match service.to {
            Some(to) => episode.status("finished").to(at(to, 12, 0)),
            None => episode.status("active"),
        });
        if service.days_a_week == 0 {
            continue;
        }
        let last = service.to.unwrap_or(past.last).min(past.last);
        let mut day = service.from.max(past.first);
        while day <= last {
            let weekday = day.weekday().num_days_from_monday();
            if weekday < 5 && weekday * service.days_a_week % 5 < service.days_a_week && dice.chance(0.88) {
                let start = at(day, 10, 0);
                let record = Record::social(service.task, "Encounter", service.name).class("AMB").status("finished").from(start);
                past.rows.push(record.to(start + chrono::Duration::hours(4)).by(provider));
            }
            day = day + Days::new(1);
        }
    }
}
