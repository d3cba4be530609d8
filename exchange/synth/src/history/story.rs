//! The histories of Aino and Eero Virtanen, by hand: she copes at home with her husband's and home care's help and is getting
//! weaker; he, her carer, was taken to a ward yesterday.

use chrono::{Days, NaiveDate};
use records::PartFacts;

use super::clinic::{allergy, emergency, flag, stay};
use super::measures::{DIASTOLIC, GAIT, HBA1C, MEMORY, PAIN, SPPB, SYSTOLIC, WEIGHT};
use super::{Past, Record, at};

fn ago(past: &Past<'_>, days: u64) -> NaiveDate {
    past.setting.today - Days::new(days)
}

pub fn aino(past: &mut Past<'_>) {
    let places = past.setting.places;
    let centre = places.health_centre(past.resident.municipality).to_owned();
    let doctor = places.doctors.first().cloned().unwrap_or_default();
    for (days, title, why) in [
        (713, "Lääkärin vastaanotto", "Verenpaineen seuranta"),
        (668, "Laboratorio", "Diabeteksen seuranta"),
        (558, "Hoitajan vastaanotto", "Diabeteksen vuosikontrolli"),
        (489, "Lääkärin vastaanotto", "Polvikipu"),
        (374, "Laboratorio", "Diabeteksen seuranta"),
        (336, "Fysioterapia", "Kävelyn heikkeneminen"),
        (201, "Lääkärin vastaanotto", "Lääkityksen tarkistus"),
        (145, "Hoitajan vastaanotto", "Haavan hoito"),
        (93, "Fysioterapia", "Kaatumisen jälkitila"),
        (9, "Lääkärin vastaanotto", "Yleistilan lasku"),
    ] {
        let start = at(ago(past, days), 10, 15);
        let record =
            Record::patient("Encounter", title).class("AMB").status("finished").from(start).to(start + chrono::Duration::minutes(30));
        let record = record.by(if title == "Fysioterapia" { &places.rehabilitation } else { &centre });
        past.push(if title.starts_with("Lääk") { record.who(&doctor) } else { record }.because(why));
    }
    for (days, why) in [(590, "Eteisvärinä"), (325, "Kaatuminen"), (85, "Kaatuminen"), (58, "Huimaus"), (36, "Kaatuminen")] {
        emergency(past, ago(past, days), 14, why);
    }
    stay(past, &places.ward, ago(past, 325), Some(ago(past, 297)), "Kaatuminen, kuntoutuminen");
    for (days, sppb, gait, weight, pain) in [
        (660_u64, 9.0, 0.84, 67.1, 3.0),
        (540, 9.0, 0.81, 66.8, 3.0),
        (386, 8.0, 0.76, 66.0, 4.0),
        (240, 8.0, 0.71, 65.2, 4.0),
        (118, 7.0, 0.63, 64.3, 5.0),
        (9, 5.0, 0.52, 60.4, 6.0),
    ] {
        let day = ago(past, days);
        for (measure, value) in [(SPPB, sppb), (GAIT, gait), (WEIGHT, weight), (PAIN, pain)] {
            past.push(measure.record(day, 11, value));
        }
    }
    for (days, upper, lower, sugar) in
        [(668_u64, 142.0, 78.0, 49.0), (374, 138.0, 76.0, 51.0), (201, 146.0, 80.0, 52.0), (30, 128.0, 70.0, 48.0)]
    {
        let day = ago(past, days);
        for (measure, value) in [(SYSTOLIC, upper), (DIASTOLIC, lower), (HBA1C, sugar)] {
            past.push(measure.record(day, 9, value));
        }
    }
    past.push(MEMORY.record(ago(past, 386), 12, 26.0));
    past.push(MEMORY.record(ago(past, 30), 12, 25.0));
    past.push(allergy(ago(past, 1_000), "Penisilliini", "Ihottuma ja hengenahdistus", true));
    past.push(flag(ago(past, 85), "Kaatumisvaara"));
    past.push(flag(ago(past, 9), "Vajaaravitsemuksen riski"));
    past.push(Record::patient("Device", "Rollaattori").status("active").on(ago(past, 296)).by("Apuvälinekeskus"));
    past.push(Record::patient("Device", "Suihkutuoli").status("active").on(ago(past, 290)).by("Apuvälinekeskus"));
    past.push(
        Record::patient("Immunization", "Influenssarokote")
            .status("completed")
            .code("http://www.whocc.no/atc", "J07BB02")
            .on(ago(past, 24))
            .by(&centre),
    );
    let goal =
        |title: &str| PartFacts { kind: "goal", status: Some("active".into()), title: Some(title.to_owned()), ..PartFacts::default() };
    let activity = |title: &str, who: &str| PartFacts {
        kind: "activity",
        status: Some("in-progress".into()),
        title: Some(title.to_owned()),
        actor: Some(who.to_owned()),
        ..PartFacts::default()
    };
    let rantatie = places.home_care_unit(0);
    past.push(
        Record::patient("CarePlan", "Kotihoidon suunnitelma")
            .class("plan")
            .status("active")
            .on(ago(past, 288))
            .by(rantatie)
            .part(goal("Haluan asua kotona ja päästä taas kirkkoon."))
            .part(activity("Lääkkeiden jako ja apu aamutoimissa", rantatie))
            .part(activity("Ravitsemuksen seuranta", rantatie)),
    );
    past.push(
        Record::patient("ServiceRequest", "Fysioterapian palvelupyyntö")
            .class("order")
            .status("active")
            .on(ago(past, 18))
            .by(&places.rehabilitation)
            .because("Kävelyn heikkeneminen"),
    );
    let day = past.setting.today + Days::new(12);
    past.push(
        Record::patient("Appointment", "Lääkärin vastaanotto")
            .status("booked")
            .from(at(day, 10, 0))
            .to(at(day, 10, 30))
            .by(&centre)
            .who(&doctor),
    );
}

pub fn eero(past: &mut Past<'_>) {
    let places = past.setting.places;
    let centre = places.health_centre(past.resident.municipality).to_owned();
    for (days, why) in
        [(640_u64, "Sepelvaltimotaudin kontrolli"), (410, "Hengenahdistus"), (190, "Sydämen vajaatoiminnan seuranta"), (62, "Väsymys")]
    {
        let start = at(ago(past, days), 9, 30);
        past.push(
            Record::patient("Encounter", "Lääkärin vastaanotto")
                .class("AMB")
                .status("finished")
                .from(start)
                .to(start + chrono::Duration::minutes(30))
                .by(&centre)
                .because(why),
        );
    }
    emergency(past, ago(past, 410), 5, "Hengenahdistus");
    emergency(past, ago(past, 1), 11, "Hengenahdistus");
    stay(past, &places.ward, ago(past, 1), None, "Sydämen vajaatoiminnan paheneminen");
    for (days, weight) in [(640_u64, 81.0), (190, 83.5), (62, 85.2)] {
        past.push(WEIGHT.record(ago(past, days), 9, weight));
    }
}
